import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decode } from 'fast-png';
import { parseBuffer } from 'music-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { practiceProgram } from './support/bundle.ts';
import { download, type Json } from './support/poll.ts';
import { type PracticeProcess, startPracticeFrom, startPracticeProcess } from './support/practice-process.ts';

let practice: PracticeProcess;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '50');
});
afterAll(() => practice.stop());

async function picture(body: Json): Promise<{ url: string; b64_json: string }[]> {
  const answer = await practice.post('/v1/images/generations', { prompt: 'a forest at night', ...body });
  return ((await answer.json()) as { data: { url: string; b64_json: string }[] }).data;
}

const say = async (body: Json) =>
  new Uint8Array(
    await (
      await practice.post('/v1/audio/speech', {
        model: 'tts-1',
        voice: 'alloy',
        input: 'Good morning, world.',
        ...body,
      })
    ).arrayBuffer(),
  );

describe('pictures', () => {
  it.each<[Json, number, number]>([
    [{ model: 'gpt-image-1.5-all', size: '1024x1536' }, 1024, 1536],
    [{ model: 'gpt-image-1-all', size: '1536x1024' }, 1536, 1024],
    [{ model: 'gpt-image-1.5-all' }, 1024, 1024],
    [{ model: 'dall-e-3', size: '1792x1024' }, 1792, 1024],
  ])('%j by address', async (body, width, height) => {
    const [first, ...others] = await picture(body);
    expect(others).toEqual([]);
    expect(first?.b64_json).toBe('');
    const bytes = await download(first?.url);
    const image = decode(bytes);
    expect([image.width, image.height, image.channels]).toEqual([width, height, 3]);
    expect(image.text['Comment']).toContain('PRACTICE');
    expect(new Set(image.data.subarray(0, 3 * width * 400)).size).toBeGreaterThan(40);
  });

  it('by their bytes, also with a transparent sky', async () => {
    const [first] = await picture({ model: 'gpt-image-1', size: '1024x1024', background: 'transparent' });
    expect(first?.url).toBe('');
    const image = decode(Buffer.from(first?.b64_json ?? '', 'base64'));
    expect([image.width, image.channels, image.data[3]]).toEqual([1024, 4, 0]);
    const [other] = await picture({ model: 'dall-e-3', response_format: 'b64_json' });
    expect(other?.b64_json.length).toBeGreaterThan(10_000);
  });

  it('are the same for the same order and differ among several', async () => {
    const three = await picture({ model: 'gpt-image-1.5-all', n: 3 });
    expect(new Set(three.map((each) => each.url)).size).toBe(3);
    expect(await picture({ model: 'gpt-image-1.5-all', n: 3 })).toEqual(three);
  });

  it('start from a reference picture', async () => {
    const [base] = await picture({ model: 'gpt-image-1.5-all' });
    const [changed] = await picture({ model: 'gpt-image-1.5-all', image: [base?.url] });
    const [before, after] = [decode(await download(base?.url)), decode(await download(changed?.url))];
    expect(after.data.subarray(0, 300)).toEqual(before.data.subarray(0, 300));
    expect(changed?.url).not.toBe(base?.url);
    const missing = await practice.post('/v1/images/generations', {
      model: 'gpt-image-1-all',
      prompt: 'x',
      image: `${practice.url}/files/none.png`,
    });
    expect(missing.status).toBe(400);
  });
});

