import { AppError, type Billed, type ErrorCode, type ErrorInfo } from '#core/errors';
import type { Json } from '#core/value/value';
import { type Envelope, findEnvelope, isHtml } from './envelope.ts';
import { tryParseJson } from './json.ts';
import { type Meaning, meaningOf } from './words.ts';

/** What is known of an answer when it is judged. */
export interface AnswerFacts {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  /** The first part of the body as text. */
  readonly head: string;
  /** The body, when it was read as JSON already. */
  readonly json?: Json | undefined;
  /** `POST /v1/…`, for people. */
  readonly route: string;
  readonly model?: string | undefined;
  /** Whether a key was sent. */
  readonly keySent: boolean;
}

/** An answer that is no result: who says so, and the error that follows. */
export interface Refusal {
  /** `gateway`: its own error · `page`: a web page · `bare`: nothing but a status. */
  readonly from: 'gateway' | 'page' | 'bare' | 'edge';
  readonly error: ErrorInfo;
}

const longestRaw = 2048;
const longestWords = 300;

function shorten(text: string, length: number): string {
  const clean = text.replace(/\s+/g, ' ').trim();
  return clean.length <= length ? clean : `${clean.slice(0, length - 1)}…`;
}

/** Milliseconds from a Retry-After header in seconds or as a date. */
export function retryAfterOf(headers: Readonly<Record<string, string>>, now = Date.now()): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Judges an answer: a refusal with its error, or undefined when it reports no error. */
export function findRefusal(facts: AnswerFacts): Refusal | undefined {
  const { status, contentType, head } = facts;
  const page = isHtml(contentType, head);
  const envelope = page ? undefined : findEnvelope(facts.json ?? tryParseJson(head), status);
  if (envelope === undefined && status >= 200 && status < 300 && !page) return undefined;
  const from = page ? 'page' : envelope === undefined ? 'bare' : envelope.shape === 'edge' ? 'edge' : 'gateway';
  return { from, error: toError(facts, envelope, page) };
}

function toError(facts: AnswerFacts, envelope: Envelope | undefined, page: boolean): ErrorInfo {
  const said = envelope?.message ?? '';
  const requestId =
    facts.headers['x-oneapi-request-id'] ??
    facts.headers['x-request-id'] ??
    envelope?.requestId ??
    /request id: ([\w-]+)/i.exec(said)?.[1];
  const judged = judge(facts, envelope, page);
  return new AppError(judged.code, judged.message, {
    hint: judged.hint,
    retryable: judged.retryable ?? false,
    retryAfter: retryAfterOf(facts.headers),
    billed: judged.billed ?? 'no',
    details: {
      status: facts.status,
      route: facts.route,
      ...(requestId !== undefined && { requestId }),
      ...(envelope?.code !== undefined && { code: envelope.code }),
      ...(said !== '' && { message: shorten(said, longestRaw) }),
      raw: facts.head.slice(0, longestRaw),
    },
  }).info;
}

interface Judged {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly retryable?: boolean;
  readonly billed?: Billed;
}

function judge(facts: AnswerFacts, envelope: Envelope | undefined, page: boolean): Judged {
  const { status } = facts;
  const said = shorten(envelope?.message ?? '', longestWords);
  const tail = said === '' ? '' : `: ${said}`;
  if (page && (status < 300 || status === 404 || status === 405)) return noRoute(facts);
  if (status >= 300 && status < 400) return redirected(facts);
  const meaning = envelope === undefined ? undefined : meaningOf(envelope.shape, envelope.code, envelope.message);
  if (status === 401 && meaning !== 'balance') return keyRefused(facts, tail);
  if (meaning === 'balance') return noBalance(tail);
  if (status === 429) return rateLimited(tail);
  if (meaning !== undefined) {
    const judged = byMeaning(meaning, facts, tail);
    if (judged !== undefined) return judged;
  }
  if (status === 404 && envelope === undefined) return noRoute(facts);
  if (status === 413) {
    return {
      code: 'gateway.rejected',
      message: `The request is larger than the gateway takes (HTTP 413)${tail}.`,
      hint: 'Use smaller files.',
    };
  }
  if (status >= 500 && (envelope === undefined || envelope.shape === 'edge')) return noAnswer(status);
  return {
    code: 'gateway.rejected',
    message:
      said === '' ? `The gateway refused the request (HTTP ${status}).` : `The gateway refused the request: ${said}`,
    hint:
      status === 403
        ? 'Check in the console of the gateway what the key may do: models, group, addresses.'
        : hintFor(status),
    retryable: status === 500 || status === 502 || status === 504,
  };
}

