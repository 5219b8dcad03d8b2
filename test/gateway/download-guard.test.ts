import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPrivateAddress } from '#electron/gateway/address';
import type { Resolve } from '#electron/gateway/settings';
import type { Seen } from './support/server.ts';
import { client, folder, key, serve } from './support/world.ts';

const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex'),
  Buffer.alloc(5000),
]);
const notPublic = {
  info: { code: 'artifact.download-failed', message: expect.stringContaining('not on the public internet') },
};

/** A resolver of names: those that are not told do not exist. */
const names =
  (known: Readonly<Record<string, readonly string[]>>): Resolve =>
  (name) =>
    known[name] === undefined
      ? Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }))
      : Promise.resolve(known[name].map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

function download(base: string, url: string, resolve: Resolve) {
  const options = { kind: 'image', signal: new AbortController().signal } as const;
  return client(base, { resolve }).download(url, path.join(folder(), 'result'), options);
}

/** A gateway that is known by a name, as one on the internet, and redirects to an address. */
async function redirecting(location: string | ((request: Seen) => string)) {
  const server = await serve((request, response) => {
    const to = typeof location === 'string' ? location : location(request);
    response.writeHead(302, { location: to }).end();
  });
  const base = server.url.replace('127.0.0.1', 'gateway.example');
  return { base, server, resolve: names({ 'gateway.example': ['127.0.0.1'], 'inside.example': ['192.168.0.7'] }) };
}

describe('a redirect of the gateway into the inside', () => {
  it.each([
    'http://127.0.0.1:1/a',
    'http://127.8.9.10/a',
    'http://localhost:1/a',
    'http://LOCALHOST./a',
    'http://a.localhost/a',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]:1/a',
    'http://[::]/a',
    'http://0.0.0.0/a',
    'http://[::ffff:127.0.0.1]/a',
    'http://[::ffff:7f00:1]/a',
    'http://[::ffff:0:127.0.0.1]/a',
    'http://[::127.0.0.1]/a',
    'http://[64:ff9b::127.0.0.1]/a',
    'http://[2002:7f00:1::]/a',
    'http://[2001:0:1:2:3:4:5:6]/a',
    'http://[fe80::1]/a',
    'http://[fd12::1]/a',
    'http://2130706433/a',
    'http://0x7f000001/a',
    'http://0177.0.0.1/a',
    'http://127.1/a',
    'http://10.0.0.1/a',
    'http://100.64.0.1/a',
    'http://172.31.255.255/a',
    'http://192.168.1.1/a',
    'http://inside.example/a',
    '//127.0.0.1:1/a',
    'http://user:word@127.0.0.1:1/a',
  ])('is refused: %s', async (location) => {
    const { base, resolve, server } = await redirecting(location);
    await expect(download(base, `${base}/a`, resolve)).rejects.toMatchObject(notPublic);
    expect(server.seen).toHaveLength(1);
  });

  it.each(['file:///etc/passwd', 'data:image/png;base64,AA', 'ftp://files.example/a', 'javascript:1', 'http://'])(
    'is refused as no link at all: %s',
    async (location) => {
      const { base, resolve } = await redirecting(location);
      await expect(download(base, `${base}/a`, resolve)).rejects.toMatchObject({
        info: { code: 'artifact.download-failed', message: expect.stringContaining('no link that can be fetched') },
      });
    },
  );

  it('is refused after some that are fine, and a loop has an end', async () => {
    const steps = ['/b', '/c', 'http://127.0.0.1:1/a'];
    const long = await redirecting(() => steps.shift() ?? '/');
    await expect(download(long.base, `${long.base}/a`, long.resolve)).rejects.toMatchObject(notPublic);
    expect(long.server.seen.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${key}`,
      undefined,
      undefined,
    ]);
    const loop = await redirecting((request) => (request.url === '/a' ? '/b' : '/a'));
    await expect(download(loop.base, `${loop.base}/a`, loop.resolve)).rejects.toMatchObject({
      info: { message: expect.stringContaining('leads on and on') },
    });
    expect(loop.server.seen).toHaveLength(6);
  });
});

describe('a name that leads inside', () => {
  const base = 'https://gateway.example';

  it.each([
    [['10.0.0.1']],
    [['127.0.0.1']],
    [['::1']],
    [['::ffff:192.168.0.1']],
    [['169.254.169.254']],
    [['93.184.215.14', '10.0.0.1']],
    [['2606:2800:21f:cb07:6820:80da:af6b:8b2c', 'fd00::1']],
    [[]],
  ])('is refused, also with one public address among several: %s', async (addresses) => {
    const resolve = names({ 'files.example': addresses });
    await expect(download(base, 'http://files.example/a', resolve)).rejects.toMatchObject(notPublic);
  });

  it('is refused when it is public first and private when the connection is made', async () => {
    const asked: string[] = [];
    const resolve: Resolve = (name) => {
      asked.push(name);
      return Promise.resolve([{ address: asked.length === 1 ? '127.0.0.1' : '8.8.8.8', family: 4 }]);
    };
    await expect(download(base, 'http://files.example/a', resolve)).rejects.toMatchObject(notPublic);
    // It was asked for once, and that answer was the one that counted.
    expect(asked).toEqual(['files.example']);
  });

  it('is allowed when it is that of the connection, on another port too, but never gets the key there', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(png));
    const url = server.url.replace('127.0.0.1', 'nas.lan');
    const resolve = names({ 'nas.lan': ['127.0.0.1'] });
    expect((await download('http://nas.lan:1', `${url}/a`, resolve)).bytes).toBe(png.length);
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });
});

describe('addresses of the public internet', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    'are not taken for private: %s',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});
