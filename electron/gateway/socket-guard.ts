import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

/** The part of undici's HTTP/1 parser that matters here. */
interface Parser {
  paused: boolean;
  resume(): void;
}

function parserOf(socket: Socket): Parser | undefined {
  for (const symbol of Object.getOwnPropertySymbols(socket)) {
    const value: unknown = Reflect.get(socket, symbol);
    if (symbol.description !== 'parser' || typeof value !== 'object' || value === null) continue;
    if ('paused' in value && 'resume' in value && typeof value.resume === 'function') return value as Parser;
  }
  return undefined;
}

/**
 * undici 7 throws an AssertionError that nothing can catch when a server closes its connection while the reader of the
 * answer is behind (nodejs/undici issue 5360, mended in version 8, which needs a newer Node). This keeps the socket's
 * `end` back until the reader has caught up.
 */
export function guardSocket(socket: Socket): Socket {
  const emit = socket.emit.bind(socket);
  const guarded = (event: string | symbol, ...values: unknown[]): boolean => {
    const parser = event === 'end' ? parserOf(socket) : undefined;
    if (parser?.paused !== true) return emit(event as 'end', ...(values as []));
    const resume = parser.resume.bind(parser);
    parser.resume = () => {
      resume();
      if (parser.paused || socket.destroyed) return;
      parser.resume = resume;
      emit('end');
    };
    return true;
  };
  socket.emit = guarded as Socket['emit'];
  return socket;
}

/** A connector for undici whose sockets are guarded. */
export function guardedConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) =>
    connect(target, (...result: Parameters<buildConnector.Callback>) => {
      const [error, socket] = result;
      if (error === null && socket !== null) callback(null, guardSocket(socket) as typeof socket);
      else callback(...result);
    });
}
