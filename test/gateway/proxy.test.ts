import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { json } from './support/server.ts';
import { client, imageCall, onEnd, serve, submit } from './support/world.ts';

/** A proxy that opens tunnels to one server, whatever name it is asked for, or refuses with a status. */
async function startProxy(target: string, refuse?: number) {
  const asked: string[] = [];
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const to = connect(Number(new URL(target).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      to.pipe(socket).pipe(to);
    });
    to.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onEnd(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const answer = { data: [{ url: 'https://x/1.png' }] };

describe('the proxy of the environment', () => {
  it.each(['http_proxy', 'HTTP_PROXY', 'ALL_PROXY'])('is used when %s names it', async (name) => {
    const server = await serve((_, response) => json(response, answer));
    const proxy = await startProxy(server.url);
    const gateway = client('http://gateway.example', { environment: { [name]: proxy.url } });
    expect((await submit(gateway, imageCall)).outcome.kind).toBe('received');
    expect(proxy.asked).toEqual(['gateway.example:80']);
    expect(server.seen).toHaveLength(1);
  });

  it('is not used for this machine, nor for what NO_PROXY names', async () => {
    const server = await serve((_, response) => json(response, answer));
    const proxy = await startProxy(server.url);
    const local = client(server.url, { environment: { http_proxy: proxy.url } });
    expect((await submit(local, imageCall)).outcome.kind).toBe('received');
    const environment = { http_proxy: proxy.url, no_proxy: '.invalid' };
    const spared = client('http://gateway.invalid', { environment });
    expect((await submit(spared, imageCall)).outcome.kind).toBe('unsent');
    expect(proxy.asked).toEqual([]);
  });

  it.each([407, 502])('that refuses with %i has not let anything through', async (status) => {
    const proxy = await startProxy('http://127.0.0.1:9', status);
    const gateway = client('http://gateway.example', { environment: { http_proxy: proxy.url } });
    expect((await submit(gateway, imageCall)).outcome).toMatchObject({
      kind: 'unsent',
      error: { code: 'connection.unreachable' },
    });
  });

  it('that is not there has not let anything through', async () => {
    const gateway = client('http://gateway.example', { environment: { http_proxy: 'http://127.0.0.1:9' } });
    expect((await submit(gateway, imageCall)).outcome.kind).toBe('unsent');
  });
});
