import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../executor/services.ts';

/** The longest time that a timer takes, in milliseconds; longer sleeps are cut to it. */
const longest = 2 ** 31 - 1;

/** Real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    try {
      await wait(Math.min(Math.max(0, milliseconds), longest), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // The signal's own reason says why; the timer only says that it was aborted.
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
