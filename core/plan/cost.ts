import type { ErrorInfo } from '../errors.ts';

/** US dollars. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** What is told of an attempt's money: what it was expected to cost, and what it really did where that is known. */
interface Paid {
  readonly state: string;
  readonly error?: Pick<ErrorInfo, 'billed'> | undefined;
  readonly price?: Range | undefined;
  readonly cost?: Range | undefined;
}

/** What attempts cost together: what is known of it, and how many calls have no known price. US dollars. */
export interface CostSum extends Range {
  readonly calls: number;
  readonly unknown: number;
}

/** Whether a request cost nothing, or its cost was given back: a failed task is, an answer with nothing in it is not. */
export function costNothing({ state, error }: Paid): boolean {
  if (state === 'failed') return error?.billed !== 'yes';
  return state === 'rejected';
}

/** Of each attempt what it really cost, else what it was expected to. */
export function sumOfCosts(attempts: readonly Paid[]): CostSum {
  const sum = { from: 0, to: 0, calls: 0, unknown: 0 };
  for (const attempt of attempts) {
    if (costNothing(attempt)) continue;
    const amount = attempt.cost ?? attempt.price;
    sum.calls += 1;
    sum.unknown += amount === undefined ? 1 : 0;
    sum.from += amount?.from ?? 0;
    sum.to += amount?.to ?? 0;
  }
  return sum;
}
