import type { PreparedCall } from '#core/gateway/contract';
import { type GraphNode, nameOf } from '#core/graph/graph';
import type { NodeDefinition } from '#core/node/definition';
import type { PlanReason, PlanSource } from '#core/plan/plan';
import { callKeys } from './key.ts';
import type { PlanSetup } from './plan.ts';
import { changesSince, purchaseOf } from './purchase.ts';
import type { ReuseEntry } from './services.ts';
import { loadOutputs, type TypedOutputs } from './values.ts';

/** What is known of earlier results of a call, before it is made. */
export type Earlier =
  /** It is there already and is taken: this node's own, or another's that the user asked for. */
  | { readonly kind: 'reused'; readonly outputs: TypedOutputs; readonly reason: PlanReason }
  /** It must be made; `offer` is the same, bought by another node. */
  | { readonly kind: 'made'; readonly reason: PlanReason; readonly offer: PlanSource | undefined };

/** Looks one item of a call up among earlier results: in order to reuse one, to offer one, or to say what has changed. */
export function findEarlier(
  entry: GraphNode,
  definition: NodeDefinition,
  call: PreparedCall,
  item: readonly number[],
  setup: PlanSetup,
): Earlier {
  const { node } = entry;
  const { reuse } = setup;
  if (setup.fresh.has(node.id)) return { kind: 'made', reason: { why: 'fresh' }, offer: undefined };
  const request = {
    nodeType: node.type,
    nodeVersion: definition.version,
    connection: setup.gateway?.connection,
    call,
    variation: node.variation,
    node: node.id,
    path: [],
    item,
  };
  const keys = callKeys(request);
  const own = reuse.find(keys.key);
  if (own !== undefined) {
    const reason = { why: 'same', run: own.run, at: own.at } as const;
    return { kind: 'reused', outputs: loadOutputs(own.outputs, setup.artifacts), reason };
  }
  const id = keys.purchase();
  const bought = reuse.findPurchase(id);
  const offer = bought === undefined ? undefined : sourceOf(bought);
  if (bought !== undefined && offer !== undefined && setup.take.has(node.id)) {
    return {
      kind: 'reused',
      outputs: loadOutputs(bought.outputs, setup.artifacts),
      reason: { why: 'taken', ...offer },
    };
  }
  const last = reuse.lastOf({ workflow: setup.workflow, node: node.id, item });
  if (last?.purchase === undefined) return { kind: 'made', reason: { why: 'new' }, offer };
  const purchase = purchaseOf(id, { ...request, title: nameOf(node, node.id) });
  const changes = changesSince(last.purchase, purchase);
  return { kind: 'made', reason: { why: 'changed', run: last.run, at: last.at, changes }, offer };
}

/** Who bought a result; undefined for one that does not say. */
function sourceOf(entry: ReuseEntry): PlanSource | undefined {
  const { purchase, by, run, at } = entry;
  if (purchase === undefined || by === undefined) return undefined;
  return { run, at, node: purchase.title, workflow: by.workflow.name };
}
