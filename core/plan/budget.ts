import { type LocalText, say } from '../text.ts';
import type { Plan } from './plan.ts';

/** Sums of prices such as 0.4 are a little off: three times 0.4 fit into 1.2. US dollars. */
const roundingError = 1e-9;

/** Whether an amount is more than a budget. US dollars. */
export function exceeds(amount: number, budget: number): boolean {
  return amount > budget + roundingError;
}

/** Prices of a plan, in US dollars. */
type Priced = Pick<Plan, 'unknownPrices'> & { readonly price: { readonly from: number; readonly to: number } };

/**
 * What a budget means for a plan, said before the run begins: that it will not do, or may not, and that an unknown price
 * is asked about. `dollars` writes an amount.
 */
export function budgetWarnings(
  plan: Priced,
  budget: number | undefined,
  dollars: (amount: number) => string,
): LocalText[] {
  if (budget === undefined) return [];
  const { price, unknownPrices } = plan;
  const warnings: LocalText[] = [];
  const amounts = { budget: dollars(budget), from: dollars(price.from), to: dollars(price.to) };
  if (exceeds(price.from, budget)) {
    warnings.push(
      say(
        'The budget of {budget} is not enough for everything, which costs at least {from}; the run stops before it is exceeded.',
        '{budget} 的预算不够全部运行（至少 {from}）；运行会在超出之前停止。',
        amounts,
      ),
    );
  } else if (exceeds(price.to, budget)) {
    warnings.push(
      say(
        'The budget of {budget} may not be enough: it may cost up to {to}. The run stops before it is exceeded.',
        '{budget} 的预算可能不够：最多可能花费 {to}。运行会在超出之前停止。',
        amounts,
      ),
    );
  }
  if (unknownPrices > 0) {
    warnings.push({
      en: 'With a budget, each call whose price is unknown is asked about first.',
      zh: '设有预算时，价格未知的调用会先询问你。',
    });
  }
  return warnings;
}
