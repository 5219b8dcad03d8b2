import type { Json } from '../value/value.ts';
import type { WorkflowDocument } from './document.ts';

type JsonObject = { [key: string]: Json };

/** The keys that this version knows, in the order in which they are written. */
export const documentKeys = ['format', 'version', 'id', 'name', 'description', 'nodes', 'edges', 'frames', 'notes'];
const nodeKeys = [
  'id',
  'type',
  'version',
  'title',
  'position',
  'size',
  'collapsed',
  'params',
  'mode',
  'map',
  'variation',
  'pin',
];
export const edgeKeys = ['id', 'from', 'to'];
export const portRefKeys = ['node', 'port'];
export const positionKeys = ['x', 'y'];
export const sizeKeys = ['width', 'height'];

/** What is written inside of a value: known keys first, and what becomes of their values. */
interface Layout {
  readonly keys: readonly string[];
  readonly inside?: Readonly<Record<string, Layout>>;
  /** The value is a list of such objects. */
  readonly list?: boolean;
}

const layout: Layout = {
  keys: documentKeys,
  inside: {
    nodes: { list: true, keys: nodeKeys, inside: { position: { keys: positionKeys }, size: { keys: sizeKeys } } },
    edges: { list: true, keys: edgeKeys, inside: { from: { keys: portRefKeys }, to: { keys: portRefKeys } } },
  },
};

/**
 * The text of a workflow file: two spaces, known keys in a fixed order, unknown ones behind them in their own order, one
 * new line at the end.
 */
export function formatDocument(document: WorkflowDocument): string {
  return `${JSON.stringify(arrange(document, layout), null, 2)}\n`;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy in the order of the layout. `defineProperty` keeps a key named `__proto__` a key. */
function arrange(value: Json, { keys, inside = {}, list }: Layout): Json {
  if (list === true && Array.isArray(value)) return value.map((item) => arrange(item, { keys, inside }));
  if (list === true || !isJsonObject(value)) return value;
  const target: JsonObject = {};
  const rest = Object.keys(value).filter((key) => !keys.includes(key));
  for (const key of [...keys.filter((name) => Object.hasOwn(value, name)), ...rest]) {
    const held = value[key] as Json;
    const inner = Object.hasOwn(inside, key) ? inside[key] : undefined;
    Object.defineProperty(target, key, {
      value: inner === undefined ? held : arrange(held, inner),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return target;
}
