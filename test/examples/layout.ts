import type { WorkflowDocument } from '#core/graph/document';
import { fields } from '../cli/support.ts';

/** The place of a node or a note on the canvas. */
export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** About what a card takes with a result of some lines in it. */
const card = { width: 240, height: 200 };

/** All nodes and notes; frames lie behind them and are left out. */
export function boxesOf(document: WorkflowDocument): Box[] {
  return [document['nodes'], document['notes']].flatMap((list) =>
    (Array.isArray(list) ? list : []).map((element): Box => {
      const { id, position, size } = fields(element);
      const { x, y } = fields(position);
      const { width, height } = { ...card, ...fields(size) };
      return { id: String(id), x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
    }),
  );
}

/** The pairs that cover each other. */
export function overlapping(boxes: readonly Box[]): string[] {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.id} and ${b.id}`),
  );
}
