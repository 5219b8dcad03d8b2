import type { Shape } from '../run/event.ts';
import { type LocalText, listed, say } from '../text.ts';
import { convertLeaf } from '../value/convert.ts';
import { isMediaKind, type PortType, single } from '../value/type.ts';
import { asList, hasGap, itemProblem, leafProblem, type TypedValue, type Value } from '../value/value.ts';

/** One input of a node with what its wires brought, in the order of the edges. A source of `null` is not available. */
export interface InputBinding {
  readonly port: string;
  readonly type: PortType;
  readonly sources: readonly TypedValue[];
}

/** How often a node runs, and what each item reads. */
export interface Mapping {
  readonly depth: number;
  readonly shape: Shape;
  /** Said when lists that go in step differ in length. */
  readonly uneven: LocalText | undefined;
  /** The inputs of one item. */
  inputsOf(item: readonly number[]): ItemInputs;
}

export type ItemInputs =
  | {
      readonly kind: 'ready';
      readonly inputs: Readonly<Record<string, Value>>;
      readonly types: Readonly<Record<string, PortType>>;
      readonly gaps: boolean;
    }
  | { readonly kind: 'invalid'; readonly port: string; readonly problem: LocalText };

interface MappedPort extends InputBinding {
  readonly sources: readonly Source[];
}

interface Source {
  readonly port: string;
  readonly value: Value;
  readonly type: PortType;
  /** How many levels the node maps over. */
  readonly extra: number;
  /** Where in the item path its levels begin. */
  readonly offset: number;
}

/**
 * Works out the mapping of a node (DESIGN: mapping and gathering). A value deeper than its port is mapped over; values
 * into a list port are concatenated; `any` takes the whole value. In `zip` mapped inputs share the item path, in `cross`
 * each has a part of its own, in the order of the inputs.
 */
export function mapInputs(bindings: readonly InputBinding[], mode: 'zip' | 'cross'): Mapping {
  if (!bindings.some((binding) => binding.sources.some((source) => extraDepth(source, binding) > 0))) {
    return { depth: 0, shape: 0, uneven: undefined, inputsOf: () => itemInputs(bindings) };
  }
  const ports: MappedPort[] = [];
  let depth = 0;
  for (const { port, type, sources } of bindings) {
    const read = sources.map((source): Source => {
      const extra = extraDepth(source, { type });
      const entry = { port, value: source.value, type: source.type, extra, offset: mode === 'cross' ? depth : 0 };
      depth = mode === 'cross' ? depth + extra : Math.max(depth, extra);
      return entry;
    });
    ports.push({ port, type, sources: read });
  }
  const mapped = ports.flatMap(({ sources }) => sources.filter(({ extra }) => extra > 0));
  const uneven: { text: LocalText | undefined } = { text: undefined };
  const cursors = mapped.map((source) => ({ source, value: source.value }));
  const shape = shapeOf(cursors, 0, depth, uneven);
  return {
    depth,
    shape,
    uneven: uneven.text,
    inputsOf: (item) => itemInputs(ports.map((port) => readPort(port, item))),
  };
}

/** How many levels a node maps over a source. */
function extraDepth(source: TypedValue, { type }: Pick<InputBinding, 'type'>): number {
  return type.base === 'any' ? 0 : Math.max(0, source.type.depth - type.depth);
}

interface Cursor {
  readonly source: Source;
  readonly value: Value;
}

function shapeOf(
  cursors: readonly Cursor[],
  level: number,
  depth: number,
  uneven: { text: LocalText | undefined },
): Shape {
  if (level === depth) return 0;
  const active = cursors.filter(({ source }) => level >= source.offset && level < source.offset + source.extra);
  // A list that is missing as a whole is one item that reads a gap.
  if (active.some(({ value }) => value === null)) return 0;
  const lengths = active.map(({ value }) => asList(value).length);
  const length = Math.min(...lengths);
  if (lengths.some((other) => other !== length)) {
    const parts = active.map(({ source }, index) =>
      say('"{port}" has {length}', '“{port}”有 {length} 项', { port: source.port, length: lengths[index] ?? 0 }),
    );
    uneven.text ??= say(
      'The lists are of different length ({parts}); the shortest one ended it.',
      '各列表长度不同（{parts}），以最短的为准。',
      { parts: listed(parts) },
    );
  }
  return Array.from({ length }, (_, index) => {
    const inner = cursors.map((cursor) =>
      active.includes(cursor) ? { source: cursor.source, value: asList(cursor.value)[index] as Value } : cursor,
    );
    return shapeOf(inner, level + 1, depth, uneven);
  });
}

/** What an item reads of a port. */
function readPort({ port, type, sources }: MappedPort, item: readonly number[]): InputBinding {
  const read = sources.map((source) => ({
    value: readItem(source, item),
    type: { base: source.type.base, depth: source.type.depth - source.extra },
  }));
  return { port, type, sources: read };
}

