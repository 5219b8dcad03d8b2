import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { client, folder, onEnd, serve } from './support/world.ts';

const content = randomBytes(12 * 1024 * 1024 + 12_345);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const signal = new AbortController().signal;

describe('a file of many chunks', () => {
  it('arrives as it is, however slowly the host reads', async () => {
    let received = Buffer.alloc(0);
    let announced = 0;
    const server = createServer((request, response) => {
      announced = Number(request.headers['content-length']);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => {
        chunks.push(Buffer.from(chunk));
        // The reader takes a breath after each chunk, so that the sender has to wait.
        request.pause();
        setImmediate(() => request.resume());
      });
      request.on('end', () => {
        received = Buffer.concat(chunks);
        response.end('{"url":"https://files.example/1"}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onEnd(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const file = path.join(folder(), 'large.bin');
    writeFileSync(file, content);
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await client(base).upload(file, { mime: 'video/mp4', name: 'large.mp4', signal });
    expect(received.length).toBe(announced);
    const start = received.indexOf('\r\n\r\n') + 4;
    expect(hashOf(received.subarray(start, start + content.length))).toBe(hashOf(content));
  });

  it('is fetched as it is', async () => {
    const chunk = Buffer.from('0000000049444154', 'hex');
    chunk.writeUInt32BE(content.length);
    const start = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
    const png = Buffer.concat([start, chunk, content]);
    const server = await serve((_, response) => response.end(png));
    const file = path.join(folder(), 'large.png');
    const result = await client(server.url).download(`${server.url}/a`, file, { kind: 'image', signal });
    expect(result.bytes).toBe(png.length);
    expect(hashOf(readFileSync(file))).toBe(hashOf(png));
  });
});
