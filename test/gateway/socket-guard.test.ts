import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedConnector } from '#electron/gateway/socket-guard';

const size = 512 * 1024;

/** Answers with a body that is longer than any buffer and closes at once. */
function answer(socket: Socket, framing: 'length' | 'end' | 'chunked' | 'cut'): void {
  const body = Buffer.alloc(size, 'a');
  const head = `HTTP/1.1 200 OK\r\nConnection: close\r\n`;
  if (framing === 'length') socket.write(`${head}Content-Length: ${size}\r\n\r\n`);
  else if (framing === 'cut') socket.write(`${head}Content-Length: ${size * 2}\r\n\r\n`);
  else if (framing === 'chunked') socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n`);
  else socket.write(`${head}\r\n`);
  socket.end(framing === 'chunked' ? Buffer.concat([body, Buffer.from('\r\n0\r\n\r\n')]) : body);
}

let url = '';
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (data) => answer(socket, (/GET \/(\w+)/.exec(data.toString())?.[1] ?? 'length') as 'length'));
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => server.close());

/** Reads the body only after the server has sent all and closed. */
async function readLate(framing: string): Promise<number> {
  const dispatcher = new Agent({ connect: guardedConnector({}), pipelining: 0 });
  try {
    const closed = once(server, 'connection').then(([socket]) => once(socket as Socket, 'finish'));
    const { body } = await request(`${url}/${framing}`, { dispatcher });
    await closed;
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    let bytes = 0;
    for await (const chunk of body) {
      bytes += (chunk as Buffer).length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return bytes;
  } finally {
    await dispatcher.destroy();
  }
}

describe('a server that closes while its answer is still being read', () => {
  it.each(['length', 'end', 'chunked'])('does not end the program, and nothing is lost (%s)', async (framing) => {
    await expect(readLate(framing)).resolves.toBe(size);
  });

  it('is found out when its answer was cut', async () => {
    await expect(readLate('cut')).rejects.toThrow();
  });
});
