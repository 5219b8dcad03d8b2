import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MediaKind } from '#core/value/type';
import { FakeClock } from '../support/fake-clock.ts';
import type { Seen } from './support/server.ts';
import { type ClientOptions, client, folder, key, serve } from './support/world.ts';

const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex'),
  Buffer.alloc(20_000, 7),
]);

interface Fetching extends ClientOptions {
  readonly kind?: MediaKind;
  /** The connection's base URL; the result host's own when absent. */
  readonly base?: string;
}

async function download(url: string, options: Fetching = {}) {
  const file = path.join(folder(), 'result');
  const gateway = client(options.base ?? new URL(url).origin, options);
  const promise = gateway.download(url, file, { kind: options.kind ?? 'image', signal: new AbortController().signal });
  return promise.then(
    (result) => ({ ...result, content: readFileSync(file) }),
    (error: unknown) => {
      expect(existsSync(file)).toBe(false);
      throw error;
    },
  );
}

const failsWith = (code: string) => ({ info: { code } });

function send(response: ServerResponse, body: Buffer, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'image/png', 'content-length': String(body.length), ...headers });
  response.end(body);
}

describe('a download', () => {
  it('is streamed into a file and told by its first bytes', async () => {
    const server = await serve((_, response) => send(response, png, { 'content-type': 'application/octet-stream' }));
    expect(await download(`${server.url}/a`)).toEqual({ bytes: png.length, mime: 'image/png', content: png });
  });

  it('goes on where it was cut off, if it is still the same file', async () => {
    let beginnings = 0;
    const server = await serve((request, response, socket) => {
      const { range } = request.headers;
      if (range === undefined) {
        beginnings += 1;
        // A busy machine may not have read anything when the cut comes: each beginning lasts longer than the one before.
        const patience = 30 * beginnings ** 2;
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': String(png.length), etag: '"one"' });
        response.write(png.subarray(0, 10_000), () => setTimeout(() => socket.end(), patience));
        return;
      }
      const from = Number(/bytes=(\d+)-/.exec(range)?.[1]);
      response.writeHead(206, { 'content-range': `bytes ${from}-${png.length - 1}/${png.length}`, etag: '"one"' });
      response.end(png.subarray(from));
    });
    expect((await download(`${server.url}/a`)).content).toEqual(png);
    // How much of what was sent before the cut is still read depends on the system.
    expect(server.seen.at(-1)?.headers).toMatchObject({
      range: expect.stringMatching(/^bytes=[1-9]\d*-$/),
      'if-range': '"one"',
    });
  });

  it('begins anew when the server sends the whole file, another part or another file', async () => {
    const answers: ((response: ServerResponse) => void)[] = [
      (response) => send(response, png, { etag: '"two"' }),
      (response) => {
        response.writeHead(206, { 'content-range': `bytes 5-${png.length - 1}/${png.length}` }).end(png.subarray(5));
      },
      (response) => {
        response.writeHead(206, { 'content-range': `bytes 10000-${png.length + 8}/${png.length + 9}` }).end('other');
      },
      (response) => response.writeHead(416).end(),
    ];
    for (const answer of answers) {
      let tries = 0;
      const server = await serve((_, response, socket) => {
        tries += 1;
        if (tries === 1) {
          response.writeHead(200, { 'content-length': String(png.length), etag: '"one"' });
          response.write(png.subarray(0, 10_000), () => socket.end());
        } else if (tries === 2) answer(response);
        else send(response, png);
      });
      expect((await download(`${server.url}/a`)).content).toEqual(png);
    }
  });

  it('waits longer and longer for what is not there yet, and as long as the server asks', async () => {
    const statuses = [404, 409, 425, 429, 503];
    const server = await serve((_, response) => {
      const status = statuses.shift();
      if (status === undefined) send(response, png);
      else response.writeHead(status, status === 429 ? { 'retry-after': '60' } : {}).end();
    });
    const clock = new FakeClock();
    const before = clock.now();
    expect((await download(`${server.url}/a`, { clock })).bytes).toBe(png.length);
    expect(clock.now() - before).toBe(1000 + 2000 + 4000 + 60_000 + 16_000);
  });

  it('is given up after six tries that bring nothing', async () => {
    const server = await serve((_, response) => response.writeHead(500).end());
    await expect(download(`${server.url}/a`)).rejects.toMatchObject({
      info: { code: 'artifact.download-failed', retryable: true, details: { status: 500 } },
    });
    expect(server.seen).toHaveLength(6);
  });

  it.each([401, 403, 410])('is not tried again when the link is dead (%i)', async (status) => {
    const server = await serve((_, response) => response.writeHead(status).end());
    await expect(download(`${server.url}/a`)).rejects.toMatchObject(failsWith('artifact.download-failed'));
    expect(server.seen).toHaveLength(1);
  });

  it.each<[string, string, string, MediaKind]>([
    ['a page', '<!DOCTYPE html><html>expired</html>', 'video/mp4', 'video'],
    ['a page that calls itself one', '\n<html>', 'text/html', 'image'],
    ['a JSON error', '{"error":"gone"}', 'application/json', 'video'],
    ['a picture', png.toString('latin1'), 'video/mp4', 'video'],
    ['bytes that nobody knows', 'abcdefgh', 'application/octet-stream', 'audio'],
  ])('refuses %s', async (_, body, type, kind) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': type }).end(Buffer.from(body, 'latin1'));
    });
    await expect(download(`${server.url}/a`, { kind })).rejects.toMatchObject(failsWith('artifact.wrong-type'));
  });

  it('refuses what is too large, whether it is announced or not', async () => {
    for (const headers of [{ 'content-length': String(png.length) }, {}]) {
      const server = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'image/png', ...headers });
        response.end(png);
      });
      const promise = download(`${server.url}/a`, { maxDownloadBytes: 10_000 });
      await expect(promise).rejects.toMatchObject(failsWith('artifact.too-large'));
    }
  });

  it('is stopped by the signal, with its reason', async () => {
    const stop = new AbortController();
    const reason = new Error('stop');
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write(png, () => stop.abort(reason));
    });
    const file = path.join(folder(), 'result');
    const promise = client(server.url).download(`${server.url}/a`, file, { kind: 'image', signal: stop.signal });
    await expect(promise).rejects.toBe(reason);
  });

  it('refuses what is no web address', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://example.com/a', 'nothing']) {
      const file = path.join(folder(), 'result');
      const signal = new AbortController().signal;
      const promise = client('http://127.0.0.1:9').download(url, file, { kind: 'image', signal });
      await expect(promise).rejects.toMatchObject(failsWith('artifact.download-failed'));
    }
  });
});

