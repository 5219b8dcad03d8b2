import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Answer } from './answer.ts';

/** How an answer is spoiled on its way out: cut after half of its body, or slowed down. */
export interface Spoiling {
  readonly cut?: boolean;
  readonly bytesPerSecond?: number;
}

/** Milliseconds. */
const timeToRead = 50;

/** Writes an answer. Returns true when the whole of it was handed to the socket, false when it was cut or the client went away. */
export async function deliver(
  response: ServerResponse,
  answer: Answer,
  clock: Clock,
  spoiling: Spoiling = {},
): Promise<boolean> {
  const { body } = answer;
  const headOnly = response.req.method === 'HEAD' || answer.status === 304 || answer.status === 204;
  const length = body.kind === 'bytes' ? body.bytes.length : body.kind === 'file' ? body.length : undefined;
  const sized = length === undefined || answer.status === 304 ? {} : { 'content-length': String(length) };
  response.writeHead(answer.status, { ...answer.headers, ...sized });
  if (headOnly) return finish(response);
  response.flushHeaders();
  const total = body.kind === 'events' ? body.events.length : (length ?? 0);
  const limit = spoiling.cut ? Math.floor(total / 2) : total;
  const whole = await writeParts(response, parts(answer, limit, clock, spoiling));
  if (whole && !spoiling.cut) return finish(response);
  await flushed(response);
  // A client throws away what it has not read yet when the connection breaks.
  await clock.sleep(timeToRead);
  response.destroy();
  return false;
}

async function* parts(answer: Answer, limit: number, clock: Clock, spoiling: Spoiling): AsyncGenerator<Uint8Array> {
  const { body } = answer;
  if (body.kind === 'events') {
    for (const event of body.events.slice(0, limit)) {
      yield new TextEncoder().encode(event);
      if (body.delayMs > 0) await clock.sleep(body.delayMs);
    }
    return;
  }
  if (limit === 0) return;
  const source: AsyncIterable<Uint8Array> | Iterable<Uint8Array> =
    body.kind === 'bytes'
      ? [body.bytes.subarray(0, limit)]
      : createReadStream(body.path, { start: body.start, end: body.start + limit - 1 });
  for await (const chunk of source) {
    if (spoiling.bytesPerSecond === undefined) yield chunk;
    else yield* slowly(chunk, spoiling.bytesPerSecond, clock);
  }
}

async function* slowly(chunk: Uint8Array, bytesPerSecond: number, clock: Clock): AsyncGenerator<Uint8Array> {
  const step = Math.max(1, Math.floor(bytesPerSecond / 10));
  for (let start = 0; start < chunk.length; start += step) {
    const piece = chunk.subarray(start, start + step);
    yield piece;
    await clock.sleep((piece.length * 1000) / bytesPerSecond);
  }
}

async function writeParts(response: ServerResponse, pieces: AsyncIterable<Uint8Array>): Promise<boolean> {
  for await (const piece of pieces) {
    if (response.destroyed || response.socket?.destroyed) return false;
    if (!response.write(piece)) await drained(response);
  }
  return !response.destroyed;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

/** Waits until what was written has left for the socket, so that a cut body really has its first half. */
function flushed(response: ServerResponse): Promise<void> {
  const { socket } = response;
  if (!socket || socket.destroyed || socket.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.write('', () => resolve());
  });
}

function finish(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    response.once('finish', () => resolve(true));
    response.once('close', () => resolve(response.writableFinished));
    response.end();
  });
}
