import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVideo, type Json, pollUntil, videoQuery } from './support/poll.ts';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
let practice: PracticeProcess;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '20');
});
afterAll(() => practice.stop());

/** A page that plays a film a little, jumps close to its end and reports what it saw. */
const page = (url: string) => `<!doctype html><video muted src="${url}"></video><script>
const video = document.querySelector('video');
const once = (name) => new Promise((resolve, reject) => { video.addEventListener(name, resolve, { once: true }); video.addEventListener('error', reject, { once: true }); });
const report = (value) => fetch('/report', { method: 'POST', body: JSON.stringify(value) });
(async () => {
  if (video.readyState < 2) await once('loadeddata');
  await video.play();
  await once('timeupdate');
  await new Promise((resolve) => setTimeout(resolve, 300));
  video.pause();
  const played = video.currentTime;
  const seeked = once('seeked');
  video.currentTime = video.duration - 0.2;
  await seeked;
  await report({ width: video.videoWidth, height: video.videoHeight, duration: video.duration, played, end: video.currentTime, frames: video.getVideoPlaybackQuality().totalVideoFrames });
})().catch((error) => report({ error: String(error), media: video.error && video.error.message }));
</script>`;

async function playInChromium(url: string): Promise<Json> {
  const profile = await mkdtemp(path.join(tmpdir(), 'patchbay-chromium-'));
  let done: (value: Json) => void = () => undefined;
  const reported = new Promise<Json>((resolve) => {
    done = resolve;
  });
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      if (request.url === '/report') done(JSON.parse(body) as Json);
      response.setHeader('content-type', 'text/html');
      response.end(request.url === '/' ? page(url) : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const flags =
    '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
  const browser = spawn(
    CHROMIUM,
    [
      ...flags.split(' '),
      '--autoplay-policy=no-user-gesture-required',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      address,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  try {
    return await Promise.race([reported, ended.then(() => ({ error: 'the browser ended' }))]);
  } finally {
    browser.kill('SIGKILL');
    await ended;
    server.close();
    server.closeAllConnections();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

describe.runIf(existsSync(CHROMIUM))('a film in Chromium', () => {
  it.each<[Json, Json]>([
    [
      { model: 'sora-2', orientation: 'portrait', duration: 15 },
      { width: 360, height: 640, duration: 15 },
    ],
    [
      { model: 'jimeng-video-3.0', aspect_ratio: '4:3' },
      { width: 480, height: 360, duration: 5 },
    ],
  ])('plays: %j', async (order, expected) => {
    const { last } = await pollUntil(
      practice,
      videoQuery(await createVideo(practice, order)),
      ({ status }) => status === 'completed',
    );
    const seen = await playInChromium(String(last['video_url']));
    expect(seen).toMatchObject(expected);
    expect(seen['played']).toBeGreaterThan(0);
    expect(seen['end']).toBeGreaterThan(Number(expected['duration']) - 0.5);
    expect(seen['frames']).toBeGreaterThan(1);
  });
});
