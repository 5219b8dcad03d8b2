import type { ErrorInfo } from '#core/errors';
import { messageIn, wording } from '#core/text';
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
  const { en, zh } = messageIn(error);
  const message = {
    en: en.replace(/[;,] (?:the request may have arrived, and )?it may have been billed/, ''),
    zh: zh.replace(/[；，](?:请求可能已到达，也)?可能已计费/, ''),
  };
  const said = wording(message, { en: 'Patchbay tries again.', zh: 'Patchbay 会再次尝试。' });
  return { kind: 'unsent', error: { ...error, ...said, retryable: true, billed: 'no' } };
}

function withNoAnswer(error: ErrorInfo, status: number): ErrorInfo {
  const { code, message, hint, billed } = noAnswer(status);
  return {
    code,
    ...wording(message, hint),
    retryable: false,
    ...(billed !== undefined && { billed }),
    ...(error.details !== undefined && { details: error.details }),
  };
}
