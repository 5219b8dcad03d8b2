import { type Alignment, align, autoLayout, type Placed } from '../document/arrange.ts';
import { moveElements, type Point, setElementField, together } from '../document/edits.ts';
import { editDocument, useDocuments } from '../store/documents.ts';
import { selectionOf } from '../store/view.ts';
import { canvasOf } from './canvas-handle.ts';
import { listIn, pointOf, sizeOf } from './flow-elements.ts';

/** Elements with the sizes that they have on the screen. */
export function placedElements(
  draft: string,
  keys: readonly ('nodes' | 'frames' | 'notes')[],
  ids?: ReadonlySet<string>,
): Placed[] {
  const document = useDocuments.getState().documents[draft]?.history.document;
  if (document === undefined) return [];
  const canvas = canvasOf(draft);
  return keys.flatMap((key) =>
    listIn(document, key).flatMap((raw) => {
      const id = String(raw['id']);
      if (ids !== undefined && !ids.has(id)) return [];
      const size = canvas?.sizeOf(id) ?? sizeOf(raw['size']);
      return [{ id, ...pointOf(raw['position']), ...size }];
    }),
  );
}

/** Lays out the selected nodes, or all when fewer than two are selected. */
export function layOut(draft: string): void {
  const workflow = useDocuments.getState().documents[draft]?.view.workflow;
  if (workflow === undefined) return;
  const selected = placedElements(draft, ['nodes'], selectionOf(draft));
  const isPart = selected.length > 1;
  const nodes = isPart ? selected : placedElements(draft, ['nodes']);
  const inside = new Set(nodes.map((node) => node.id));
  // Broken wires are drawn too, so they count here.
  const links = workflow.edges
    .map((edge) => ({ from: edge.from.node, to: edge.to.node }))
    .filter(({ from, to }) => inside.has(from) && inside.has(to) && from !== to);
  const frames = isPart ? [] : placedElements(draft, ['frames']);
  const { positions, frameSizes } = autoLayout(nodes, links, frames);
  const sizes = [...frameSizes].map(([id, size]) => setElementField('frames', id, 'size', { ...size }));
  editDocument(draft, 'edit.layout', together(moveElements(positions), ...sizes));
  if (!isPart) requestAnimationFrame(() => canvasOf(draft)?.fit());
}

export function alignSelection(draft: string, how: Alignment): void {
  const elements = placedElements(draft, ['nodes', 'notes'], selectionOf(draft));
  if (elements.length > 1) editDocument(draft, 'edit.align', moveElements(align(elements, how)));
}

/** Moves the selection by keys; a burst of presses is one entry. */
export function nudge(draft: string, by: Point, gesture: string): void {
  const elements = placedElements(draft, ['nodes', 'frames', 'notes'], selectionOf(draft));
  const positions = new Map(elements.map(({ id, x, y }) => [id, { x: x + by.x, y: y + by.y }]));
  if (positions.size > 0) editDocument(draft, 'edit.move', moveElements(positions), gesture);
}
