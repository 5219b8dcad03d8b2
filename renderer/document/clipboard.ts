import { z } from 'zod';
import type { WorkflowDocument } from '#core/graph/document';
import type { Json } from '#core/value/value';
import { type Change, freeId, isObject, listOf, type Point } from './edits.ts';

/** A part of a workflow on the clipboard, as text: it can be pasted into another workflow, window or message. */
const clippingSchema = z.object({
  format: z.literal('patchbay.clipping'),
  version: z.literal(1),
  nodes: z.array(z.record(z.string(), z.json())),
  edges: z.array(z.record(z.string(), z.json())),
  frames: z.array(z.record(z.string(), z.json())).default([]),
  notes: z.array(z.record(z.string(), z.json())).default([]),
});
export type Clipping = z.infer<typeof clippingSchema>;

/** The chosen elements and the edges between them. */
export function copyElements(document: WorkflowDocument, ids: ReadonlySet<string>): Clipping {
  const chosen = (key: 'nodes' | 'frames' | 'notes') =>
    listFrom(document, key).filter((entry) => typeof entry['id'] === 'string' && ids.has(entry['id']));
  const nodes = chosen('nodes');
  const inside = new Set(nodes.map((node) => node['id']));
  const edges = listFrom(document, 'edges').filter((edge) => {
    const { from, to } = edge;
    return isObject(from) && isObject(to) && inside.has(from['node'] as string) && inside.has(to['node'] as string);
  });
  return { format: 'patchbay.clipping', version: 1, nodes, edges, frames: chosen('frames'), notes: chosen('notes') };
}

function listFrom(document: WorkflowDocument, key: string): { [key: string]: Json }[] {
  const list = document[key];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** The clipping in a text; undefined for any other text. */
export function parseClipping(text: string): Clipping | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const parsed = clippingSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Pastes a clipping with new ids, its upper left corner at a point. `onIds` gets the ids of what was pasted. */
export function pasteClipping(clipping: Clipping, at: Point, onIds: (ids: string[]) => void): Change {
  return (document) => {
    const elements = [...clipping.nodes, ...clipping.frames, ...clipping.notes];
    if (elements.length === 0) return;
    const corner = {
      x: Math.min(...elements.map((entry) => pointOf(entry).x)),
      y: Math.min(...elements.map((entry) => pointOf(entry).y)),
    };
    const ids = new Map<string, string>();
    const place = (entry: { [key: string]: Json }, key: 'nodes' | 'frames' | 'notes'): void => {
      const old = String(entry['id']);
      const id = freeId(document, key, typeof entry['type'] === 'string' ? entry['type'] : key.slice(0, -1));
      ids.set(old, id);
      const from = pointOf(entry);
      const position = { x: Math.round(at.x + from.x - corner.x), y: Math.round(at.y + from.y - corner.y) };
      listOf(document, key).push({ ...structuredClone(entry), id, position });
    };
    for (const frame of clipping.frames) place(frame, 'frames');
    for (const node of clipping.nodes) place(node, 'nodes');
    for (const note of clipping.notes) place(note, 'notes');
    for (const edge of clipping.edges) {
      const { from, to } = edge;
      if (!isObject(from) || !isObject(to)) continue;
      const ends = { from: ids.get(String(from['node'])), to: ids.get(String(to['node'])) };
      if (ends.from === undefined || ends.to === undefined) continue;
      listOf(document, 'edges').push({
        ...structuredClone(edge),
        id: freeId(document, 'edges', 'e'),
        from: { ...from, node: ends.from },
        to: { ...to, node: ends.to },
      });
    }
    onIds([...ids.values()]);
  };
}

function pointOf(entry: { [key: string]: Json }): Point {
  const position = entry['position'];
  const number = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);
  return isObject(position) ? { x: number(position['x']), y: number(position['y']) } : { x: 0, y: 0 };
}
