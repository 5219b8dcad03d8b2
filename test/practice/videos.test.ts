import { parseBuffer } from 'music-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readFilm } from './support/film.ts';
import { createVideo, download, type Json, pollUntil, videoQuery } from './support/poll.ts';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';

let practice: PracticeProcess;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '200');
});
beforeEach(() => practice.reset());
afterAll(() => practice.stop());

const finish = (id: string) =>
  pollUntil(practice, videoQuery(id), ({ status }) => status === 'completed' || status === 'failed');

describe('the unified video routes', () => {
  it('go through pending and processing to a film', async () => {
    const created = await practice.post('/v1/video/create', {
      model: 'sora-2',
      prompt: 'a cat on a roof',
      images: [],
      orientation: 'portrait',
      duration: 15,
    });
    const task = (await created.json()) as Json;
    expect(task).toMatchObject({ id: expect.stringMatching(/^sora-2:task_[0-9a-f]{26}$/), status: 'pending' });
    const { last, all } = await finish(String(task['id']));
    const words = [...new Set(all.map((answer) => answer['status']))];
    expect(words).toEqual(['pending', 'processing', 'completed'].filter((word) => words.includes(word)));
    expect(words).toContain('processing');
    expect(all[0]?.['video_url']).toBeNull();
    expect((await practice.log()).created).toMatchObject({ jobs: 1, tasks: 1, byPath: { '/v1/video/create': 1 } });

    const bytes = await download(last['video_url']);
    const film = readFilm(bytes);
    expect(film).toMatchObject({ seconds: 15, width: 360, height: 640, codec: 'avc1', frames: 120 });
    expect(film.order.indexOf('moov')).toBeLessThan(film.order.indexOf('mdat'));
    const facts = await parseBuffer(bytes, { mimeType: 'video/mp4' });
    expect(facts.format.hasVideo).toBe(true);
    expect(facts.common.comment?.[0]?.text).toContain('PRACTICE');
  });

  it.each<[Json, Json]>([
    [
      { model: 'sora-2', orientation: 'landscape', duration: 10 },
      { width: 640, height: 360, seconds: 10 },
    ],
    [
      { model: 'sora-2-pro', duration: 25, size: 'large' },
      { width: 360, height: 640, seconds: 25 },
    ],
    [
      { model: 'veo3.1', aspect_ratio: '9:16', enhance_prompt: true },
      { width: 360, height: 640, seconds: 8 },
    ],
    [{ model: 'veo3.1-fast' }, { width: 640, height: 360, seconds: 8 }],
    [
      { model: 'grok-video-3', aspect_ratio: '2:3', size: '720P' },
      { width: 400, height: 600, seconds: 6 },
    ],
    [
      { model: 'jimeng-video-3.0', aspect_ratio: '21:9', size: '1080P' },
      { width: 672, height: 288, seconds: 5 },
    ],
  ])('%j', async (order, expected) => {
    const { last } = await finish(await createVideo(practice, order));
    expect(readFilm(await download(last['video_url']))).toMatchObject(expected);
  });

  it('tells the time in seconds for grok and in milliseconds for the others', async () => {
    const time = async (order: Json) => {
      const answer = await practice.get(videoQuery(await createVideo(practice, order)));
      return Number(((await answer.json()) as Json)['status_update_time']);
    };
    expect(await time({})).toBeGreaterThan(1e12);
    expect(await time({ model: 'grok-video-3', aspect_ratio: '1:1', size: '720P' })).toBeLessThan(1e11);
  });

  it('starts from a reference picture, and fails later when there is none at its address', async () => {
    const picture = await practice.post('/v1/images/generations', { model: 'gpt-image-1.5-all', prompt: 'a red lamp' });
    const { data } = (await picture.json()) as { data: { url: string }[] };
    const withPicture = await finish(await createVideo(practice, { images: [data[0]?.url] }));
    const without = await finish(await createVideo(practice));
    expect(withPicture.last['video_url']).not.toBe(without.last['video_url']);
    for (const missing of [`${practice.uploadUrl}/api/proxy/image/none.png`, 'http://127.0.0.1:9/cat.png']) {
      const { last } = await finish(await createVideo(practice, { images: [missing] }));
      expect(last).toMatchObject({
        status: 'failed',
        video_url: null,
        error: expect.stringContaining('could not be downloaded'),
      });
    }
    expect(
      (await finish(await createVideo(practice, { images: ['https://example.com/cat.png'] }))).last['status'],
    ).toBe('completed');
  });

  it('makes the same film for the same order', async () => {
    const [first, second] = await Promise.all([createVideo(practice), createVideo(practice)]);
    expect(first).not.toBe(second);
    expect((await finish(first)).last['video_url']).toBe((await finish(second)).last['video_url']);
  });
});

describe("OpenAI's video format", () => {
  it('creates, shows and gives the content', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ model: 'sora-2', prompt: 'a fox', seconds: '8', size: '1280x720' }))
      form.set(name, value);
    const created = (await (await fetch(`${practice.url}/v1/videos`, { method: 'POST', body: form })).json()) as Json;
    expect(created).toMatchObject({ object: 'video', status: 'queued', seconds: '8', size: '1280x720' });
    const path = `/v1/videos/${String(created['id'])}`;
    expect((await practice.get(`${path}/content`)).status).toBe(400);
    await pollUntil(practice, path, ({ status }) => status === 'completed');
    const content = await practice.get(`${path}/content`);
    expect(content.headers.get('content-type')).toBe('video/mp4');
    expect(readFilm(new Uint8Array(await content.arrayBuffer()))).toMatchObject({
      seconds: 8,
      width: 640,
      height: 360,
    });
    const wrong = await practice.post('/v1/videos', { model: 'sora-2', prompt: 'x', size: '16x9' });
    expect(await wrong.json()).toMatchObject({ error: { code: 'invalid_size' } });
  });
});
