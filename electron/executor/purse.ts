import { AppError } from '#core/errors';
import type { PreparedCall, PriceRange, PriceTable, TokenUsage } from '#core/gateway/contract';
import { exceeds } from '#core/plan/budget';
import { costNothing } from '#core/plan/cost';
import type { Question } from '#core/run/event';
import { say, wording } from '#core/text';
import type { Attempt } from './services.ts';

/** What an attempt counts for in a budget: its real price when that is known, else the upper end of the expected one. */
function countsFor(attempt: Attempt): number {
  return costNothing(attempt) ? 0 : (attempt.cost?.to ?? attempt.price?.to ?? 0);
}

/** Whether a creating request may be made, and what it is expected to cost. Prices in US dollars. */
export type Permission =
  | { readonly kind: 'granted'; readonly price: PriceRange | undefined }
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'refused'; readonly error: AppError };

/**
 * Watches over the money of one run. It counts what was submitted, at the upper end of its price, before the answer is
 * there; it cannot stop what is already at the gateway.
 */
export class Purse {
  private spent = 0;

  constructor(
    private readonly prices: PriceTable | undefined,
    /** Undefined: without one. */
    private readonly budget: number | undefined,
    attempts: readonly Attempt[],
  ) {
    this.count(attempts);
  }

  /** What the call would cost; undefined when unknown. */
  priceOf(call: PreparedCall): PriceRange | undefined {
    if (call.model === undefined) return undefined;
    return this.prices?.priceOf(call.model, call.params, promptOf(call)?.length ?? 0);
  }

  /** Checks a request and, when it is granted, counts it at once. `allowed`: the user has agreed to an unknown price. */
  reserve(call: PreparedCall, allowed: boolean): Permission {
    const price = this.priceOf(call);
    if (this.budget === undefined) return { kind: 'granted', price };
    if (price === undefined) {
      if (allowed) return { kind: 'granted', price };
      return {
        kind: 'ask',
        question: {
          kind: 'price',
          ...wording(
            say(
              'The price of {model} is unknown, so the budget cannot be kept for sure.',
              '{model} 的价格未知，无法保证不超出预算。',
              { model: call.model ?? call.recipe.id },
            ),
          ),
          choices: ['allow', 'give-up'],
        },
      };
    }
    if (exceeds(this.spent + price.to, this.budget)) {
      const message = say(
        'This call may cost up to {price}; of the budget of {budget}, {left} is left.',
        '这次调用最多可能花费 {price}；预算为 {budget}，还剩 {left}。',
        { price: dollars(price.to), budget: dollars(this.budget), left: dollars(this.budget - this.spent) },
      );
      const hint = {
        en: 'Raise the budget (in a terminal with --budget) and run what failed again; what is done is kept.',
        zh: '请提高预算（终端中用 --budget）后重新运行失败的部分，已完成的结果会保留。',
      };
      return { kind: 'refused', error: new AppError('budget.exceeded', message, { hint, billed: 'no' }) };
    }
    this.spent += price.to;
    return { kind: 'granted', price };
  }

  /** What a call really cost, as far as the gateway tells; counted from then on instead of what was expected. */
  settle(attempt: Attempt, usage: TokenUsage | undefined): PriceRange | undefined {
    const { model, price } = attempt;
    const cost = usage === undefined || model === undefined ? undefined : this.prices?.costOf(model, usage);
    if (cost !== undefined) this.spent = Math.max(0, this.spent + cost.to - (price?.to ?? 0));
    return cost;
  }

  /** What is left of the budget; undefined without one. */
  get left(): number | undefined {
    return this.budget === undefined ? undefined : Math.max(0, this.budget - this.spent);
  }

  /** Counts what runs cost that answered functions of this one. */
  count(attempts: readonly Attempt[]): void {
    for (const attempt of attempts) this.spent += countsFor(attempt);
  }

  /** Gives back what was counted for a request that cost nothing. */
  release(price: PriceRange | undefined): void {
    this.spent = Math.max(0, this.spent - (price?.to ?? 0));
  }
}

/** An amount as people write it; small ones keep their first digits. */
export function dollars(amount: number): string {
  const digits = amount !== 0 && Math.abs(amount) < 0.01 ? 4 : 2;
  return `$${Math.max(0, amount).toFixed(digits)}`;
}

/** The text that a call is about. */
export function promptOf(call: Pick<PreparedCall, 'inputs' | 'params'>): string | undefined {
  for (const name of ['prompt', 'text']) {
    const value = call.inputs[name] ?? call.params[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}
