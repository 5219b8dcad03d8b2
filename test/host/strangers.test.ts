import http from 'node:http';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readRange } from '#electron/host/browser/media';
import { readJsonBody } from '#electron/host/browser/reply';
import { enter } from './support/client.ts';
import { type Server, startServer, temporaryHome } from './support/server.ts';

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
}

/** A request as nobody but an attacker sends it; what follows its head is up to `more`. */
function send(server: Server, options: http.RequestOptions, more?: (request: http.ClientRequest) => void) {
  const { hostname, port } = new URL(server.base);
  return new Promise<Answer>((resolve, reject) => {
    const request = http.request({ hostname, port, ...options });
    request.on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
      request.destroy();
    });
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    request.on('error', reject);
    if (more === undefined) request.end();
    else more(request);
  });
}

const linksSchema = z.object({ media: z.string(), thumb: z.string() });

describe('a stranger at the browser host', () => {
  test('is told nothing under another name, by another site or through a web socket', async () => {
    const server = await startServer(temporaryHome());
    const { cookie } = await enter(server);
    const { port } = new URL(server.base);
    const names = [
      `rebound.example:${port}`,
      `[::1]:${port}`,
      `127.1:${port}`,
      `0.0.0.0:${port}`,
      `localhost.:${port}`,
      `LOCALHOST:${port}`,
      '127.0.0.1',
      `127.0.0.1:${Number(port) + 1}`,
      `127.0.0.1:${port}@evil.example`,
    ];
    for (const host of names) {
      const { status } = await send(server, { path: '/session/links', headers: { host, cookie } });
      expect([host, status]).toEqual([host, 421]);
    }
    const foreign = { origin: 'http://evil.example', cookie };
    const asked: http.RequestOptions[] = [
      { method: 'OPTIONS', path: '/call/run.list', headers: { ...foreign, 'access-control-request-method': 'POST' } },
      { method: 'GET', path: '/session/links', headers: foreign },
      { method: 'GET', path: '/events', headers: foreign },
      { method: 'DELETE', path: '/call/run.list', headers: { cookie, origin: server.base } },
      { method: 'PUT', path: '/', headers: { cookie, origin: server.base } },
      { method: 'GET', path: '/call/run.list', headers: { cookie } },
      {
        method: 'GET',
        path: '/events',
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-key': 'eA==',
          'sec-websocket-version': '13',
        },
      },
    ];
    for (const options of asked) {
      const { status, headers } = await send(server, options);
      expect([options.path, status >= 400 && status < 500]).toEqual([options.path, true]);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  test('cannot fill the memory: a body that is too long or not asked for is not read', async () => {
    const server = await startServer(temporaryHome());
    const huge = { 'content-type': 'application/json', 'content-length': String(2 ** 40) };
    const unknown = await send(
      server,
      { method: 'POST', path: '/call/run.list', headers: { ...huge, origin: server.base } },
      (request) => request.flushHeaders(),
    );
    expect(unknown).toMatchObject({ status: 401, headers: { connection: 'close' } });
    const entering = await send(
      server,
      { method: 'POST', path: '/session', headers: { ...huge, origin: server.base } },
      (request) => {
        request.write('x'.repeat(5000));
      },
    );
    expect(entering).toMatchObject({ status: 400, headers: { connection: 'close' } });
  });

  test('who sends a body byte by byte is cut off', async () => {
    const slow = Object.assign(new PassThrough(), { headers: { 'content-type': 'application/json' } });
    slow.write('{');
    await expect(readJsonBody(slow as unknown as http.IncomingMessage, 4096, 20)).rejects.toThrow();
    expect(slow.destroyed).toBe(true);
  });

  test('guesses no link: key, name and path are exact', async () => {
    const server = await startServer(temporaryHome());
    const client = await enter(server);
    const links = linksSchema.parse(await (await client.fetch('/session/links')).json());
    const key = links.media.split('/')[2] ?? '';
    expect(key).toMatch(/^[\w-]{43}$/);
    const hex = 'a'.repeat(64);
    const guesses = [
      `/media/${key.slice(0, -1)}/${hex}`,
      `/media/${key.toLowerCase()}x/${hex}`,
      `/media//${hex}`,
      `/media/${key}/${hex.toUpperCase()}`,
      `/media/${key}/${hex}/..`,
      `/media/${key}/..%2f..%2fsettings.json`,
      `/media/${key}/%2e%2e/${hex}`,
      `/media/${key}/../../settings.json`,
      `/thumb/${key}/${hex}?side=1e9`,
      `/thumb/${key}/${hex}?side=-1`,
      `/thumb/${key}/${hex}?side=NaN`,
    ];
    for (const path of guesses) {
      const { status } = await send(server, { path, headers: { cookie: client.cookie } });
      expect([path, status]).toEqual([path, 404]);
      expect((await send(server, { path })).status).toBeGreaterThanOrEqual(400);
    }
  });

  test('gets no byte outside of the file, whatever range is asked for', () => {
    const number = fc.oneof(
      fc.nat().map(String),
      fc.constantFrom('', '0', '00', '99999999999999999999', '-1', '1e3', ' 1', '0x2'),
    );
    const header = fc.oneof(
      fc.tuple(number, number).map(([from, to]) => `bytes=${from}-${to}`),
      fc.constantFrom('bytes=', 'bytes=-', 'bytes=0-1,2-3', 'items=0-1', 'bytes 0-1', 'BYTES=0-1'),
    );
    fc.assert(
      fc.property(header, fc.nat({ max: 1000 }), (text, bytes) => {
        const range = readRange(text, bytes);
        if (range === undefined || range === 'outside') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThan(bytes);
      }),
    );
    expect([
      readRange('bytes=0-0', 5),
      readRange('bytes=-9', 5),
      readRange('bytes=-0', 5),
      readRange('bytes=0-', 0),
    ]).toEqual([{ start: 0, end: 0 }, { start: 0, end: 4 }, 'outside', 'outside']);
  });
});