describe('speech', () => {
  it.each(['mp3', 'wav', 'flac', 'pcm'])('%s', async (format) => {
    const bytes = await say({ response_format: format });
    if (format === 'pcm') expect(bytes.length / 48_000).toBeGreaterThan(0.8);
    else {
      const { format: facts, common } = await parseBuffer(
        bytes,
        { mimeType: format === 'mp3' ? 'audio/mpeg' : `audio/${format}` },
        { duration: true },
      );
      expect(facts).toMatchObject({ sampleRate: 24_000, numberOfChannels: 1 });
      expect(facts.duration).toBeGreaterThan(0.8);
      expect(facts.duration).toBeLessThan(4);
      expect(common.comment?.[0]?.text).toBe('PRACTICE: Good morning, world.');
    }
  });

  it('is faster or slower, and differs by voice', async () => {
    const seconds = async (body: Json) => (await say({ response_format: 'pcm', ...body })).length / 48_000;
    const usual = await seconds({});
    expect(await seconds({ speed: 2 })).toBeLessThan(usual * 0.7);
    expect(await seconds({ speed: 0.5 })).toBeGreaterThan(usual * 1.5);
    expect(await say({ voice: 'onyx' })).not.toEqual(await say({ voice: 'nova' }));
  });

  it('is understood after a restart, in Chinese too, because the words lie in the file', async () => {
    const input = '你好，世界。今天天气很好。';
    const bytes = await say({ input });
    const restarted = await startPracticeProcess();
    try {
      const form = new FormData();
      form.set('model', 'whisper-1');
      form.set('file', new Blob([bytes]), 'x.mp3');
      const answer = await fetch(`${restarted.url}/v1/audio/transcriptions`, { method: 'POST', body: form });
      expect(await answer.json()).toMatchObject({ text: input });
    } finally {
      await restarted.stop();
    }
  });

  it('is answered by a clear 503 when the package that speaks is not installed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-practice-'));
    const program = path.join(folder, 'practice.mjs');
    await copyFile(await practiceProgram(), program);
    const bare = await startPracticeFrom(program);
    try {
      const answer = await bare.post('/v1/audio/speech', { model: 'tts-1', voice: 'alloy', input: 'hello' });
      expect(answer.status).toBe(503);
      const message = expect.stringContaining('espeak-ng is not installed');
      expect(await answer.json()).toMatchObject({ error: { code: 'speech_unavailable', message } });
      expect((await bare.log()).created.jobs).toBe(0);
    } finally {
      await bare.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('made elsewhere is transcribed as practice, with its length', async () => {
    const wav = Buffer.alloc(44 + 16_000);
    wav.write('RIFF');
    wav.writeUInt32LE(36 + 16_000, 4);
    wav.write('WAVEfmt ', 8);
    wav.writeUInt32LE(16, 16);
    wav.writeUInt16LE(1, 20);
    wav.writeUInt16LE(1, 22);
    wav.writeUInt32LE(8000, 24);
    wav.writeUInt32LE(16_000, 28);
    wav.writeUInt16LE(2, 32);
    wav.writeUInt16LE(16, 34);
    wav.write('data', 36);
    wav.writeUInt32LE(16_000, 40);
    const form = new FormData();
    form.set('model', 'gpt-4o-transcribe');
    form.set('file', new Blob([wav]), 'x.wav');
    const answer = await fetch(`${practice.url}/v1/audio/transcriptions`, { method: 'POST', body: form });
    expect(((await answer.json()) as Json)['text']).toMatch(
      /^This is a practice transcription of a recording of 1\.0 seconds/,
    );
  });
});

describe('account', () => {
  it('has prices for every model, a balance and a status', async () => {
    const json = async (path: string) => (await (await practice.get(path)).json()) as Json;
    const models = ((await json('/v1/models'))['data'] as { id: string }[]).map((model) => model.id);
    const prices = (await json('/api/pricing'))['data'] as {
      model_name: string;
      quota_type: number;
      model_price: number;
      model_ratio: number;
    }[];
    expect(prices.map((price) => price.model_name)).toEqual(models);
    for (const price of prices)
      expect(price.quota_type === 1 ? price.model_price : price.model_ratio).toBeGreaterThan(0);
    expect(await json('/api/usage/token/')).toMatchObject({ code: true, data: { object: 'token_usage' } });
    expect(await json('/v1/dashboard/billing/subscription')).toMatchObject({ hard_limit_usd: 100 });
    expect(await json('/v1/dashboard/billing/usage')).toMatchObject({ total_usage: expect.any(Number) });
    expect(await json('/api/status')).toMatchObject({ success: true, data: { quota_per_unit: 500_000 } });
  });
});
