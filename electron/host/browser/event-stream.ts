import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PushName, PushPayload } from '#core/services/contract';

/** Milliseconds between two signs of life. */
const heartbeat = 15_000;
/** How many pushes are kept for a stream that comes back, and how many bytes may wait for one that reads slowly. */
const mostKept = 512;
const mostWaiting = 32 << 20;

/** The pushes of one page, to all of its streams: an id each, so that one that comes back gets what it missed. */
export interface EventStreams {
  push<N extends PushName>(name: N, payload: PushPayload<N>): void;
  /** Answers a request with a stream that stays open. */
  open(request: IncomingMessage, response: ServerResponse): void;
  isOpen(): boolean;
  close(): void;
}

interface Kept {
  readonly id: number;
  readonly text: string;
}

/** `changed` is told when the first stream is opened and when the last one is gone. */
export function createEventStreams(changed: (isOpen: boolean) => void): EventStreams {
  const streams = new Set<ServerResponse>();
  let kept: Kept[] = [];
  let last = 0;

  const send = (response: ServerResponse, text: string): void => {
    response.write(text);
    // It comes back and asks anew for what it follows.
    if (response.writableLength > mostWaiting) response.destroy();
  };

  return {
    push(name, payload) {
      last += 1;
      const text = `id: ${last}\nevent: ${name}\ndata: ${JSON.stringify(payload)}\n\n`;
      kept.push({ id: last, text });
      if (kept.length > 2 * mostKept) kept = kept.slice(-mostKept);
      for (const response of streams) send(response, text);
    },

    open(request, response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      response.socket?.setNoDelay(true);
      response.write(': connected\n\n');
      const seen = Number(request.headers['last-event-id'] ?? Number.NaN);
      if (Number.isInteger(seen)) for (const { id, text } of kept) if (id > seen) send(response, text);
      streams.add(response);
      if (streams.size === 1) changed(true);
      const timer = setInterval(() => send(response, ': alive\n\n'), heartbeat);
      timer.unref();
      response.once('close', () => {
        clearInterval(timer);
        streams.delete(response);
        if (streams.size === 0) changed(false);
      });
    },

    isOpen: () => streams.size > 0,
    close() {
      for (const response of streams) response.end();
    },
  };
}
