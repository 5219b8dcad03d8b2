import type { WorkflowEdge } from '#core/graph/document';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { announce, select } from '../store/view.ts';
import { removeSelection, selectedEdges, selectedNodes } from './actions.ts';
import { canvasOf } from './canvas-handle.ts';

/** The node around which someone goes from wire to wire, by draft. */
const around = new Map<string, string>();

/** The wires of a node: what comes into it, then what goes out. */
function wiresOf(draft: string, node: string): readonly WorkflowEdge[] {
  const edges = useDocuments.getState().documents[draft]?.view.workflow.edges ?? [];
  return [...edges.filter(({ to }) => to.node === node), ...edges.filter(({ from }) => from.node === node)];
}

/** The only selected wire. */
function chosenWire(draft: string): WorkflowEdge | undefined {
  const [only, ...others] = selectedEdges(draft);
  const edges = useDocuments.getState().documents[draft]?.view.workflow.edges ?? [];
  return others.length > 0 ? undefined : edges.find(({ id }) => id === only);
}

/** The node whose wires are meant: the only selected one; with a wire selected the one from which that was reached. */
function nodeInMind(draft: string): string | undefined {
  const [node, ...others] = selectedNodes(draft);
  if (node !== undefined) return others.length === 0 ? node : undefined;
  const wire = chosenWire(draft);
  if (wire === undefined) return undefined;
  const before = around.get(draft);
  return before === wire.from.node || before === wire.to.node ? before : wire.to.node;
}

export function canStepWires(draft: string): boolean {
  const node = nodeInMind(draft);
  return node !== undefined && wiresOf(draft, node).length > 0;
}

/** Selects the next wire of a node (or with -1 the one before) and gives it the focus; after the last comes the first. */
export function stepWire(draft: string, by: 1 | -1): void {
  const node = nodeInMind(draft);
  if (node === undefined) return;
  const wires = wiresOf(draft, node);
  const before = wires.findIndex(({ id }) => id === chosenWire(draft)?.id);
  const index = before < 0 ? (by > 0 ? 0 : wires.length - 1) : (before + by + wires.length) % wires.length;
  const wire = wires[index];
  if (wire === undefined) return;
  around.set(draft, node);
  select(draft, [], [wire.id]);
  canvasOf(draft)?.showWire(wire.id, [wire.from.node, wire.to.node]);
  // The wire's own name is read as it gets the focus.
  announce(t('wire.position', { number: index + 1, count: wires.length }));
}

/** From a wire back to the node from which it was reached. False when no wire is selected. */
export function leaveWire(draft: string): boolean {
  const node = chosenWire(draft) === undefined ? undefined : nodeInMind(draft);
  if (node === undefined || selectedNodes(draft).length > 0) return false;
  select(draft, [node]);
  canvasOf(draft)?.focus(node);
  return true;
}

/** Deletes what is selected; after a wire the focus is on its node again, so that the next one can be reached. */
export function removeChosen(draft: string): void {
  const node = chosenWire(draft) === undefined || selectedNodes(draft).length > 0 ? undefined : nodeInMind(draft);
  removeSelection(draft);
  if (node === undefined) return;
  select(draft, [node]);
  canvasOf(draft)?.focus(node);
}

/** Opens the menu of the wire that has the focus. False when none has it. */
export function openWireMenu(target: EventTarget): boolean {
  const wire = target instanceof Element ? target.closest('.react-flow__edge') : null;
  if (wire === null) return false;
  const { left, top, width, height } = wire.getBoundingClientRect();
  const at = { clientX: left + width / 2, clientY: top + height / 2 };
  wire.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
  return true;
}
