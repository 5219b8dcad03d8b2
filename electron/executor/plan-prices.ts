import type { PreparedCall, PriceTable } from '#core/gateway/contract';
import type { GraphNode } from '#core/graph/graph';
import type { PlanEntry } from '#core/plan/plan';
import { completeParams } from './bindings.ts';
import { answeringTools, mostTurns } from './conversation.ts';
import type { PlanSetup } from './plan.ts';
import { promptOf } from './purse.ts';

type PlanPrice = PlanEntry['price'];

/** What one item of a node is expected to cost, when the text that it is about is not known yet. */
export function usualPriceOf(entry: GraphNode, model: string | undefined, setup: PlanSetup): PlanPrice {
  const recipe = setup.registry.recipeFor(entry.node.type, entry.params);
  if (recipe !== undefined && !recipe.charges) return 'free';
  if (model === undefined) return 'unknown';
  const params = Object.fromEntries(Object.entries(completeParams(entry)).filter(([, value]) => value !== undefined));
  return setup.prices?.priceOf(model, params as Parameters<PriceTable['priceOf']>[1], usualPrompt) ?? 'unknown';
}

/** What a call is expected to cost. */
export function priceOfCall(call: PreparedCall, setup: PlanSetup): PlanPrice {
  if (!call.charges) return 'free';
  if (call.model === undefined) return 'unknown';
  const price = setup.prices?.priceOf(call.model, call.params, promptOf(call)?.length ?? 0) ?? 'unknown';
  const tools = answeringTools(call);
  if (tools === undefined || price === 'unknown') return price;
  // What a workflow costs that answers the model depends on what the model asks of it.
  if (tools.some(({ answer }) => answer?.kind === 'workflow')) return 'unknown';
  return { from: price.from, to: price.to * mostTurns(call) };
}

/** Of several calls together; one that is unknown makes the sum unknown. */
export function sumOf(prices: readonly PlanPrice[]): PlanPrice {
  return prices.reduce((sum, price) => {
    if (sum === 'unknown' || price === 'unknown') return 'unknown';
    if (sum === 'free') return price;
    return price === 'free' ? sum : { from: sum.from + price.from, to: sum.to + price.to };
  }, 'free');
}

/** Characters. */
const usualPrompt = 1000;
