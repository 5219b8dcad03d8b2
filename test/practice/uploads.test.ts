import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from './support/poll.ts';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';

let practice: PracticeProcess;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '50', '--key', 'sk-x');
});
afterAll(() => practice.stop());

/** The smallest PNG: one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function upload(content: Uint8Array, field = 'file', name = 'cat.png'): Promise<Response> {
  const form = new FormData();
  form.set(field, new Blob([new Uint8Array(content)]), name);
  return fetch(`${practice.uploadUrl}/api/upload`, { method: 'POST', body: form });
}

describe('the upload host', () => {
  it('is another host, asks for no key and gives a public address', async () => {
    expect(new URL(practice.uploadUrl).port).not.toBe(new URL(practice.url).port);
    const answer = await upload(PNG);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('x-patchbay-practice')).toBe('1');
    const { url, created } = (await answer.json()) as { url: string; created: number };
    expect(url).toMatch(new RegExp(`^${practice.uploadUrl}/api/proxy/image/[0-9a-f]{32}\\.png$`));
    expect(Math.abs(created - Date.now())).toBeLessThan(60_000);
    const file = await fetch(url);
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await file.arrayBuffer()).equals(PNG)).toBe(true);
    expect(((await (await upload(PNG)).json()) as Json)['url']).toBe(url);
  });

  it('serves ranges and conditions', async () => {
    const { url } = (await (await upload(PNG)).json()) as { url: string };
    const part = await fetch(url, { headers: { range: 'bytes=1-3' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 1-3/${PNG.length}`);
    expect(await part.text()).toBe('PNG');
    const tail = await fetch(url, { headers: { range: 'bytes=-4' } });
    expect(Buffer.from(await tail.arrayBuffer()).equals(PNG.subarray(-4))).toBe(true);
    expect((await fetch(url, { headers: { range: 'bytes=999-' } })).status).toBe(416);
    const tag = part.headers.get('etag') ?? '';
    expect((await fetch(url, { headers: { 'if-none-match': tag } })).status).toBe(304);
    expect((await fetch(url, { headers: { range: 'bytes=1-3', 'if-range': '"other"' } })).status).toBe(200);
    const head = await fetch(url, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(PNG.length));
  });

  it.each<[string, () => Promise<Response>, number, string]>([
    ['another field', () => upload(PNG, 'image'), 400, 'NO_FILE'],
    ['an empty file', () => upload(new Uint8Array(0)), 400, 'NO_FILE'],
    ['a text that calls itself a picture', () => upload(Buffer.from('hello, I am text')), 415, 'UNSUPPORTED_TYPE'],
    [
      'sound',
      () => upload(Buffer.concat([Buffer.from('ID3\u0003\0\0\0\0\0\0'), Buffer.alloc(64)]), 'file', 'a.png'),
      415,
      'UNSUPPORTED_TYPE',
    ],
    ['more than 10 MB', () => upload(Buffer.concat([PNG, Buffer.alloc(10 * 1024 * 1024)])), 413, 'FILE_TOO_LARGE'],
    [
      'JSON',
      () =>
        fetch(`${practice.uploadUrl}/api/upload`, {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json' },
        }),
      400,
      'NO_FILE',
    ],
  ])('refuses %s', async (_name, send, status, code) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: expect.any(String), code });
  });

  it('has done with a request whose client goes away in the middle of a file', async () => {
    const before = (await practice.log()).requests.length;
    const { hostname, port } = new URL(practice.uploadUrl);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /api/upload HTTP/1.1\r\nhost: x\r\ncontent-length: 5000\r\ncontent-type: multipart/form-data; boundary=x\r\n\r\n' +
        '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\nhalf',
      () => socket.destroy(),
    );
    const answerOf = async () => (await practice.log()).requests[before]?.answer;
    await expect.poll(answerOf, { timeout: 5000 }).toBe('cut');
  });

  it('has nothing else', async () => {
    expect((await fetch(`${practice.uploadUrl}/api/other`)).status).toBe(404);
    expect((await fetch(`${practice.uploadUrl}/api/proxy/image/0.png`)).status).toBe(404);
  });
});
