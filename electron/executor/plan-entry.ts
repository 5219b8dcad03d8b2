import { type GraphNode, nameOf } from '#core/graph/graph';
import type { Issue } from '#core/issue';
import type { PlanEntry } from '#core/plan/plan';
import type { TypedOutputs } from './values.ts';

/** What is known of a node's outputs while planning. */
export type Known =
  | { readonly kind: 'known'; readonly outputs: TypedOutputs }
  | { readonly kind: 'later'; readonly outputs: TypedOutputs };

/** What is said of a node, and what the nodes behind it may count on. */
export interface Planned {
  readonly entry: PlanEntry;
  readonly known: Known;
  /** Which of its pictures are made to fit first. */
  readonly converted?: readonly Issue[];
}

/** The entry of a node that works here, once. */
export function emptyEntry(entry: GraphNode): PlanEntry {
  return {
    node: entry.node.id,
    title: nameOf(entry.node, entry.node.id),
    type: entry.node.type,
    action: 'local',
    reason: { why: 'local' },
    items: 1,
    reusedItems: 0,
    model: undefined,
    price: 'free',
    uploads: 0,
  };
}
