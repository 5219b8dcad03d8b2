import fc from 'fast-check';
import type { InputBinding } from '#core/graph/mapping';
import type { TypedValue, Value } from '#core/value/value';

/**
 * What DESIGN says of mapping, as slow and plain as can be: every path that could be an item is tried. Ports carry `text`
 * or `any` here, values are texts and numbers.
 */
export interface ReferenceItem {
  readonly path: number[];
  readonly inputs: Readonly<Record<string, Value>>;
  readonly gaps: boolean;
}

interface Mapped {
  readonly port: string;
  readonly value: Value;
  /** The levels of the item path that are its own. */
  readonly from: number;
  readonly to: number;
}

/** The value at a path, `undefined` where no such place is, `null` where something before it is missing. */
function at(value: Value, path: readonly number[]): Value | undefined {
  let here: Value | undefined = value;
  for (const index of path) {
    if (here === null) return null;
    here = Array.isArray(here) ? (here[index] as Value | undefined) : undefined;
  }
  return here;
}

function candidates(depth: number, width: number): number[][] {
  if (depth === 0) return [[]];
  const shorter = candidates(depth - 1, width);
  const full = shorter.filter((path) => path.length === depth - 1);
  return [...shorter, ...full.flatMap((path) => Array.from({ length: width }, (_, index) => [...path, index]))];
}

const inOrder = (one: readonly number[], other: readonly number[]): number => {
  const index = one.findIndex((part, place) => part !== other[place]);
  return index < 0 ? one.length - other.length : (one[index] ?? 0) - (other[index] ?? 0);
};

function wrapped(value: Value, times: number): Value {
  return times <= 0 ? value : [wrapped(value, times - 1)];
}

const asText = (value: Value, depth: number): Value =>
  value === null ? null : depth === 0 ? String(value) : (value as Value[]).map((item) => asText(item, depth - 1));

const missing = (value: Value): boolean =>
  value === null || (Array.isArray(value) && value.some((item) => missing(item as Value)));

export function reference(
  bindings: readonly InputBinding[],
  mode: 'zip' | 'cross',
): { depth: number; items: ReferenceItem[]; uneven: boolean } {
  const extras = bindings.map(({ type, sources }) =>
    sources.map((source) => (type.base === 'any' ? 0 : Math.max(0, source.type.depth - type.depth))),
  );
  const all = extras.flat();
  const depth = mode === 'zip' ? Math.max(0, ...all) : all.reduce((sum, extra) => sum + extra, 0);
  let used = 0;
  const places = bindings.map((binding, index) =>
    binding.sources.map((source, place): Mapped => {
      const from = mode === 'zip' ? 0 : used;
      const extra = extras[index]?.[place] ?? 0;
      used += extra;
      return { port: binding.port, value: source.value, from, to: from + extra };
    }),
  );
  const mapped = places.flat();
  const activeAt = (level: number): Mapped[] => mapped.filter(({ from, to }) => level >= from && level < to);
  const held = (source: Mapped, path: readonly number[], level: number) =>
    at(source.value, path.slice(source.from, level));
  const reached = (path: readonly number[]): boolean =>
    path.every((index, level) =>
      activeAt(level).every((source) => {
        const list = held(source, path, level);
        return Array.isArray(list) && index < list.length;
      }),
    );
  const paths = candidates(depth, 4).filter(reached);
  const endsEarly = (path: readonly number[]): boolean =>
    activeAt(path.length).some((source) => held(source, path, path.length) === null);
  const items = paths.filter((path) => path.length === depth || endsEarly(path)).sort(inOrder);
  const uneven = paths.some((path) => {
    if (path.length === depth || endsEarly(path)) return false;
    const lengths = activeAt(path.length).map((source) => (held(source, path, path.length) as Value[]).length);
    return new Set(lengths).size > 1;
  });
  const read = (path: readonly number[]): ReferenceItem => {
    const inputs = bindings.map((binding, index): [string, Value] => {
      const parts = binding.sources.map((source, place) => {
        const { from, to } = places[index]?.[place] ?? { from: 0, to: 0 };
        const value = path.length < to && to > from ? null : (at(source.value, path.slice(from, to)) ?? null);
        return { value, depth: source.type.depth - (to - from) };
      });
      return [binding.port, gathered(binding, parts)];
    });
    return { path: [...path], inputs: Object.fromEntries(inputs), gaps: inputs.some(([, value]) => missing(value)) };
  };
  return { depth, items: items.map(read), uneven };
}

function gathered({ type }: InputBinding, parts: readonly { value: Value; depth: number }[]): Value {
  const any = type.base === 'any';
  const depth = any ? Math.max(type.depth, ...parts.map((part) => part.depth)) : type.depth;
  const values = parts.map((part) => wrapped(any ? part.value : asText(part.value, part.depth), depth - part.depth));
  if (depth === 0 || values.length === 1) return values[0] ?? null;
  return values.flatMap((value) => (value === null ? [null] : (value as Value[])));
}

const text = fc.oneof({ weight: 5, arbitrary: fc.constantFrom<Value>('a', 'b', '', 'c') }, fc.constant<Value>(null));
const number = fc.oneof({ weight: 5, arbitrary: fc.constantFrom<Value>(0, 1, 2.5) }, fc.constant<Value>(null));

/** Lists of uneven length, with gaps on every level. */
export function ragged(leaf: fc.Arbitrary<Value>, depth: number): fc.Arbitrary<Value> {
  if (depth === 0) return leaf;
  const list: fc.Arbitrary<Value> = fc.array(ragged(leaf, depth - 1), { maxLength: 3 });
  return fc.oneof({ weight: 9, arbitrary: list }, fc.constant<Value>(null));
}

export const raggedText = (depth: number): fc.Arbitrary<TypedValue> =>
  ragged(text, depth).map((value): TypedValue => ({ type: { base: 'text', depth }, value }));
const raggedNumber = (depth: number): fc.Arbitrary<TypedValue> =>
  ragged(number, depth).map((value): TypedValue => ({ type: { base: 'number', depth }, value }));

function binding(port: string, base: 'text' | 'any', depth: number, deepest: number): fc.Arbitrary<InputBinding> {
  const source = fc.nat(deepest).chain((level) => fc.oneof(raggedText(level), raggedNumber(level)));
  return fc
    .array(source, { minLength: 1, maxLength: depth === 0 ? 1 : 3 })
    .map((sources) => ({ port, type: { base, depth }, sources }));
}

/** Inputs of a node: single and list ports, one or more wires, values of any depth. */
export function arbitraryBindings(deepest: number): fc.Arbitrary<InputBinding[]> {
  return fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom('prompt', 'images', '__proto__'),
        fc.constantFrom<'text' | 'any'>('text', 'text', 'any'),
        fc.nat(2),
      ),
      { minLength: 1, maxLength: 3, selector: ([port]) => port },
    )
    .chain((ports) => fc.tuple(...ports.map(([port, base, depth]) => binding(port, base, depth, deepest))));
}
