import type { ErrorInfo } from '#core/errors';

/** What to do with a request of which surely nothing was done. */
export type RetryDecision =
  | { readonly kind: 'wait'; readonly milliseconds: number; readonly slowSystem: boolean }
  | { readonly kind: 'give-up' };

const seconds = 1000;

/**
 * The one policy. `tries` counts how often it was sent already (from 1), `random` gives 0 to 1 for the jitter.
 * - 429: as long as the run lives, 2 s doubling to 60 s, or what the gateway asks for; the system's queue slows down
 * - no connection: three more times, then the run is suspended
 * - no channel for the model (503): three more times, over about a minute
 */
export function decideRetry(error: ErrorInfo, tries: number, random: () => number): RetryDecision {
  if (!error.retryable) return { kind: 'give-up' };
  const jitter = 0.75 + random() / 2;
  if (error.code === 'gateway.rate-limited') {
    const own = Math.min(2 * seconds * 2 ** (tries - 1), 60 * seconds);
    return { kind: 'wait', milliseconds: Math.max(own * jitter, error.retryAfter ?? 0), slowSystem: true };
  }
  if (tries > 3) return { kind: 'give-up' };
  const base = error.code === 'gateway.no-channel' ? 5 * seconds : 0.5 * seconds;
  return {
    kind: 'wait',
    milliseconds: Math.max(base * 2 ** (tries - 1) * jitter, error.retryAfter ?? 0),
    slowSystem: false,
  };
}

/** Errors that concern the connection or the disk: they suspend the run once instead of failing node after node. */
export function concernsRun(error: ErrorInfo): boolean {
  return error.code.startsWith('connection.') || error.code === 'disk.full';
}
