import { type Answer, bytesAnswer, consolePage } from '../http/answer.ts';
import type { FaultBook, FaultTarget } from './book.ts';
import { putField, takeField } from './fields.ts';
import type { CheckedFault } from './rule.ts';

/** Faults that concern one request and its answer. */
export type RequestFault = Exclude<
  CheckedFault,
  { kind: 'refuse' | 'task-status' | 'task-fails' | 'completed-empty-url' | 'big-number-id' }
>;

/** The kinds that can befall any request. */
const REQUEST_KINDS = [
  'reset-before-answer',
  'cut-body',
  'stall',
  'status',
  'created-then-status',
  'html-200',
  'slow-body',
  'change-json',
  'stream-error',
] as const;
const RESULT_KINDS = ['result-404', 'result-html'] as const;

/** The fault for a request whose body has been received; those of results fit downloads only. */
export function takeRequestFault(book: FaultBook, target: FaultTarget): RequestFault | undefined {
  const isResult = target.path.startsWith('/files/') || /^\/v1\/videos\/[^/]+\/content$/.test(target.path);
  return book.take(isResult ? [...REQUEST_KINDS, ...RESULT_KINDS] : REQUEST_KINDS, target);
}

/** The answer that a fault gives in place of the route's, if it does. For `created-then-status` the route runs first. */
export function spoiledAnswer(fault: RequestFault | undefined): Answer | undefined {
  switch (fault?.kind) {
    case 'status':
    case 'created-then-status': {
      const answer = bytesAnswer(fault.body ?? '', fault.contentType ?? guessType(fault.body ?? ''), fault.status);
      return { ...answer, headers: { ...answer.headers, ...lowerCase(fault.headers ?? {}) } };
    }
    case 'html-200':
    case 'result-html':
      return consolePage();
    case 'result-404':
      return bytesAnswer('Not Found\n', 'text/plain; charset=utf-8', 404);
    default:
      return undefined;
  }
}

/** The route's answer with what `change-json` and `stream-error` do to it; other faults leave it as it is. */
export function changedAnswer(fault: RequestFault | undefined, answer: Answer): Answer {
  const { body } = answer;
  if (fault?.kind === 'change-json' && body.kind === 'bytes' && answer.headers['content-type']?.includes('json')) {
    const fields: unknown = JSON.parse(new TextDecoder().decode(body.bytes));
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return answer;
    for (const [from, to] of Object.entries(fault.move ?? {})) {
      const value = takeField(fields, from);
      if (value !== undefined) putField(fields, to, value);
    }
    for (const [name, value] of Object.entries(fault.set ?? {})) putField(fields, name, value);
    for (const name of fault.remove ?? []) takeField(fields, name);
    return { ...answer, body: { kind: 'bytes', bytes: new TextEncoder().encode(JSON.stringify(fields)) } };
  }
  if (fault?.kind === 'stream-error' && body.kind === 'events') {
    const error = { error: { message: fault.error, type: 'upstream_error', param: null, code: 'upstream_error' } };
    const last = fault.error === undefined ? [] : [`data: ${JSON.stringify(error)}\n\n`];
    return { ...answer, body: { ...body, events: [...body.events.slice(0, body.events.length / 2), ...last] } };
  }
  return answer;
}

/** Does the route run, and so buy its job, although its answer is spoiled? */
export function runsRoute(fault: RequestFault | undefined): boolean {
  return !['status', 'html-200', 'result-404', 'result-html'].includes(fault?.kind ?? '');
}

function guessType(body: string): string {
  if (/^\s*[{[]/.test(body)) return 'application/json; charset=utf-8';
  return /^\s*</.test(body) ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