/** Gathers what came to each port. */
function itemInputs(bindings: readonly InputBinding[]): ItemInputs {
  const inputs: Record<string, Value> = {};
  const types: Record<string, PortType> = {};
  let gaps = false;
  for (const { port, type, sources } of bindings) {
    if (sources.length === 0) continue;
    const gathered = type.base === 'any' ? gatherAny(sources, type.depth) : gather(sources, type);
    if ('problem' in gathered) return { kind: 'invalid', port, problem: gathered.problem };
    put(inputs, port, gathered.value);
    put(types, port, gathered.type);
    gaps ||= hasGap(gathered.value, gathered.type.depth);
  }
  return { kind: 'ready', inputs, types, gaps };
}

/** Unlike an assignment it keeps a port named `__proto__`. */
function put<T>(record: Record<string, T>, name: string, value: T): void {
  if (name !== '__proto__') record[name] = value;
  else Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
}

/** What an item reads of a source. An item that ends early, at a list that is missing as a whole, reads a gap. */
function readItem({ value, offset, extra }: Source, item: readonly number[]): Value {
  const path = item.slice(offset, offset + extra);
  if (path.length < extra) return null;
  let current = value;
  for (const index of path) {
    if (current === null) return null;
    current = (asList(current)[index] ?? null) as Value;
  }
  return current;
}

type Gathered = TypedValue | { readonly problem: LocalText };

function gather(parts: readonly TypedValue[], type: PortType): Gathered {
  const values: Value[] = [];
  for (const part of parts) {
    const result = convert(part.value, part.type, type.base);
    if ('problem' in result) return result;
    values.push(result.value);
  }
  return { value: concatenate(parts, values, type.depth), type: exactType(parts, type) };
}

/** A `media` port passes on which kind of media it got, when all its wires agree. */
function exactType(parts: readonly TypedValue[], type: PortType): PortType {
  const only = type.base === 'media' ? parts[0]?.type.base : undefined;
  if (only === undefined || !isMediaKind(only) || parts.some((part) => part.type.base !== only)) return type;
  return { base: only, depth: type.depth };
}

/** `any` takes values as they are; several wires into a list meet at the depth of the deepest. */
function gatherAny(parts: readonly TypedValue[], portDepth: number): Gathered {
  const depth = Math.max(portDepth, ...parts.map((part) => part.type.depth));
  const values = parts.map((part) => part.value);
  const bases = new Set(parts.map((part) => part.type.base));
  const base = bases.size === 1 ? ([...bases][0] ?? 'any') : 'any';
  return { value: concatenate(parts, values, depth), type: { base, depth } };
}

function wrap(value: Value, from: number, to: number): Value {
  let wrapped = value;
  for (let depth = from; depth < to; depth += 1) wrapped = [wrapped];
  return wrapped;
}

/** The values of the parts in one list of this depth; what is not as deep is an item of it. */
function concatenate(parts: readonly TypedValue[], values: readonly Value[], depth: number): Value {
  const [first] = values;
  if (depth === 0 || first === undefined) return first ?? null;
  if (values.length === 1) return wrap(first, parts[0]?.type.depth ?? depth, depth);
  const items: Value[] = [];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as Value;
    const own = parts[index]?.type.depth ?? depth;
    // A list that is missing as a whole leaves one gap, so that its absence is seen.
    if (own < depth || value === null) items.push(wrap(value, own, depth - 1));
    else for (const item of asList(value)) items.push(item);
  }
  return items;
}

function convert(value: Value, from: PortType, to: PortType['base']): { value: Value } | { problem: LocalText } {
  if (value === null) return { value };
  if (from.depth > 0) {
    const items: Value[] = [];
    for (const [index, item] of asList(value).entries()) {
      const result = convert(item, { base: from.base, depth: from.depth - 1 }, to);
      if ('problem' in result) return { problem: itemProblem(index, result.problem) };
      items.push(result.value);
    }
    return { value: items };
  }
  const result = convertLeaf(value, from.base, to);
  if ('problem' in result) return result;
  const problem = result.value === null ? null : leafProblem(result.value, to);
  return problem === null ? result : { problem };
}

/** Puts the outputs of the items together: lists of the shape, with `null` where an item gave nothing. */
export function assemble(
  shape: Shape,
  depth: number,
  type: PortType,
  outputOf: (item: readonly number[]) => Value | undefined,
): TypedValue {
  const build = (part: Shape, path: readonly number[]): Value => {
    if (part === 0) {
      const output = outputOf(path) ?? null;
      // Where a list is missing as a whole, what its only item gave stands in a list of one.
      return output === null ? null : wrap(output, path.length, depth);
    }
    return part.map((inner, index) => build(inner, [...path, index])) as Value[];
  };
  return { type: { base: type.base, depth: type.depth + depth }, value: build(shape, []) };
}

/** The value that stands for a source that failed, was skipped or has no such output. */
export const unavailable: TypedValue = { type: single('any'), value: null };
