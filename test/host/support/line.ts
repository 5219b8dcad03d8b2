import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterTest } from './server.ts';

/** A network on the way to a gateway, which can be cut. */
export interface Line {
  /** The gateway's address behind it. */
  readonly url: string;
  /** Ends every connection; further ones are refused, or begin and are dropped at once. */
  cut(how: 'refuse' | 'drop'): Promise<void>;
  mend(): Promise<void>;
  /** How many connections were dropped since the cut. */
  dropped(): number;
}

/** A line to the server at this address. */
export async function startLine(to: string): Promise<Line> {
  const target = Number(new URL(to).port);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    // What the other side does to a connection is no fault of the line.
    socket.on('error', () => socket.destroy());
    return socket.on('close', () => sockets.delete(socket));
  };
  let dropped: number | undefined;
  const server = createServer((socket) => {
    if (dropped !== undefined) {
      dropped += 1;
      keep(socket).destroy();
      return;
    }
    const onward = keep(connect(target, '127.0.0.1'));
    keep(socket).pipe(onward).pipe(socket);
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
  });
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  afterTest(async () => {
    endAll();
    if (server.listening) await close();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async cut(how) {
      if (how === 'drop') dropped = 0;
      const closed = how === 'refuse' ? close() : undefined;
      endAll();
      await closed;
    },
    async mend() {
      dropped = undefined;
      if (!server.listening) await listen(port);
    },
    dropped: () => dropped ?? 0,
  };
}
