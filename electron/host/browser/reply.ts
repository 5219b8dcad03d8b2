import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type ErrorInfo, toAppError } from '#core/errors';
import type { LocalText } from '#core/text';

/** What every answer carries: nothing of it may be read, framed or guessed at by others. */
const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

/** Sets the headers that every answer carries. */
export function guard(response: ServerResponse): void {
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
  });
  response.end(body);
}

export function sendError(response: ServerResponse, status: number, thrown: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const error: ErrorInfo = toAppError(thrown).info;
  // What is still to come of a request that was refused is not waited for.
  const { complete, headers } = response.req;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  if (!complete && hasBody) response.setHeader('connection', 'close');
  sendJson(response, status, { ok: false, error });
}

export function refuse(response: ServerResponse, status: number, message: LocalText): void {
  sendError(response, status, new AppError('usage.invalid', message));
}

/**
 * Reads a JSON body of at most `limit` bytes. One that takes longer than `patience` (milliseconds) is cut off.
 * @throws AppError `usage.invalid` when it is none or too long
 */
export async function readJsonBody(request: IncomingMessage, limit: number, patience?: number): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    const message = { en: 'The body must be application/json.', zh: '请求内容必须是 application/json。' };
    throw new AppError('usage.invalid', message);
  }
  const timer = patience === undefined ? undefined : setTimeout(() => request.destroy(), patience);
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > limit) throw new AppError('usage.invalid', { en: 'The body is too long.', zh: '请求内容过长。' });
      parts.push(part);
    }
  } finally {
    clearTimeout(timer);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    throw new AppError('usage.invalid', { en: 'The body is not JSON.', zh: '请求内容不是 JSON。' });
  }
}
