import http from 'node:http';
import { describe, expect, test } from 'vitest';
import { enter } from './support/client.ts';
import { type Server, startServer, temporaryHome } from './support/server.ts';

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A request with exactly these headers: `fetch` would not send a foreign Host. */
function request(server: Server, method: string, path: string, headers: Record<string, string>, body = '') {
  const { hostname, port } = new URL(server.base);
  return new Promise<Answer>((resolve, reject) => {
    const sent = http.request({ hostname, port, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (response.headers['content-type']?.startsWith('text/event-stream') === true) sent.destroy();
      });
      response.on('close', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const json = { 'content-type': 'application/json' };

describe('the browser host', () => {
  test('answers its own page and nobody else', async () => {
    const server = await startServer(temporaryHome());
    const { cookie } = await enter(server);
    const own = { ...json, cookie, origin: server.base };
    const foreign = 'http://evil.example';
    const call = (headers: Record<string, string>) => request(server, 'POST', '/call/run.list', headers, '{}');

    expect((await call(own)).status).toBe(200);
    expect((await call({ ...json, origin: server.base })).status).toBe(401);
    expect((await call({ ...own, cookie: `${cookie}x` })).status).toBe(401);
    expect((await call({ ...own, origin: foreign })).status).toBe(403);
    expect((await call({ ...own, origin: 'null' })).status).toBe(403);
    expect((await call({ ...json, cookie })).status).toBe(403);
    expect((await call({ ...own, host: 'evil.example' })).status).toBe(421);
    expect((await call({ ...own, host: `127.0.0.1.evil.example:${new URL(server.base).port}` })).status).toBe(421);
    expect((await call({ ...own, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await call({ ...own, 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await call({ ...own, 'content-type': 'text/plain' })).status).toBe(400);

    const stream = (headers: Record<string, string>) => request(server, 'GET', '/events', headers);
    expect((await stream({ cookie })).status).toBe(200);
    expect((await stream({ cookie, origin: foreign })).status).toBe(403);
    expect((await stream({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await stream({})).status).toBe(401);
    expect((await stream({ cookie, host: 'evil.example' })).status).toBe(421);
  });

  test('lets in with the token only, and answers by name as well', async () => {
    const server = await startServer(temporaryHome());
    const port = new URL(server.base).port;
    const come = (token: string, headers: Record<string, string> = {}) =>
      request(server, 'POST', '/session', { ...json, origin: server.base, ...headers }, JSON.stringify({ token }));
    expect((await come('wrong')).status).toBe(401);
    expect((await come(server.token.slice(0, -1))).status).toBe(401);
    expect((await come(server.token, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await request(server, 'POST', '/session', { ...json, origin: server.base }, 'no')).status).toBe(400);
    const entered = await come(server.token, { host: `localhost:${port}`, origin: `http://localhost:${port}` });
    expect(entered.status).toBe(200);
    expect(entered.headers['set-cookie']?.[0]).toMatch(/^patchbay-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(server.token).toMatch(/^[\w-]{43}$/);
  });

  test('gives a second tab of the same browser the same session', async () => {
    const server = await startServer(temporaryHome());
    const { cookie } = await enter(server);
    const headers = { ...json, origin: server.base, cookie };
    const again = await request(server, 'POST', '/session', headers, JSON.stringify({ token: server.token }));
    expect(again.headers['set-cookie']?.[0]?.split(';')[0]).toBe(cookie);
  });

  test('serves the page with a policy that lets nothing in from outside, and no file but those of the screen', async () => {
    const server = await startServer(temporaryHome());
    const page = await request(server, 'GET', '/', {});
    expect(page.status).toBe(200);
    const policy = page.headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src [^;]*unsafe/);
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    for (const path of [
      '/../patchbay.js',
      '/%2e%2e/patchbay.js',
      '/assets/..%2f..%2fpatchbay.js',
      '/.env',
      '//etc/passwd',
    ]) {
      expect((await request(server, 'GET', path, {})).status).toBe(404);
    }
  });

  test('ends cleanly while pages are connected', async () => {
    const server = await startServer(temporaryHome());
    const client = await enter(server);
    await client.listen(() => undefined);
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
