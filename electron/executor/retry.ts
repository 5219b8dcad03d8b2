import { AppError, type ErrorInfo } from '#core/errors';

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

/** Whether a request was kept from being sent by something here that passes: no room, or another computer at work. */
export function isHeldBack(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'disk.full' || error.code === 'home.busy');
}

/**
 * What a run waits for after this error: the connection, room on the disk, or a home folder that no other computer works
 * in. Such errors suspend the run once instead of failing node after node. Undefined for those of one node.
 */
export function suspendedBy(error: ErrorInfo): 'connection' | 'disk' | 'home' | undefined {
  if (error.code === 'disk.full') return 'disk';
  if (error.code === 'home.busy') return 'home';
  return error.code.startsWith('connection.') ? 'connection' : undefined;
}
