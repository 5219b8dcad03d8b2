import { isDraft, original } from 'immer';
import type { NodeMode, PortRef, WorkflowDocument } from '#core/graph/document';
import type { Registry } from '#core/node/registry';
import type { Json } from '#core/value/value';

/**
 * The changes that people make to a document, as functions that change a draft of it. They know nothing of the screen.
 * What they do not know in a node, an edge or the document stays as it is.
 */
export type Change = (document: WorkflowDocument) => void;

type JsonObject = { [key: string]: Json };

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The list under a key, made when it is missing. */
export function listOf(document: WorkflowDocument, key: 'nodes' | 'edges' | 'frames' | 'notes'): Json[] {
  const list = document[key];
  if (Array.isArray(list)) return list;
  document[key] = [];
  return document[key] as Json[];
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON of a node, frame or note in a document. */
export function findById(
  document: WorkflowDocument,
  key: 'nodes' | 'edges' | 'frames' | 'notes',
  id: string,
): JsonObject | undefined {
  const list = listOf(document, key);
  const has = (entry: Json | undefined): entry is JsonObject => isObject(entry) && entry['id'] === id;
  // To look through the draft itself would make a draft of everything on the way; where it was is where it mostly is.
  const before = isDraft(list) ? original(list)?.findIndex(has) : undefined;
  const held = before === undefined || before < 0 ? undefined : list[before];
  return has(held) ? held : list.find(has);
}

/** An id that the document does not have yet: `image-2`. */
export function freeId(document: WorkflowDocument, key: 'nodes' | 'edges' | 'frames' | 'notes', stem: string): string {
  const taken = new Set(listOf(document, key).map((entry) => (isObject(entry) ? entry['id'] : undefined)));
  for (let number = 1; ; number += 1) {
    const id = `${stem}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** A node with the params that its type starts with. */
export function newNode(
  registry: Registry,
  id: string,
  type: string,
  position: Point,
  params: Record<string, Json> = {},
): JsonObject {
  return {
    id,
    type,
    version: registry.node(type)?.version ?? 1,
    title: '',
    position: { x: Math.round(position.x), y: Math.round(position.y) },
    params,
    mode: 'active',
  };
}

export const addNode =
  (node: JsonObject): Change =>
  (document) => {
    listOf(document, 'nodes').push(node);
  };

/** Removes nodes with their edges; frames and notes by their ids too. */
export const removeElements =
  (ids: {
    readonly nodes?: ReadonlySet<string>;
    readonly edges?: ReadonlySet<string>;
    readonly frames?: ReadonlySet<string>;
    readonly notes?: ReadonlySet<string>;
  }): Change =>
  (document) => {
    const keep = (key: 'nodes' | 'edges' | 'frames' | 'notes', isGone: (entry: JsonObject) => boolean): void => {
      const list = listOf(document, key);
      for (let index = list.length - 1; index >= 0; index -= 1) {
        const entry = list[index];
        if (isObject(entry) && isGone(entry)) list.splice(index, 1);
      }
    };
    const has = (set: ReadonlySet<string> | undefined, id: Json | undefined): boolean =>
      typeof id === 'string' && set?.has(id) === true;
    keep('nodes', (node) => has(ids.nodes, node['id']));
    keep('frames', (frame) => has(ids.frames, frame['id']));
    keep('notes', (note) => has(ids.notes, note['id']));
    keep(
      'edges',
      (edge) => has(ids.edges, edge['id']) || has(ids.nodes, endOf(edge, 'from')) || has(ids.nodes, endOf(edge, 'to')),
    );
  };

function endOf(edge: JsonObject, end: 'from' | 'to'): Json | undefined {
  const ref = edge[end];
  return isObject(ref) ? ref['node'] : undefined;
}

/** Draws an edge. An input that takes one value loses the edge that it had (`replace`). */
export const connect =
  (from: PortRef, to: PortRef, options: { readonly replace: boolean }): Change =>
  (document) => {
    const edges = listOf(document, 'edges');
    const isSame = (edge: Json, port: PortRef, end: 'from' | 'to'): boolean => {
      const ref = isObject(edge) ? edge[end] : undefined;
      return isObject(ref) && ref['node'] === port.node && ref['port'] === port.port;
    };
    if (edges.some((edge) => isSame(edge, from, 'from') && isSame(edge, to, 'to'))) return;
    if (options.replace) {
      for (let index = edges.length - 1; index >= 0; index -= 1) {
        if (isSame(edges[index] as Json, to, 'to')) edges.splice(index, 1);
      }
    }
    edges.push({ id: freeId(document, 'edges', 'e'), from: { ...from }, to: { ...to } });
  };

/** Moves nodes, frames and notes to where they now are. */
export const moveElements =
  (positions: ReadonlyMap<string, Point>): Change =>
  (document) => {
    for (const key of ['nodes', 'frames', 'notes'] as const) {
      for (const entry of listOf(document, key)) {
        const position = isObject(entry) && typeof entry['id'] === 'string' ? positions.get(entry['id']) : undefined;
        if (!isObject(entry) || position === undefined) continue;
        const next = { x: Math.round(position.x), y: Math.round(position.y) };
        if (isObject(entry['position'])) Object.assign(entry['position'], next);
        else entry['position'] = next;
      }
    }
  };

/** Sets a param; `undefined` brings back its default. */
export const setParam =
  (node: string, param: string, value: Json | undefined): Change =>
  (document) => {
    const entry = findById(document, 'nodes', node);
    if (entry === undefined) return;
    if (!isObject(entry['params'])) entry['params'] = {};
    const params = entry['params'] as JsonObject;
    if (value === undefined) delete params[param];
    else params[param] = value;
  };

/** Sets any other field of a node; `undefined` removes it. */
export const setNodeField =
  (
    node: string,
    field: 'title' | 'mode' | 'map' | 'variation' | 'collapsed' | 'size' | 'pin',
    value: Json | NodeMode | undefined,
  ): Change =>
  (document) => {
    const entry = findById(document, 'nodes', node);
    if (entry === undefined) return;
    if (value === undefined) delete entry[field];
    else entry[field] = value;
  };

/** Changes the name or the description of the workflow. */
export const setDocumentField =
  (field: 'name' | 'description', value: string): Change =>
  (document) => {
    document[field] = value;
  };

/** A frame behind nodes, or a note: `{ id, title | text, position, size, colour? }`. */
export const addFrame =
  (frame: JsonObject): Change =>
  (document) => {
    listOf(document, 'frames').push(frame);
  };
export const addNote =
  (note: JsonObject): Change =>
  (document) => {
    listOf(document, 'notes').push(note);
  };
export const setElementField =
  (key: 'frames' | 'notes', id: string, field: string, value: Json | undefined): Change =>
  (document) => {
    const entry = findById(document, key, id);
    if (entry === undefined) return;
    if (value === undefined) delete entry[field];
    else entry[field] = value;
  };

/** Several changes as one. */
export const together =
  (...changes: readonly Change[]): Change =>
  (document) => {
    for (const change of changes) change(document);
  };
