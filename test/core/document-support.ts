import fc from 'fast-check';
import type { Json } from '#core/value/value';
import { arbitraryJson, arbitraryKey, isObject, type JsonObject, objectOf } from './json-support.ts';

const artifact = `sha256:${'a'.repeat(64)}`;

const goodPins: Json[] = [
  {},
  { text: { type: 'text', value: 'frozen' } },
  { images: { type: 'list<image>', stored: artifact } },
  { texts: { type: 'list<text>', value: ['one', null] }, gone: { type: 'video' } },
];
const badPins: Json[] = [
  null,
  [],
  'text',
  { text: 'frozen' },
  { text: { type: 'texts', value: 'frozen' } },
  { text: { type: 'text', value: 3 } },
  { texts: { type: 'list<text>', value: 'not a list' } },
  { images: { type: 'image', stored: 'sha256:short' } },
];
const goodPinTexts = new Set(goodPins.map((pin) => JSON.stringify(pin)));

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);
const hasNumbers = (value: unknown, ...keys: string[]): boolean =>
  isObject(value) && keys.every((key) => typeof value[key] === 'number');

/** What version 1 of the file allows for each optional field of a node, said once more. */
const nodeFieldFits: Record<string, (value: Json) => boolean> = {
  version: (value) => isWhole(value) && Number(value) > 0,
  title: (value) => typeof value === 'string',
  position: (value) => hasNumbers(value, 'x', 'y'),
  size: (value) => hasNumbers(value, 'width', 'height'),
  collapsed: (value) => typeof value === 'boolean',
  params: isObject,
  mode: (value) => value === 'active' || value === 'bypassed' || value === 'muted',
  map: (value) => value === 'zip' || value === 'cross',
  variation: isWhole,
  pin: (value) => goodPinTexts.has(JSON.stringify(value)),
};
export const knownNodeKeys = ['id', 'type', ...Object.keys(nodeFieldFits)];
const knownInside: Record<string, string[]> = { position: ['x', 'y'], size: ['width', 'height'] };
export const knownTopKeys = ['format', 'version', 'id', 'name', 'description', 'nodes', 'edges', 'frames', 'notes'];

const withStrangers = (known: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  fc.tuple(known, objectOf(arbitraryJson, 2)).map(([own, strange]) => {
    const strangers = Object.entries(strange).filter(([key]) => !Object.hasOwn(own, key));
    return Object.fromEntries([...strangers.slice(0, 1), ...Object.entries(own), ...strangers.slice(1)]);
  });
const maybe = (...values: Json[]): fc.Arbitrary<Json> => fc.oneof(fc.constantFrom(...values), arbitraryJson);
const identifier = fc.oneof(fc.constantFrom('n1', 'n2', '__proto__', 'constructor', ''), arbitraryKey);
const point = withStrangers(fc.record({ x: fc.integer(), y: fc.double({ noNaN: true, noDefaultInfinity: true }) }));
const extent = withStrangers(fc.record({ width: fc.integer(), height: fc.integer() }));

const someNode = withStrangers(
  fc.record(
    {
      id: fc.oneof({ weight: 6, arbitrary: identifier }, arbitraryJson),
      type: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('prompt', 'toString') }, arbitraryJson),
      version: maybe(1, 2, 0, -1, 1.5, '1'),
      title: maybe('Idea', 3),
      position: fc.oneof(point, maybe({ x: 1 }, { x: '1', y: 2 }, [])),
      size: fc.oneof(extent, maybe({ width: 1 })),
      collapsed: maybe(true, 'no'),
      params: fc.oneof(objectOf(arbitraryJson), arbitraryJson),
      mode: maybe('active', 'bypassed', 'muted', 'sleeping', 'toString'),
      map: maybe('zip', 'cross', 'both'),
      variation: maybe(0, 3, -2, 0.5, '1'),
      pin: fc.constantFrom(...goodPins, ...badPins),
    },
    { requiredKeys: [] },
  ),
);
const end = fc.oneof(
  { weight: 5, arbitrary: withStrangers(fc.record({ node: identifier, port: arbitraryKey })) },
  arbitraryJson,
);
const someEdge = withStrangers(
  fc.record({ id: fc.oneof(identifier, arbitraryJson), from: end, to: end }, { requiredKeys: [] }),
);

