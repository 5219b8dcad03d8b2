import type { ErrorInfo } from '#core/errors';
import { noAnswer, type Refusal } from './errors.ts';

/** What a refused or lost creating request means for the money. */
export type Verdict =
  | { readonly kind: 'rejected'; readonly error: ErrorInfo }
  | { readonly kind: 'ambiguous'; readonly error: ErrorInfo }
  | { readonly kind: 'unsent'; readonly error: ErrorInfo };

/** Answers of proxies in front of the gateway: whether the request was carried out is open. */
export function isProxyStatus(status: number): boolean {
  return status === 502 || status === 504 || (status >= 520 && status <= 526);
}

/**
 * The verdict on an answer that is a refusal.
 * - `unsent`: 429, 503 without a channel, and the same said with HTTP 200 (Midjourney's 23 and 30, MiniMax's 1002)
 * - `ambiguous`: 502, 504, 520 to 526 whatever they say, other 5xx and 408 without the gateway's own words
 * - `rejected`: the rest, the gateway's own words with 500 among them
 */
export function judgeRefusal(refusal: Refusal, status: number, charges: boolean): Verdict {
  const { error, from } = refusal;
  if (error.code === 'gateway.rate-limited' && (status === 429 || status < 300)) return { kind: 'unsent', error };
  if (error.code === 'gateway.no-channel' && status === 503) return { kind: 'unsent', error };
  const open = isProxyStatus(status) || ((status >= 500 || status === 408) && status !== 501 && from !== 'gateway');
  return open ? lost(withNoAnswer(error, status), charges) : { kind: 'rejected', error };
}

/** The verdict when it is open what became of a request: calls that cost nothing are simply made again. */
export function lost(error: ErrorInfo, charges: boolean): Verdict {
  if (charges) return { kind: 'ambiguous', error };
  const message = error.message.replace(/[;,] (?:the request may have arrived, and )?it may have been billed/, '');
  return { kind: 'unsent', error: { ...error, message, hint: 'Patchbay tries again.', retryable: true, billed: 'no' } };
}

function withNoAnswer(error: ErrorInfo, status: number): ErrorInfo {
  const { code, message, hint, billed } = noAnswer(status);
  return {
    code,
    message,
    retryable: false,
    ...(hint !== undefined && { hint }),
    ...(billed !== undefined && { billed }),
    ...(error.details !== undefined && { details: error.details }),
  };
}
