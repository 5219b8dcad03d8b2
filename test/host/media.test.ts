import { decode, encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fileRefSchema } from '#core/node/param';
import { mediaValueSchema } from '#core/value/value';
import { type Client, enter } from './support/client.ts';
import { startServer, temporaryHome } from './support/server.ts';

const importedSchema = z.object({
  ok: z.literal(true),
  value: z.object({ file: fileRefSchema, media: mediaValueSchema }),
});
const linksSchema = z.object({ media: z.string(), thumb: z.string() });

/** Left half red, right half clear. */
function picture(width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    if (pixel % width < width / 2) data.set([255, 0, 0, 255], pixel * 4);
  }
  return encode({ width, height, data, channels: 4, depth: 8 });
}

async function bring(client: Client, name: string, body: Uint8Array | string) {
  const response = await client.fetch(`/import?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: body as NonNullable<RequestInit['body']>,
  });
  return importedSchema.parse(await response.json()).value;
}

async function linksOf(client: Client) {
  return linksSchema.parse(await (await client.fetch('/session/links')).json());
}

describe('media', () => {
  test('that was dropped is stored and served, whole and in ranges', async () => {
    const client = await enter(await startServer(temporaryHome()));
    const bytes = picture(40, 20);
    const { file, media } = await bring(client, '../up/../picture.png', bytes);
    expect(file.name).toBe('picture.png');
    expect(media).toMatchObject({ kind: 'image', mime: 'image/png', width: 40, height: 20, bytes: bytes.length });
    const hex = media.artifact?.slice(7) ?? '';
    const links = await linksOf(client);
    const whole = await client.fetch(links.media + hex);
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(Buffer.from(bytes));
    expect(whole.headers.get('content-type')).toBe('image/png');
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    expect(whole.headers.get('content-disposition')).toBe('inline');
    const ranges: [string, number, string | null, number][] = [
      ['bytes=0-9', 206, `bytes 0-9/${bytes.length}`, 10],
      ['bytes=10-', 206, `bytes 10-${bytes.length - 1}/${bytes.length}`, bytes.length - 10],
      ['bytes=-5', 206, `bytes ${bytes.length - 5}-${bytes.length - 1}/${bytes.length}`, 5],
      ['bytes=0-99999', 206, `bytes 0-${bytes.length - 1}/${bytes.length}`, bytes.length],
      ['bytes=99999-', 416, `bytes */${bytes.length}`, 0],
      ['bytes=9-3', 416, `bytes */${bytes.length}`, 0],
      ['bytes=0-1,3-4', 200, null, bytes.length],
      ['lines=1-2', 200, null, bytes.length],
    ];
    for (const [range, status, content, length] of ranges) {
      const part = await client.fetch(links.media + hex, { headers: { range } });
      expect([range, part.status, part.headers.get('content-range')]).toEqual([range, status, content]);
      expect((await part.arrayBuffer()).byteLength).toBe(length);
    }
    const copy = await client.fetch(`${links.media}${hex}?name=${encodeURIComponent('灯塔.png')}`);
    expect(copy.headers.get('content-disposition')).toContain('attachment; filename="__.png"; filename*=UTF-8\'\'%E7');
  });

  test('is behind the session: another key, another session and no session get nothing', async () => {
    const server = await startServer(temporaryHome());
    const [one, other] = [await enter(server), await enter(server)];
    const { media } = await bring(one, 'a.png', picture(4, 4));
    const hex = media.artifact?.slice(7) ?? '';
    const { media: prefix } = await linksOf(one);
    expect((await other.fetch(prefix + hex)).status).toBe(404);
    expect((await fetch(server.base + prefix + hex)).status).toBe(401);
    expect((await one.fetch(`/media/${'x'.repeat(43)}/${hex}`)).status).toBe(404);
    expect((await one.fetch(`${prefix}${'0'.repeat(64)}`)).status).toBe(404);
    expect((await one.fetch(`${prefix}../${hex}`)).status).toBe(404);
  });

  test('that could run something in a page is only ever a download', async () => {
    const client = await enter(await startServer(temporaryHome()));
    const links = await linksOf(client);
    for (const text of [
      '<!doctype html><script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    ]) {
      const { media } = await bring(client, 'x', text);
      const response = await client.fetch(links.media + (media.artifact?.slice(7) ?? ''));
      expect(response.headers.get('content-disposition')).toBe('attachment');
      expect(response.headers.get('content-security-policy')).toContain('sandbox');
    }
  });

  test('has thumbnails: smaller pictures of PNGs, the original of everything else', async () => {
    const client = await enter(await startServer(temporaryHome()));
    const links = await linksOf(client);
    const { media } = await bring(client, 'large.png', picture(1000, 400));
    const hex = media.artifact?.slice(7) ?? '';
    for (let time = 0; time < 2; time += 1) {
      const response = await client.fetch(`${links.thumb}${hex}?side=300`);
      const small = decode(new Uint8Array(await response.arrayBuffer()));
      expect([small.width, small.height, small.channels]).toEqual([320, 128, 4]);
      expect([...small.data.slice(0, 4)]).toEqual([255, 0, 0, 255]);
      expect([...small.data.slice(-4)]).toEqual([0, 0, 0, 0]);
    }
    const tiny = await bring(client, 'tiny.png', picture(8, 8));
    const response = await client.fetch(`${links.thumb}${tiny.media.artifact?.slice(7) ?? ''}?side=320`);
    expect(decode(new Uint8Array(await response.arrayBuffer())).width).toBe(8);
    const text = await bring(client, 'a.txt', 'some words');
    const served = await client.fetch(`${links.thumb}${text.media.artifact?.slice(7) ?? ''}?side=320`);
    expect(await served.text()).toBe('some words');
  });
});