/** Any JSON object that calls itself a workflow file of version 1. */
export const arbitraryDocument: fc.Arbitrary<JsonObject> = withStrangers(
  fc.record(
    {
      format: fc.constant<Json>('patchbay.workflow'),
      version: fc.constant<Json>(1),
      id: maybe('wf_1'),
      name: maybe('Teaser'),
      description: maybe(''),
      nodes: fc.array(fc.oneof({ weight: 6, arbitrary: someNode }, arbitraryJson), { maxLength: 5 }),
      edges: fc.array(fc.oneof({ weight: 6, arbitrary: someEdge }, arbitraryJson), { maxLength: 5 }),
      frames: maybe([], [{ id: 'f' }]),
      notes: maybe([], ['note']),
    },
    { requiredKeys: ['format', 'version', 'nodes', 'edges'] },
  ),
);

const strangersOf = (value: unknown, known: readonly string[], prefix = ''): string[] =>
  isObject(value)
    ? Object.keys(value)
        .filter((key) => !known.includes(key))
        .map((key) => prefix + key)
    : [];
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Every part of a document that cannot be used, as `[code, node or edge, field]`: written from the file's promises. */
export function unusedParts(document: JsonObject): string[][] {
  const parts: string[][] = strangersOf(document, knownTopKeys).map((key) => ['field.unknown', '', key]);
  for (const key of ['id', 'name', 'description']) {
    if (Object.hasOwn(document, key) && typeof document[key] !== 'string') parts.push(['field.invalid', '', key]);
  }
  for (const key of ['frames', 'notes']) {
    if (Object.hasOwn(document, key) && !Array.isArray(document[key])) parts.push(['field.invalid', '', key]);
  }
  const nodes = new Set<Json | undefined>();
  for (const [index, node] of listOf(document['nodes']).entries()) {
    if (!isObject(node) || !isName(node['id']) || !isName(node['type'])) {
      parts.push(['node.malformed', '', `nodes[${index}]`]);
    } else if (nodes.has(node['id'])) {
      parts.push(['node.duplicate-id', String(node['id']), `nodes[${index}].id`]);
    } else {
      const id = String(node['id']);
      nodes.add(id);
      for (const key of strangersOf(node, knownNodeKeys)) parts.push(['field.unknown', id, key]);
      for (const [key, fits] of Object.entries(nodeFieldFits)) {
        if (!Object.hasOwn(node, key)) continue;
        if (!fits(node[key] ?? null)) parts.push(['field.invalid', id, key]);
        else if (knownInside[key] !== undefined)
          for (const inner of strangersOf(node[key], knownInside[key], `${key}.`))
            parts.push(['field.unknown', id, inner]);
      }
    }
  }
  const edges = new Set<Json | undefined>();
  const isEnd = (value: Json | undefined): boolean =>
    isObject(value) && typeof value['node'] === 'string' && typeof value['port'] === 'string';
  for (const [index, edge] of listOf(document['edges']).entries()) {
    if (!isObject(edge) || !isName(edge['id']) || !isEnd(edge['from']) || !isEnd(edge['to'])) {
      parts.push(['edge.malformed', '', `edges[${index}]`]);
    } else if (edges.has(edge['id'])) {
      parts.push(['edge.duplicate-id', String(edge['id']), `edges[${index}].id`]);
    } else {
      const id = String(edge['id']);
      edges.add(id);
      for (const key of strangersOf(edge, ['id', 'from', 'to'])) parts.push(['field.unknown', id, key]);
      for (const key of ['from', 'to'])
        for (const inner of strangersOf(edge[key], ['node', 'port'], `${key}.`))
          parts.push(['field.unknown', id, inner]);
    }
  }
  return parts;
}
