import { subscribe } from 'node:diagnostics_channel';

/** What is needed of undici's parser of one connection. */
interface Parser {
  paused: boolean;
  ptr: unknown;
  readonly llhttp: { llhttp_resume(ptr: unknown): void };
  readonly socket: { readonly readableLength: number };
  execute(chunk: Buffer): void;
  finish(): Error | null;
}

const empty = Buffer.alloc(0);
const mended = new WeakSet<object>();
let isSubscribed = false;

/**
 * Mends a fault of undici 7 (nodejs/undici#5360, mended in 8 only, which needs a newer Node): when an answer with
 * `Connection: close` ends just while its reader takes a breath, the parser ends the whole process by an assertion that
 * nobody can catch, in the middle of whatever else is being paid for. All of the answer has arrived then; it only has to
 * be told to go on to its end. Called before the first connection; calling it again does nothing.
 */
export function mendPausedEnd(): void {
  if (isSubscribed) return;
  isSubscribed = true;
  subscribe('undici:client:connected', (message) => {
    const parser = parserOf(message);
    const prototype: unknown = parser === undefined ? undefined : Object.getPrototypeOf(parser);
    if (!isParser(parser) || typeof prototype !== 'object' || prototype === null || mended.has(prototype)) return;
    mended.add(prototype);
    const { finish } = parser;
    Object.assign(prototype, {
      finish(this: Parser): Error | null {
        if (!this.paused) return finish.call(this);
        if (this.socket.readableLength > 0) return new Error('the connection broke while the answer was read');
        goOn(this);
        this.execute(empty);
        if (this.ptr === null) return null;
        // An answer without a length stops once more, as only the end of the connection ends it.
        if (this.paused) goOn(this);
        return finish.call(this);
      },
    });
  });
}

function goOn(parser: Parser): void {
  parser.llhttp.llhttp_resume(parser.ptr);
  parser.paused = false;
}

function parserOf(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || !('socket' in message)) return undefined;
  const { socket } = message;
  if (typeof socket !== 'object' || socket === null) return undefined;
  const key = Object.getOwnPropertySymbols(socket).find((symbol) => symbol.description === 'parser');
  return key === undefined ? undefined : Reflect.get(socket, key);
}

function isParser(value: unknown): value is Parser {
  if (typeof value !== 'object' || value === null) return false;
  const isCallable = (name: string): boolean => typeof Reflect.get(value, name) === 'function';
  return 'paused' in value && 'llhttp' in value && 'ptr' in value && isCallable('execute') && isCallable('finish');
}
