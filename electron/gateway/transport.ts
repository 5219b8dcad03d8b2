import type { Readable } from 'node:stream';
import { DecoratorHandler, type Dispatcher } from 'undici';
import { createDispatchers, type Dispatchers } from './dispatchers.ts';
import { mendPausedEnd } from './paused-end.ts';
import type { Resolve, TimeLimits } from './settings.ts';

/** A request as bytes: nothing of recipes is left in it. */
export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | (() => AsyncIterable<Uint8Array>) | undefined;
  readonly signal: AbortSignal;
  /** Waits as long as something may take to be made, else as long as a question may take. */
  readonly patience: 'create' | 'query';
  readonly fresh: boolean;
  readonly guarded?: boolean;
  /**
   * Called when all but the last byte of the body has been handed to the system: until then nobody can act on the
   * request. What it throws stops the request.
   */
  readonly beforeLast?: () => void;
}

/** An answer whose body is still on its way. `release` must be called when one is done with it, read to the end or not. */
export interface Incoming {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
  release(): Promise<void>;
}

/** No answer came. `sent` tells whether a byte of the request may have left. */
export class SendFailure extends Error {
  constructor(
    readonly sent: boolean,
    override readonly cause: unknown,
  ) {
    super('no answer');
  }
}

export interface Transport {
  /** @throws SendFailure, also when the signal is aborted */
  send(request: Outgoing): Promise<Incoming>;
  close(): Promise<void>;
}

interface TransportOptions {
  readonly limits: TimeLimits;
  readonly proxy: Parameters<typeof createDispatchers>[0]['proxy'];
  readonly resolve: Resolve;
}

/** HTTP by undici: time limits by phase, a fresh connection where asked for, and knowledge of whether anything left. */
export function createTransport(options: TransportOptions): Transport {
  const { limits } = options;
  mendPausedEnd();
  const dispatchers = createDispatchers({
    connectTimeout: limits.connect,
    proxy: options.proxy,
    resolve: options.resolve,
  });
  return {
    send: (request) => send(request, limits, dispatchers),
    close: () => dispatchers.close(),
  };
}

async function send(request: Outgoing, limits: TimeLimits, dispatchers: Dispatchers): Promise<Incoming> {
  let sent = false;
  let release = (): Promise<void> => Promise.resolve();
  const connecting = new AbortController();
  // The limit of undici covers one try to connect; through a proxy there can be several, so this one covers them all.
  const watch = setTimeout(
    () => connecting.abort(Object.assign(new Error('connect timeout'), { code: 'UND_ERR_CONNECT_TIMEOUT' })),
    limits.connect + 1000,
  );
  watch.unref();
  try {
    request.signal.throwIfAborted();
    const route = { url: request.url, fresh: request.fresh, guarded: request.guarded ?? false };
    const opened = dispatchers.open(route);
    release = opened.release;
    const watched = watchStart(opened.dispatcher, () => {
      clearTimeout(watch);
      if (request.body === undefined) request.beforeLast?.();
      sent = true;
    });
    const length = bodyLength(request);
    const answer: Dispatcher.ResponseData = await watched.request({
      origin: request.url.origin,
      path: request.url.pathname + request.url.search,
      method: request.method,
      headers: { ...request.headers, ...(length !== undefined && { 'content-length': String(length) }) },
      body: bodyOf(request),
      signal: AbortSignal.any([request.signal, connecting.signal]),
      headersTimeout: request.patience === 'create' ? limits.createHeaders : limits.queryHeaders,
      bodyTimeout: limits.bodyIdle,
      ...(request.fresh && { reset: true }),
    });
    const headers = flatHeaders(answer.headers);
    return {
      status: answer.statusCode,
      headers,
      contentType: (headers['content-type'] ?? '').toLowerCase(),
      body: answer.body,
      async release() {
        answer.body.on('error', ignore);
        answer.body.destroy();
        await opened.release();
      },
    };
  } catch (error) {
    await release();
    throw new SendFailure(sent, request.signal.aborted ? request.signal.reason : error);
  } finally {
    clearTimeout(watch);
  }
}

/** Bytes; undefined when undici finds it out by itself, or nobody knows. */
function bodyLength({ body, beforeLast, headers }: Outgoing): number | undefined {
  if (typeof body === 'function') {
    const told = headers['content-length'];
    return told === undefined ? undefined : Number(told);
  }
  return body === undefined || beforeLast === undefined ? undefined : Buffer.byteLength(body);
}

/** Iterables are written chunk by chunk with back-pressure; the types of undici know only streams. */
function bodyOf(request: Outgoing): string | Readable | null {
  const { body, beforeLast } = request;
  const length = bodyLength(request);
  if (beforeLast === undefined || body === undefined || length === undefined) {
    return typeof body === 'function' ? (body() as unknown as Readable) : (body ?? null);
  }
  const chunks = typeof body === 'string' ? [Buffer.from(body)] : body();
  return holdLast(chunks, length, beforeLast) as unknown as Readable;
}

/** The same bytes; the last one comes alone, after `beforeLast`. */
async function* holdLast(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  length: number,
  beforeLast: () => void,
): AsyncGenerator<Uint8Array> {
  let left = length;
  for await (const chunk of chunks) {
    left -= chunk.byteLength;
    if (left > 0 || chunk.byteLength === 0) {
      yield chunk;
      continue;
    }
    if (chunk.byteLength > 1) yield chunk.subarray(0, -1);
    beforeLast();
    yield chunk.subarray(-1);
  }
}

/** Destroying a body that nobody wants any more is reported as an error of the body; it is none. */
function ignore(): void {
  return;
}

type RequestStart = NonNullable<Dispatcher.DispatchHandler['onRequestStart']>;
/** It is there, but the types of the base class do not tell. */
const passStart = Reflect.get(DecoratorHandler.prototype, 'onRequestStart') as RequestStart;

class StartWatcher extends DecoratorHandler {
  constructor(
    handler: Dispatcher.DispatchHandler,
    private readonly onStart: () => void,
  ) {
    super(handler);
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.onStart();
    passStart.call(this, controller, context);
  }
}

/** Calls `onStart` when the connection stands and the request is about to be written. */
function watchStart(dispatcher: Dispatcher, onStart: () => void): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => dispatch(options, new StartWatcher(handler, onStart)));
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
