import type { FilePower, NodeDefinition, Outputs } from '#core/node/definition';
import { type FileRef, paramValue } from '#core/node/param';
import { isMediaKind, type PortType, parsePortType } from '#core/value/type';
import { isMediaValue, type Json, type MediaValue, type Value } from '#core/value/value';

/** One file that a node saved. */
export interface SavedFile {
  readonly value: Value;
  readonly folder: string;
  readonly name: string;
}

/** A file power without a disk: it opens every file as a picture and remembers what is saved. */
export function fakeFiles(): FilePower & { readonly opened: FileRef[]; readonly saved: SavedFile[] } {
  const opened: FileRef[] = [];
  const saved: SavedFile[] = [];
  return {
    opened,
    saved,
    open: (ref) => {
      opened.push(ref);
      return Promise.resolve(pictureOf(ref.path ?? ref.name ?? 'picture.png'));
    },
    split: (picture, rows, columns) => Promise.resolve(Array.from({ length: rows * columns }, () => ({ ...picture }))),
    readJson: () =>
      Promise.resolve({
        format: 'patchbay.workflow',
        version: 1,
        name: 'Weather',
        description: 'The weather of a city',
        nodes: [
          { id: 'city', type: 'input', params: { name: 'city' } },
          { id: 'days', type: 'input', params: { name: 'days', type: 'list<number>', default: [1] } },
        ],
        edges: [],
      }),
    save: (value, folder, name) => {
      saved.push({ value, folder, name });
      return Promise.resolve(folder === '' ? `${name}.txt` : `${folder}/${name}.txt`);
    },
  };
}

export function pictureOf(name: string) {
  return { kind: 'image', artifact: `sha256:${'a'.repeat(64)}`, mime: 'image/png', name } satisfies MediaValue;
}

/** The type that an example's value has by itself; an array is a list. */
function typeOfValue(value: Value | undefined): PortType {
  if (Array.isArray(value)) {
    const inner = typeOfValue(value.find((item) => item !== null) as Value | undefined);
    return { base: inner.base, depth: inner.depth + 1 };
  }
  if (typeof value === 'string') return { base: 'text', depth: 0 };
  if (typeof value === 'number') return { base: 'number', depth: 0 };
  if (typeof value === 'boolean') return { base: 'boolean', depth: 0 };
  if (isMediaValue(value) && isMediaKind(value.kind)) return { base: value.kind, depth: 0 };
  return { base: value === undefined ? 'any' : 'json', depth: 0 };
}

export interface NodeCase {
  readonly params?: Readonly<Record<string, Json>>;
  readonly inputs?: Readonly<Record<string, Value>>;
  readonly types?: Readonly<Record<string, PortType>>;
  readonly files?: FilePower;
  readonly item?: readonly number[];
  readonly signal?: AbortSignal;
}

/** The ports of a node with these params. */
export function portsOf(node: NodeDefinition, params: Readonly<Record<string, Json | undefined>> = {}) {
  const special = node.ports?.(params);
  return { inputs: special?.inputs ?? node.inputs, outputs: special?.outputs ?? node.outputs };
}

/** The types of the wired inputs as a run has them: of the port, and for `any` of what is wired. */
export function inputTypesOf(node: NodeDefinition, { params, inputs = {} }: NodeCase): Record<string, PortType> {
  const ports = portsOf(node, params);
  return Object.fromEntries(
    Object.entries(inputs).map(([port, value]) => {
      const declared = parsePortType(ports.inputs[port]?.type ?? 'any');
      return [port, declared === undefined || declared.base === 'any' ? typeOfValue(value) : declared];
    }),
  );
}

/** Runs a compute node as a run does: with the defaults of its params and the types of its inputs. */
export function compute(node: NodeDefinition, given: NodeCase = {}): Outputs | Promise<Outputs> {
  if (node.work.kind !== 'compute') throw new Error(`${node.type} does not compute`);
  const params: Record<string, Json | undefined> = { ...given.params };
  for (const [name, definition] of Object.entries(node.params)) params[name] = paramValue(definition, params[name]);
  return node.work.compute({
    inputs: given.inputs ?? {},
    params,
    types: given.types ?? inputTypesOf(node, given),
    files: given.files ?? fakeFiles(),
    signal: given.signal ?? new AbortController().signal,
    item: given.item ?? [],
  });
}

/** What a node throws, as plain JSON. */
export async function failureOf(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error instanceof Error && 'info' in error ? error.info : error;
  }
  return undefined;
}

/** Freezes a value in depth, so that a node that changes what it was given fails. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
