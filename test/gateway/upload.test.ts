import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { json } from './support/server.ts';
import { client, folder, key, serve } from './support/world.ts';

async function upload(status: number, body: unknown, keyToUploadHost = true) {
  const server = await serve((_, response) => json(response, body, status));
  const file = path.join(folder(), 'cat.png');
  writeFileSync(file, 'PNG');
  const gateway = client('https://gateway.example', {
    connection: { uploadUrl: `${server.url}/api/upload`, keyToUploadHost },
  });
  const promise = gateway.upload(file, { mime: 'image/png', name: 'cat.png', signal: new AbortController().signal });
  return { url: promise, seen: server.seen };
}

describe('an upload', () => {
  it.each([
    [{ url: 'https://files.example/1.png', created: 1 }],
    [{ data: { url: 'https://files.example/1.png' } }],
    [{ data: 'https://files.example/1.png' }],
    [{ urls: ['https://files.example/1.png'] }],
  ])('gives the link, wherever the host puts it: %j', async (body) => {
    expect(await (await upload(200, body)).url).toBe('https://files.example/1.png');
  });

  it('shows the key to the upload host only when that is allowed', async () => {
    for (const allowed of [true, false]) {
      const { url, seen } = await upload(200, { url: 'https://files.example/1.png' }, allowed);
      await url;
      expect(seen[0]?.headers.authorization).toBe(allowed ? `Bearer ${key}` : undefined);
      expect(seen[0]?.url).toBe('/api/upload');
    }
  });

  it.each([
    [415, { error: 'only pictures', code: 'UNSUPPORTED_TYPE' }, false],
    [413, { error: 'too large', code: 'FILE_TOO_LARGE' }, false],
    [500, { error: 'x', code: 'INTERNAL' }, true],
    [429, '', true],
    [200, '<!doctype html>', false],
    [200, { ok: true }, false],
  ])('that fails with %i %j says so', async (status, body, retryable) => {
    const { url } = await upload(status, body);
    await expect(url).rejects.toMatchObject({ info: { code: 'upload.failed', retryable, billed: 'no' } });
  });

  it('of a file that is not there fails before anything is sent', async () => {
    const server = await serve(() => undefined);
    const gateway = client(server.url);
    const options = { mime: 'image/png', name: 'x', signal: new AbortController().signal };
    await expect(gateway.upload('/no/such/file', options)).rejects.toMatchObject({
      info: { code: 'artifact.missing' },
    });
    expect(server.seen).toHaveLength(0);
  });
});
