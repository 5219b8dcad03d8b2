import type { PortRef, WorkflowDocument } from '#core/graph/document';
import type { Json } from '#core/value/value';
import { boundsOf, type Placed } from '../document/arrange.ts';
import { placeElement } from '../document/bulk.ts';
import { type Clipping, copyElements, pasteClipping } from '../document/clipboard.ts';
import {
  addFrame,
  addNode,
  addNote,
  type Change,
  connect,
  freeId,
  moveElements,
  newNode,
  type Point,
  removeElements,
  together,
} from '../document/edits.ts';
import { grownFrames } from '../document/frames.ts';
import { freePlace, makeRoom } from '../document/free-place.ts';
import { insertOnEdge } from '../document/wiring.ts';
import { localText, t } from '../i18n/index.ts';
import { editDocument, useDocuments } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { announce, select, selectionOf, useView } from '../store/view.ts';
import { placedElements, roomyElements } from './arranging.ts';
import { canvasOf } from './canvas-handle.ts';
import { startRenaming } from './canvas-store.ts';
import { factsOf, makeFacts } from './facts.ts';
import { listIn, pointOf, sizeOf } from './flow-elements.ts';
import { roomOf } from './room.ts';
import { fitOnEdge, type LooseEnd, takesOne, typeOfOutput } from './wiring.ts';

export function documentOf(draft: string): WorkflowDocument | undefined {
  return useDocuments.getState().documents[draft]?.history.document;
}

export function graphOf(draft: string) {
  return useDocuments.getState().documents[draft]?.view.graph;
}

interface AddOptions {
  readonly params?: Record<string, Json>;
  /** The wire that ends at the new node, and the port there that takes it. */
  readonly wire?: { readonly end: LooseEnd; readonly port: string };
  /** The edge into which the node is put. */
  readonly edge?: string;
}

/** Adds a node with its upper left corner at a place, wired as asked, and selects it. Returns its id. */
export function addNodeAt(draft: string, type: string, place: Point, options: AddOptions = {}): string | undefined {
  const document = documentOf(draft);
  const graph = graphOf(draft);
  if (document === undefined || graph === undefined) return undefined;
  const id = freeId(document, 'nodes', type);
  const params = options.params ?? {};
  const { wire, edge } = options;
  const box = { ...place, ...cardSize(draft, type, options) };
  const room = edge === undefined ? undefined : roomOnEdge(draft, edge, box);
  const spot = room?.place ?? freePlace(box, roomyElements(draft));
  const changes: Change[] = [addNode(newNode(registry, id, type, spot, params))];
  if (room !== undefined) {
    changes.push(moveElements(room.moved));
    for (const [frame, grown] of room.frames) changes.push(placeElement('frames', frame, grown));
  }
  if (wire !== undefined) {
    const here: PortRef = { node: id, port: wire.port };
    const there: PortRef = { node: wire.end.node, port: wire.end.port };
    const [from, to] = wire.end.side === 'output' ? [there, here] : [here, there];
    changes.push(connect(from, to, { replace: takesOne(graph.nodes.get(to.node), to.port) }));
  }
  if (edge !== undefined) {
    const wired = useDocuments.getState().documents[draft]?.view.workflow.edges.find((entry) => entry.id === edge);
    const ports = wired === undefined ? undefined : fitOnEdge(graph, registry, wired, type, params);
    if (ports !== undefined) changes.push(insertOnEdge(edge, id, ports));
  }
  editDocument(draft, 'edit.addNode', together(...changes));
  select(draft, [id]);
  const definition = registry.node(type);
  announce(t('edit.add', { name: definition === undefined ? type : localText(definition.title) }));
  return id;
}

/** How large a new node will be once it shows what it makes. */
function cardSize(draft: string, type: string, { params = {}, wire }: AddOptions) {
  const facts = makeFacts(newNode(registry, '', type, { x: 0, y: 0 }, params), registry);
  const graph = graphOf(draft);
  const brought = graph === undefined || wire === undefined ? undefined : typeOfOutput(graph, registry, wire.end);
  const base = facts.outputs.find((port) => port.aside !== true)?.type.base ?? brought?.base;
  return { width: facts.width, height: roomOf(facts, base) };
}

/** Where a node that is put into a wire goes; what comes after it makes room when there is none. */
function roomOnEdge(draft: string, edge: string, box: Placed | Omit<Placed, 'id'>) {
  const view = useDocuments.getState().documents[draft]?.view;
  const wire = view?.workflow.edges.find((entry) => entry.id === edge);
  const elements = roomyElements(draft);
  if (view === undefined || wire === undefined) return undefined;
  const free = freePlace(box, elements);
  if (free.x === box.x && free.y === box.y) return undefined;
  const frames = placedElements(draft, ['frames']);
  const all = [...elements, ...frames];
  const room = makeRoom(box, all, { from: wire.from.node, to: wire.to.node });
  if (room === undefined) return undefined;
  // Something that lies between the two, on neither, still counts.
  const after = elements.map((element) => ({ ...element, ...room.moved.get(element.id) }));
  const place = freePlace({ ...box, ...room.place }, after);
  const added = { box: { ...box, ...place }, between: [wire.from.node, wire.to.node] };
  return { moved: room.moved, place, frames: grownFrames(frames, elements, room.moved, added) };
}

