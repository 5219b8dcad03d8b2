import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createRegistry } from '#core/node/registry';
import { createGateway } from '#electron/gateway/client';
import { recipe } from '../../../nodes/recipes/upload/image.ts';

const [, , way = 'upload', base = '', size = '0'] = process.argv;
const bytes = Number(size);
const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-transfer-'));
const gateway = createGateway(
  { name: 'bench', baseUrl: base, practice: true, keyToUploadHost: false },
  createRegistry([], [recipe]),
);
const signal = new AbortController().signal;

async function fileOf(length: number): Promise<string> {
  const file = path.join(folder, `${length}.png`);
  await writeFile(file, '');
  await truncate(file, length);
  return file;
}

const ways: Readonly<Record<string, (length: number) => Promise<() => Promise<unknown>>>> = {
  upload: async (length) => {
    const file = await fileOf(length);
    return () => gateway.upload(file, { mime: 'image/png', name: 'a.png', signal });
  },
  download: async (length) => {
    const file = path.join(folder, 'down');
    return () => gateway.download(`${base}/file?bytes=${length}`, file, { kind: 'image', signal });
  },
  'bare-upload': async (length) => {
    const file = await fileOf(length);
    return () =>
      new Promise<void>((resolve, reject) => {
        const sending = request(`${base}/api/upload`, { method: 'POST', headers: { 'content-length': length } });
        sending.on('error', reject);
        sending.on('response', (response) => response.resume().on('end', resolve));
        pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), sending).catch(reject);
      });
  },
  'bare-download': async (length) => {
    const file = path.join(folder, 'down');
    return () =>
      new Promise<void>((resolve, reject) => {
        const asking = request(`${base}/file?bytes=${length}`, (response) => {
          pipeline(response, createWriteStream(file, { highWaterMark: 1024 * 1024 })).then(resolve, reject);
        });
        asking.on('error', reject);
        asking.end();
      });
  },
};

async function main(): Promise<void> {
  const prepare = ways[way];
  if (prepare === undefined) throw new Error(`no such way: ${way}`);
  // What is loaded and compiled once does not count.
  const warmUp = await prepare(16 * 1024 * 1024);
  await warmUp();
  const run = await prepare(bytes);
  const before = process.memoryUsage.rss();
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const start = performance.now();
  await run();
  const seconds = (performance.now() - start) / 1000;
  clearInterval(sampling);
  peak = Math.max(peak, process.memoryUsage.rss());
  process.stdout.write(`${JSON.stringify({ seconds, rssGrowth: peak - before })}\n`);
}

try {
  await main();
} finally {
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
}
