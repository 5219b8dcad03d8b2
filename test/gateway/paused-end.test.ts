import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits } from '../../electron/gateway/settings.ts';
import { createTransport } from '../../electron/gateway/transport.ts';

const framings: Readonly<Record<string, (body: Buffer) => string>> = {
  'with a length': (body) => `Content-Length: ${body.length}\r\n`,
  'that ends with the connection': () => '',
};

describe('an answer that ends while its reader takes a breath', () => {
  let answer: (socket: Socket) => void = () => undefined;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  const transport = createTransport({ limits: defaultLimits, proxy: undefined, resolve: async () => [] });
  afterAll(async () => {
    await transport.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  const read = async (fresh: boolean): Promise<number> => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const incoming = await transport.send({
      method: 'GET',
      url: new URL(`http://127.0.0.1:${port}/`),
      headers: {},
      signal: new AbortController().signal,
      patience: 'query',
      fresh,
    });
    // The reader is busy with something else, long enough for the end to arrive.
    await sleep(100);
    let length = 0;
    for await (const chunk of incoming.body) length += chunk.length;
    await incoming.release();
    return length;
  };

  for (const [name, framing] of Object.entries(framings)) {
    for (const fresh of [true, false]) {
      it(`is whole: one ${name}, on a ${fresh ? 'fresh' : 'kept'} connection`, async () => {
        for (const length of [65_536, 65_537, 131_072]) {
          const body = Buffer.alloc(length, 'a');
          answer = (socket) => {
            socket.write(`HTTP/1.1 200 OK\r\n${framing(body)}Connection: close\r\n\r\n`);
            socket.end(body);
          };
          expect(await read(fresh)).toBe(length);
        }
      });
    }
  }

  it('is not taken for whole when it is cut', async () => {
    answer = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 70000\r\nConnection: close\r\n\r\n');
      socket.end(Buffer.alloc(65_536, 'a'));
    };
    await expect(read(true)).rejects.toThrow();
  });
});
