import type { CostSum } from '#core/plan/cost';
import type { RunCostView } from '#core/services/run-views';
import { dollars } from '../../executor/purse.ts';

/** What a run has cost, in one line; undefined when nothing was bought, or on practice. */
export function costText(cost: RunCostView): string | undefined {
  if (cost.calls === 0 || cost.practice) return undefined;
  const { calls, expected, unknown, byTokens, balance } = cost;
  const known = calls - unknown;
  const parts = [
    ...(known > 0 ? [`${rangeText(expected)} expected for ${count(known)}`] : []),
    ...(unknown > 0 ? [`${count(unknown)} of unknown price`] : []),
    ...(byTokens.calls > 0 ? [`${rangeText(byTokens)} by the tokens of ${count(byTokens.calls)}`] : []),
  ];
  if (balance !== undefined) {
    const others = balance.others ? ', while other runs were under way too' : '';
    parts.push(`the balance fell by ${dollars(balance.fell)} meanwhile${others}`);
  }
  return `Cost: ${parts.join('; ')}.`;
}

/** What a run has cost, in a table. What is unknown is never written as nothing. */
export function sumText(cost: CostSum): string {
  if (cost.calls > 0 && cost.unknown === cost.calls) return 'unknown';
  return cost.unknown > 0 ? `${rangeText(cost)} + unknown` : rangeText(cost);
}

function count(calls: number): string {
  return calls === 1 ? 'one call' : `${calls} calls`;
}

/** A range of prices as people write it. */
export function rangeText(price: { readonly from: number; readonly to: number }): string {
  return price.from === price.to ? dollars(price.from) : `${dollars(price.from)}–${dollars(price.to)}`;
}