describe('redirects', () => {
  it('are followed without the key, also on the connection’s own host', async () => {
    const other = await serve((_, response) => send(response, png));
    const own = await serve((request, response) => {
      response.writeHead(302, { location: request.url === '/a' ? '/b' : `${other.url}/c` }).end();
    });
    expect((await download(`${own.url}/a`)).bytes).toBe(png.length);
    const keys = (seen: readonly Seen[]) => seen.map((request) => request.headers.authorization);
    expect(keys(own.seen)).toEqual([`Bearer ${key}`, undefined]);
    expect(keys(other.seen)).toEqual([undefined]);
  });

  it('lead to an end after five', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: '/again' }).end());
    await expect(download(`${server.url}/a`)).rejects.toMatchObject(failsWith('artifact.download-failed'));
    expect(server.seen).toHaveLength(6);
  });
});

describe('addresses that are not of the public internet', () => {
  const publicBase = 'https://gateway.example';

  it.each([
    'http://127.0.0.1:1/a',
    'http://localhost:1/a',
    'http://[::1]:1/a',
    'http://169.254.169.254/latest',
    'http://0x7f.1/a',
    'http://[::ffff:10.0.0.1]/a',
  ])('are refused for a gateway elsewhere: %s', async (url) => {
    await expect(download(url, { base: publicBase })).rejects.toMatchObject({
      info: { code: 'artifact.download-failed', message: expect.stringContaining('not on the public internet') },
    });
  });

  it('are refused behind a name, at the moment of connecting', async () => {
    const asked: string[] = [];
    const resolve = (name: string) => {
      asked.push(name);
      return Promise.resolve([{ address: '10.0.0.1', family: 4 }]);
    };
    await expect(download('http://files.example/a', { base: publicBase, resolve })).rejects.toMatchObject({
      info: { code: 'artifact.download-failed', message: expect.stringContaining('files.example') },
    });
    expect(asked).toEqual(['files.example']);
  });

  it('are refused behind a redirect', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: 'http://10.1.2.3/a' }).end());
    await expect(download(`${server.url}/a`)).rejects.toMatchObject({
      info: { message: expect.stringContaining('10.1.2.3') },
    });
  });

  it('are allowed on this machine when the connection is on this machine', async () => {
    const server = await serve((_, response) => send(response, png));
    const result = await download(`${server.url}/a`, { base: 'http://localhost:1' });
    expect(result.bytes).toBe(png.length);
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });
});
