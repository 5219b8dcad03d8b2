import type { Json } from '#core/value/value';
import { type Change, isObject, listOf, type Point } from './edits.ts';

/** Sets a field of several nodes at once; `undefined` removes it. */
export const setFieldOfNodes =
  (
    nodes: ReadonlySet<string>,
    field: 'mode' | 'collapsed' | 'pin',
    value: (node: string) => Json | undefined,
  ): Change =>
  (document) => {
    for (const entry of listOf(document, 'nodes')) {
      if (!isObject(entry) || typeof entry['id'] !== 'string' || !nodes.has(entry['id'])) continue;
      const next = value(entry['id']);
      if (next === undefined) delete entry[field];
      else entry[field] = next;
    }
  };

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Places a frame or a note and gives it a size. */
export const placeElement =
  (key: 'nodes' | 'frames' | 'notes', id: string, box: Box): Change =>
  (document) => {
    for (const entry of listOf(document, key)) {
      if (!isObject(entry) || entry['id'] !== id) continue;
      const size = isObject(entry['size']) ? entry['size'] : {};
      const position = isObject(entry['position']) ? entry['position'] : {};
      entry['position'] = { ...position, x: Math.round(box.x), y: Math.round(box.y) };
      entry['size'] = { ...size, width: Math.round(box.width), height: Math.round(box.height) };
    }
  };
