import { nodeKey } from '#core/run/address';
import type { Json } from '#core/value/value';
import { setFieldOfNodes } from '../document/bulk.ts';
import { setNodeField, together } from '../document/edits.ts';
import { editDocument } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { shownRun, useRuns } from '../store/runs.ts';
import { documentOf, graphOf, selectedNodes } from './actions.ts';
import { factsOf, type NodeFacts } from './facts.ts';
import { listIn } from './flow-elements.ts';
import { pinnable } from './results.ts';

/** Whether something holds for every selected node. */
export function areAll(draft: string, holds: (facts: NodeFacts) => boolean): boolean {
  const document = documentOf(draft);
  const ids = new Set(selectedNodes(draft));
  if (document === undefined || ids.size === 0) return false;
  return listIn(document, 'nodes').every((raw) => !ids.has(String(raw['id'])) || holds(factsOf(raw)));
}

/** Sets a mode for the selection; when all have it already, they are active again. */
export function toggleMode(draft: string, mode: 'bypassed' | 'muted'): void {
  const document = documentOf(draft);
  const ids = new Set(selectedNodes(draft));
  if (document === undefined || ids.size === 0) return;
  const isOn = areAll(draft, (facts) => facts.mode === mode);
  editDocument(
    draft,
    'edit.mode',
    setFieldOfNodes(ids, 'mode', () => (isOn ? 'active' : mode)),
  );
}

export function toggleCollapsed(draft: string): void {
  const document = documentOf(draft);
  const ids = new Set(selectedNodes(draft));
  if (document === undefined || ids.size === 0) return;
  const isOn = areAll(draft, (facts) => facts.collapsed);
  editDocument(
    draft,
    'edit.collapse',
    setFieldOfNodes(ids, 'collapsed', () => (isOn ? undefined : true)),
  );
}

/** The selected nodes that ask the gateway for something. */
export function callNodes(draft: string): string[] {
  const graph = graphOf(draft);
  return selectedNodes(draft).filter(
    (id) => registry.node(graph?.nodes.get(id)?.node.type ?? '')?.work.kind === 'call',
  );
}

/** Asks the selected nodes for another result of the same request. */
export function nextVariation(draft: string): void {
  const graph = graphOf(draft);
  const changes = callNodes(draft).map((id) =>
    setNodeField(id, 'variation', (graph?.nodes.get(id)?.node.variation ?? 0) + 1),
  );
  if (changes.length > 0) editDocument(draft, 'edit.variation', together(...changes));
}

/** Whether pinning the selection would do something. */
export function canPin(draft: string): boolean {
  const run = shownRun(useRuns.getState(), draft);
  const document = documentOf(draft);
  if (document === undefined) return false;
  const ids = new Set(selectedNodes(draft));
  return listIn(document, 'nodes').some((raw) => {
    const id = String(raw['id']);
    return (
      ids.has(id) && (factsOf(raw).pinned || pinnable(run?.nodes.get(nodeKey({ path: [], node: id }))) !== undefined)
    );
  });
}

/** Freezes what the shown run gave, or lets go of it when everything selected is pinned. */
export function togglePin(draft: string): void {
  const document = documentOf(draft);
  const ids = new Set(selectedNodes(draft));
  if (document === undefined || ids.size === 0) return;
  const chosen = listIn(document, 'nodes').filter((raw) => ids.has(String(raw['id'])));
  if (chosen.every((raw) => factsOf(raw).pinned)) {
    editDocument(
      draft,
      'edit.unpin',
      setFieldOfNodes(ids, 'pin', () => undefined),
    );
    return;
  }
  const run = shownRun(useRuns.getState(), draft);
  const pins = new Map(
    chosen.flatMap((raw) => {
      const id = String(raw['id']);
      const pin = pinnable(run?.nodes.get(nodeKey({ path: [], node: id })));
      return pin === undefined ? [] : [[id, pin as Json] as const];
    }),
  );
  editDocument(
    draft,
    'edit.pin',
    setFieldOfNodes(new Set(pins.keys()), 'pin', (id) => pins.get(id)),
  );
}
