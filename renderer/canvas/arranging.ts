import type { Graph } from '#core/graph/graph';
import type { BaseType } from '#core/value/type';
import { type Alignment, align, autoLayout, type Placed } from '../document/arrange.ts';
import { moveElements, type Point, setElementField, together } from '../document/edits.ts';
import { editDocument, useDocuments } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { selectionOf } from '../store/view.ts';
import { canvasOf } from './canvas-handle.ts';
import { factsOf } from './facts.ts';
import { listIn, pointOf, sizeOf } from './flow-elements.ts';
import { roomOf } from './room.ts';
import { flowingTypes } from './wire-types.ts';

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

/** Nodes and notes with the room that they need once they show what they make. */
export function roomyElements(draft: string, ids?: ReadonlySet<string>, most = false): Placed[] {
  const open = useDocuments.getState().documents[draft];
  if (open === undefined) return [];
  const rooms = new Map(
    listIn(open.history.document, 'nodes').map((raw) => {
      const facts = factsOf(raw);
      return [facts.id, roomOf(facts, shownType(open.view.graph, facts.id), most)];
    }),
  );
  return placedElements(draft, ['nodes', 'notes'], ids).map((element) => ({
    ...element,
    height: Math.max(element.height, rooms.get(element.id) ?? 0),
  }));
}

/** What a card shows: of what it gives, else of what flows into it. */
function shownType(graph: Graph, node: string): BaseType | undefined {
  const types = flowingTypes(graph, registry).get(node);
  const outputs = graph.nodes.get(node)?.outputs ?? {};
  const given = Object.entries(types?.outputs ?? {}).filter(([port]) => outputs[port]?.aside !== true);
  const [first] = [...given.map(([, type]) => type), ...Object.values(types?.inputs ?? {})];
  return first?.base;
}

/** Above this number drawing every card to measure it would take seconds; each then gets the most that it can need. */
const mostMeasured = 300;

/** Lays out the selected nodes, or all when fewer than two are selected. */
export async function layOut(draft: string): Promise<void> {
  const open = useDocuments.getState().documents[draft];
  if (open === undefined) return;
  const { workflow } = open.view;
  const isLarge = workflow.nodes.length > mostMeasured;
  if (!isLarge) await canvasOf(draft)?.measure();
  const isNode = new Set(workflow.nodes.map((node) => node.id));
  const roomy = (ids?: ReadonlySet<string>) => roomyElements(draft, ids, isLarge).filter(({ id }) => isNode.has(id));
  const selected = roomy(selectionOf(draft));
  const isPart = selected.length > 1;
  const nodes = isPart ? selected : roomy();
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
