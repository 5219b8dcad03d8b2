import type { AppError } from '#core/errors';
import type { Clock } from '../../executor/services.ts';
import { beatLife } from '../../store/owner-record.ts';

/** Whether this program may buy: not while another computer works in the same home folder. */
export interface Buying {
  /** Another computer's owner was seen: nothing is bought until it has not been seen for as long as an owner counts as there. */
  refuse(why: AppError): void;
  /** Why nothing is bought now. */
  refusal(): AppError | undefined;
}

export function createBuying(clock: Pick<Clock, 'now'>): Buying {
  let last: { readonly why: AppError; readonly at: number } | undefined;
  return {
    refuse(why) {
      last = { why, at: clock.now() };
    },
    // Each of the two writes over the other's record now and then, so one look without it says little.
    refusal: () => (last !== undefined && clock.now() - last.at < beatLife ? last.why : undefined),
  };
}
