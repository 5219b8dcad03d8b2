import { AppError } from '#core/errors';
import type { GatewayCatalogue } from '#core/gateway/contract';
import type { RunState } from '#core/run/state';
import type { Clock } from '../../executor/services.ts';
import { type AccountFacts, askAccount } from './connect.ts';

/** Milliseconds between two looks: soon at first, as most troubles of a network are short, then more and more seldom. */
export const shortestPause = 2_000;
export const longestPause = 60_000;

/** Whether a run stopped because its gateway cannot be reached, which may pass without anybody's doing. */
export function hasLostConnection({ phase }: RunState): boolean {
  return phase.state === 'suspended' && phase.why === 'connection' && phase.code === 'connection.unreachable';
}

/**
 * Looks for a gateway until it answers, and gives what it says of models and prices; undefined when the time is up.
 * @param until milliseconds of the clock
 * @throws AppError `connection.*` for what somebody has to mend; the reason of the signal
 */
export async function untilReachable(
  gateway: GatewayCatalogue,
  clock: Clock,
  until: number,
  signal: AbortSignal,
): Promise<AccountFacts | undefined> {
  for (let pause = shortestPause; clock.now() < until; pause = Math.min(2 * pause, longestPause)) {
    await clock.sleep(Math.min(pause, until - clock.now()), signal);
    try {
      return await askAccount(gateway);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'connection.unreachable') throw error;
    }
  }
  return undefined;
}
