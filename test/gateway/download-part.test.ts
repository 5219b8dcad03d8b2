import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openDownloadParts } from '#electron/store/download-parts';
import { diskLayer } from '#electron/store/file-layer';
import type { Seen } from './support/server.ts';
import { client, folder, onEnd, serve } from './support/world.ts';

const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex'),
  Buffer.alloc(1_500_000, 7),
]);

/** The file, or its rest when that is asked for. */
function sendFrom(request: Seen, response: ServerResponse): void {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const range = { 'content-range': `bytes ${from}-${png.length - 1}/${png.length}` };
  const common = { 'content-type': 'image/png', 'content-length': png.length - from, etag: '"one"' };
  response.writeHead(from === 0 ? 200 : 206, { ...common, ...(from > 0 && range) });
  response.end(png.subarray(from));
}

/** A try at fetching from an address, as one process makes it. */
function attempt(
  base: string,
  place: string,
  options: { boot?: string; leftFree?: number; signal?: AbortSignal } = {},
) {
  const parts = openDownloadParts(diskLayer, place, options.boot ?? 'boot');
  const opened = parts.take(`${base}/a`);
  if (opened === undefined) throw new Error('somebody has it');
  const part = { ...opened, leftFree: options.leftFree };
  const { signal = new AbortController().signal } = options;
  const done = client(base)
    .download(`${base}/a`, part.file, { kind: 'image', signal, part })
    .finally(() => part.release());
  return { done, file: part.file, begun: part.begun, parts };
}

it('what came before the connection was lost is kept, and only the rest is fetched later, by another process too', async () => {
  let isDown = false;
  const server = await serve((request, response, socket) => {
    if (isDown) socket.destroy();
    else if (request.headers.range !== undefined) sendFrom(request, response);
    else {
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': png.length, etag: '"one"' });
      response.write(png.subarray(0, 1_000_000), () => {
        isDown = true;
        socket.end();
      });
    }
  });
  const place = folder();
  const first = attempt(server.url, place);
  expect(first.parts.take(`${server.url}/a`)).toBeUndefined();
  await expect(first.done).rejects.toMatchObject({ info: { code: 'artifact.download-failed', retryable: true } });
  const kept = statSync(first.file).size;
  expect(kept).toBeGreaterThan(0);
  isDown = false;
  const asked = server.seen.length;
  const second = attempt(server.url, place);
  expect(await second.done).toEqual({ bytes: png.length, mime: 'image/png' });
  expect(readFileSync(second.file).equals(png)).toBe(true);
  expect(server.seen.slice(asked).map(({ headers }) => [headers['range'], headers['if-range']])).toEqual([
    [`bytes=${kept}-`, '"one"'],
  ]);
});

it('what came before the program was stopped is kept too', async () => {
  let isSlow = true;
  const server = await serve((request, response) => {
    if (!isSlow) return sendFrom(request, response);
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': png.length, etag: '"one"' });
    response.write(png.subarray(0, 1_200_000));
  });
  const place = folder();
  const stop = new AbortController();
  const reason = new Error('stop');
  const first = attempt(server.url, place, { signal: stop.signal });
  // A batch of it is in the file.
  await expect.poll(() => statSync(first.file).size).toBeGreaterThan(1_000_000);
  stop.abort(reason);
  await expect(first.done).rejects.toBe(reason);
  isSlow = false;
  const second = attempt(server.url, place);
  await second.done;
  expect(readFileSync(second.file).equals(png)).toBe(true);
  expect(server.seen.at(-1)?.headers['range']).toMatch(/^bytes=1\d{6}-$/);
});

it('after another start of the machine, or when it is another file now, it begins anew', async () => {
  const server = await serve(sendFrom);
  const place = folder();
  const leave = (boot: string, validator: string): void => {
    const part = openDownloadParts(diskLayer, place, boot).take(`${server.url}/a`);
    writeFileSync(part?.file ?? '', png.subarray(0, 1000).fill(9, 100));
    part?.note({ validator, mime: 'image/png', total: png.length });
    part?.release();
  };
  leave('before', '"one"');
  const restarted = attempt(server.url, place);
  expect(restarted.begun).toBeUndefined();
  await restarted.done;
  expect(readFileSync(restarted.file).equals(png)).toBe(true);
  leave('boot', '"two"');
  const changed = attempt(server.url, place);
  expect(changed.begun).toBeDefined();
  await changed.done;
  expect(readFileSync(changed.file).equals(png)).toBe(true);
});

function mountDisk(): string | undefined {
  const place = path.join(folder(), 'disk');
  mkdirSync(place);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onEnd(async () => void execFileSync('umount', [place]));
  return place;
}

it('on a full disk it keeps what fits beside others, first gives up what waits idly, and goes on when there is room', async ({
  skip,
}) => {
  const place = mountDisk();
  if (place === undefined) return skip('no disk can be mounted here');
  const server = await serve(sendFrom);
  const idle = openDownloadParts(diskLayer, place, 'boot').take('http://elsewhere/b');
  writeFileSync(idle?.file ?? '', Buffer.alloc(300_000));
  idle?.release();
  const first = attempt(server.url, place, { leftFree: 200_000 });
  await expect(first.done).rejects.toMatchObject({ info: { code: 'disk.full' } });
  expect(() => statSync(idle?.file ?? '')).toThrow(/ENOENT/);
  const kept = statSync(first.file).size;
  expect(kept).toBeGreaterThan(600_000);
  writeFileSync(path.join(place, 'other'), Buffer.alloc(150_000));
  execFileSync('mount', ['-o', 'remount,size=4m', place]);
  const asked = server.seen.length;
  const second = attempt(server.url, place);
  await second.done;
  expect(readFileSync(second.file).equals(png)).toBe(true);
  expect(server.seen.slice(asked).map(({ headers }) => headers['range'])).toEqual([`bytes=${kept}-`]);
});