/** Draws a wire; an input that takes one value gives up the wire that it had. */
export function connectPorts(draft: string, from: PortRef, to: PortRef): void {
  const graph = graphOf(draft);
  editDocument(draft, 'edit.connect', connect(from, to, { replace: takesOne(graph?.nodes.get(to.node), to.port) }));
}

export function selectedNodes(draft: string): string[] {
  const document = documentOf(draft);
  const chosen = selectionOf(draft);
  if (document === undefined || chosen.size === 0) return [];
  return listIn(document, 'nodes').flatMap((raw) => {
    const id = raw['id'];
    return typeof id === 'string' && chosen.has(id) ? [id] : [];
  });
}

export function selectedEdges(draft: string): ReadonlySet<string> {
  return useView.getState().selectedEdges[draft] ?? new Set();
}

export function removeSelection(draft: string, label: 'edit.delete' | 'edit.cut' = 'edit.delete'): void {
  const ids = selectionOf(draft);
  const edges = selectedEdges(draft);
  if (ids.size === 0 && edges.size === 0) return;
  editDocument(draft, label, removeElements({ nodes: ids, frames: ids, notes: ids, edges }));
  select(draft, []);
}

export function clippingOfSelection(draft: string): Clipping | undefined {
  const document = documentOf(draft);
  const ids = selectionOf(draft);
  return document === undefined || ids.size === 0 ? undefined : copyElements(document, ids);
}

export function pasteAt(draft: string, clipping: Clipping, at: Point, label: 'edit.paste' | 'edit.duplicate'): void {
  let pasted: string[] = [];
  editDocument(
    draft,
    label,
    pasteClipping(clipping, at, (ids) => {
      pasted = ids;
    }),
  );
  if (pasted.length > 0) select(draft, pasted);
}

export function duplicateSelection(draft: string): void {
  const clipping = clippingOfSelection(draft);
  if (clipping === undefined) return;
  pasteAt(draft, clipping, freeCorner(draft, clipping, cornerOf(clipping)), 'edit.duplicate');
}

/** What a part of a workflow covers, with the room that its cards need. */
function boxOf(clipping: Clipping) {
  const nodes = clipping.nodes.map((raw) => {
    const facts = factsOf(raw);
    return {
      id: facts.id,
      ...pointOf(raw['position']),
      width: facts.width,
      height: roomOf(facts, facts.outputs.find((port) => port.aside !== true)?.type.base),
    };
  });
  const others = [...clipping.frames, ...clipping.notes].map((raw) => ({
    id: String(raw['id']),
    ...pointOf(raw['position']),
    ...sizeOf(raw['size']),
  }));
  return boundsOf([...nodes, ...others]);
}

export function cornerOf(clipping: Clipping): Point {
  const { x, y } = boxOf(clipping);
  return { x, y };
}

/** Where a part of a workflow can be pasted without covering anything, near a place. */
export function freeCorner(draft: string, clipping: Clipping, place: Point): Point {
  return freePlace({ ...boxOf(clipping), ...place }, roomyElements(draft));
}

export function selectAll(draft: string): void {
  const document = documentOf(draft);
  if (document === undefined) return;
  const ids = (['nodes', 'frames', 'notes'] as const).flatMap((key) =>
    listIn(document, key).map((raw) => String(raw['id'])),
  );
  select(draft, ids);
}

/** A frame around the selection, or an empty one in sight; its name can be typed at once. */
export function frameSelection(draft: string): void {
  const document = documentOf(draft);
  const canvas = canvasOf(draft);
  if (document === undefined || canvas === undefined) return;
  const inside = placedElements(draft, ['nodes', 'notes'], selectionOf(draft));
  const id = freeId(document, 'frames', 'frame');
  const centre = canvas.centre();
  const box =
    inside.length === 0
      ? { x: centre.x - 160, y: centre.y - 120, width: 320, height: 240 }
      : {
          x: Math.min(...inside.map((one) => one.x)) - 16,
          y: Math.min(...inside.map((one) => one.y)) - 24,
          width: 0,
          height: 0,
        };
  const right = Math.max(box.x + box.width, ...inside.map((one) => one.x + one.width + 16));
  const bottom = Math.max(box.y + box.height, ...inside.map((one) => one.y + one.height + 20));
  const size = { width: Math.round(right - box.x), height: Math.round(bottom - box.y) };
  const position = { x: Math.round(box.x), y: Math.round(box.y) };
  editDocument(draft, 'edit.addFrame', addFrame({ id, title: '', position, size }));
  select(draft, [id]);
  startRenaming(id);
}

export function addNoteAt(draft: string, place: Point, text = ''): void {
  const document = documentOf(draft);
  if (document === undefined) return;
  const id = freeId(document, 'notes', 'note');
  const position = { x: Math.round(place.x), y: Math.round(place.y) };
  editDocument(draft, 'edit.addNote', addNote({ id, text, position, size: { width: 220, height: 96 } }));
  select(draft, [id]);
  startRenaming(id);
}