function hintFor(status: number): string {
  return status >= 500
    ? 'The fault is on the side of the gateway; try again later or with another model.'
    : 'Change what it complains about and run the node again.';
}

function byMeaning(meaning: Meaning, facts: AnswerFacts, tail: string): Judged | undefined {
  switch (meaning) {
    case 'key':
      return keyRefused(facts, tail);
    case 'balance':
      return noBalance(tail);
    case 'limit':
      return rateLimited(tail);
    case 'channel':
      return {
        code: 'gateway.no-channel',
        message: `The gateway has no channel for ${facts.model === undefined ? 'this call' : `the model ${facts.model}`} in the group of the key${tail}`,
        hint: 'Choose another model, or give the key a group that has it.',
        retryable: facts.status === 503 || facts.status === 429,
      };
    case 'route':
      return noRoute(facts);
    case 'content':
      return {
        code: 'gateway.refused-content',
        message: `The gateway refused the content${tail}`,
        hint: 'Change the prompt or the pictures.',
      };
    case 'model-denied':
      return {
        code: 'gateway.rejected',
        message: `The key may not use ${facts.model ?? 'this model'}${tail}`,
        hint: 'Allow the model for the key in the console of the gateway, or choose another one.',
      };
    case 'task-gone':
      return { code: 'task.not-found', message: `The gateway does not know the task${tail}` };
  }
}

function keyRefused(facts: AnswerFacts, tail: string): Judged {
  if (!facts.keySent) {
    return {
      code: 'connection.no-key',
      message: 'The gateway wants a key, and the connection has none.',
      hint: 'Enter the key in the settings of the connection.',
    };
  }
  return {
    code: 'connection.key-refused',
    message: `The gateway refused the key${tail}`,
    hint: 'Check the key in the settings of the connection, and its state in the console of the gateway.',
  };
}

function noBalance(tail: string): Judged {
  return {
    code: 'connection.no-balance',
    message: `The balance of the account or the quota of the key is used up${tail}`,
    hint: 'Top up the account or raise the quota of the key, then go on with the run.',
  };
}

function rateLimited(tail: string): Judged {
  return {
    code: 'gateway.rate-limited',
    message: `The gateway has too many requests at the moment${tail}`,
    hint: 'Patchbay waits and tries again; another model may be free at once.',
    retryable: true,
  };
}

function noRoute(facts: AnswerFacts): Judged {
  return {
    code: 'gateway.no-route',
    message: `This gateway has no ${facts.route}.`,
    hint: 'The function is missing on this site: use another model or another connection, or check the base URL.',
  };
}

function redirected(facts: AnswerFacts): Judged {
  const location = facts.headers['location'];
  return {
    code: 'gateway.no-route',
    message: `The gateway sends ${facts.route} to another address${location === undefined ? '' : ` (${shorten(location, 120)})`}, and Patchbay does not follow with a request that costs.`,
    hint: 'Set the base URL to the address that it names; often only https:// is missing.',
  };
}

/** The sentence of everything that may have been billed without an answer. */
export function noAnswer(status?: number): Judged {
  const why = status === undefined ? 'No answer came' : `Only a proxy answered (HTTP ${status})`;
  return {
    code: 'gateway.no-answer',
    message: `${why}; the request may have arrived, and it may have been billed.`,
    hint: 'Look in the console of the gateway whether it was made before sending it again.',
    billed: 'maybe',
  };
}
