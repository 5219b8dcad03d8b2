import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeCall } from '#core/gateway/contract';
import type { Value } from '#core/value/value';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';
import { type Links, make, publish, sample } from './support/recipe-world.ts';

let practice: PracticeProcess;
let links: Links;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '20', '--word-ms', '0');
  links = await publish(practice);
});
afterAll(() => practice.stop());

/** Makes a call and gives its texts and how many files each output has. */
async function call(nodeType: string, inputs: Record<string, Value>, params: NodeCall['params'] = {}) {
  const { texts, media } = await make(practice, { nodeType, params, inputs }, links);
  const files = Object.fromEntries(Object.entries(media).map(([port, bytes]) => [port, bytes.length]));
  return { texts: texts as Record<string, Value>, files };
}

describe('what goes on with a song', () => {
  let clips: Value;
  beforeAll(async () => {
    const song = await call('music', { prompt: 'a song about a lighthouse' });
    expect(song.files).toEqual({ songs: 2, covers: 2 });
    clips = song.texts['clips'] ?? null;
  });

  it.each([
    ['music-extend', { continue_at: 12 }],
    ['music-cover', { tags: 'jazz', which: 2 }],
    ['music-infill', { start: 3, end: 8 }],
    ['music-persona', { persona: 'p-1' }],
  ])('%s makes two songs of it', async (type, params) => {
    const made = await call(type, { clips, lyrics: 'And on we go' }, params);
    expect(made.files['songs']).toBe(2);
  });

  it('the whole song, and the song without loss', async () => {
    expect((await call('music-concat', { clips })).files['songs']).toBe(2);
    expect((await call('music-wav', { clips })).files).toEqual({ audio: 1 });
  });

  it('a song that was brought is extended in its own way', async () => {
    const { texts } = await call('music-upload', { audio: sample('audio') });
    const made = await call('music-extend', { clips: texts['clips'] ?? null }, { brought: true });
    expect(made.files['songs']).toBe(2);
  });

  it('a clip that is not there is refused before anything is sent', async () => {
    await expect(call('music-cover', { clips: [] })).rejects.toThrow('“clips” is missing');
  });
});

describe('what goes on with a Midjourney picture', () => {
  it('one of the four by its number', async () => {
    const { texts } = await call('midjourney', { prompt: 'a dog' });
    const varied = await call(
      'midjourney-change',
      { task: texts['task'] ?? null },
      { action: 'VARIATION', index: 3, speed: 'turbo' },
    );
    expect(varied.files).toEqual({ image: 1 });
  });

  it('a button, a window that asks for more, its answer with a mask, and the seed', async () => {
    const grid = await call('midjourney', { prompt: 'a cat' });
    const single = await call('midjourney-action', { task: grid.texts['task'] ?? null }, { button: 'U2' });
    expect(single.files).toEqual({ image: 1 });
    const task = single.texts['task'] ?? null;
    const { texts } = await call('midjourney-window', { task });
    expect(texts['window']).toMatchObject({ status: 'MODAL' });
    const changed = await call('midjourney-modal', {
      window: texts['window'] ?? null,
      prompt: 'a dog',
      mask: sample('image'),
    });
    expect(changed.files).toEqual({ image: 1 });
    expect((await call('midjourney-seed', { task })).texts['seed']).toMatch(/^\d+$/);
  });
});

it('an answer of Responses goes on with an earlier one by its id, if the gateway has it', async () => {
  const chosen = { model: 'o3-pro', dialect: 'responses' };
  const first = await call('chat', { prompt: 'Name a colour' }, chosen);
  const second = await call('chat', { prompt: 'Another', earlier: first.texts['answer_id'] ?? null }, chosen);
  expect(second.texts['answer_id']).toMatch(/^resp_/);
  expect(second.texts['answer_id']).not.toBe(first.texts['answer_id']);
  await expect(call('chat', { prompt: 'Another', earlier: 'resp_none' }, chosen)).rejects.toThrow('not found');
});

describe('what Kling takes beside words and a picture', () => {
  const film = { model: 'kling-v3', recipe: 'kling/video' };
  const shot = { index: 1, prompt: 'A door opens', duration: '5' };

  it('a sound that it made, for an avatar, and never two sounds', async () => {
    const speech = await call('tts', { text: 'Hello there' }, { model: 'kling-tts', recipe: 'kling/speech' });
    const given = { image: sample('image'), sound: speech.texts['sound'] ?? null };
    expect((await call('avatar', given)).files).toEqual({ video: 1 });
    await expect(call('avatar', { ...given, audio: sample('audio') })).rejects.toThrow('not both');
  });

  it('several shots, which must be whole', async () => {
    expect((await call('video', { prompt: 'a cat' }, { ...film, shots: [shot] })).files).toEqual({ video: 1 });
    const params = { ...film, shots: [{ index: 1, prompt: 'A door opens' }] };
    await expect(call('video', { prompt: 'a cat' }, params)).rejects.toThrow('multi_prompt[0].duration');
  });

  it('masks of what stays and of what moves, with its path', async () => {
    const given = { prompt: 'a cat', images: [sample('image')], still: sample('image'), moving: sample('image') };
    const old = { model: 'kling-v1-5', recipe: 'kling/video' };
    const paths = [
      { x: 10, y: 20 },
      { x: 90, y: 20 },
    ];
    expect((await call('video', given, { ...old, paths })).files).toEqual({ video: 1 });
    await expect(call('video', given, old)).rejects.toThrow('“paths” is missing');
    await expect(call('video', given, { ...old, paths: [{ x: 1 }] })).rejects.toThrow('trajectories');
  });

  it('elements of an account', async () => {
    const omni = { model: 'kling-video-o1', recipe: 'kling/omni-video', elements: '12, 13' };
    expect((await call('video', { prompt: 'a cat' }, omni)).files).toEqual({ video: 1 });
  });

  it('a picture to find parts in, and says which they are', async () => {
    const parts = await call('image-parts', { image: sample('image') });
    expect(parts).toEqual({ texts: { names: ['subject', 'head'] }, files: { images: 2 } });
  });
});

describe('what goes on with a film', () => {
  it('made in a chat: its progress is told, and the answer sent back with new words makes another version', async () => {
    const chat = { model: 'veo3.1', recipe: 'openai/video-in-chat' };
    const film = await call('video', { prompt: 'a cat', images: [sample('image')] }, chat);
    expect(film.files).toEqual({ video: 1 });
    expect(film.texts['text']).toContain('进度 36');
    const other = await call('video', { prompt: 'now at night', earlier: film.texts['text'] ?? null }, chat);
    expect(other.files).toEqual({ video: 1 });
    const link = /\[在线播放▶️\]\((\S+)\)/;
    expect(link.exec(`${other.texts['text']}`)?.[1]).not.toBe(link.exec(`${film.texts['text']}`)?.[1]);
  });

  it('a chat that fails to make one says so, and takes nothing that it does not know', async () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'x' },
          { type: 'image_url', image_url: { url: `${practice.url}/files/none.png` } },
        ],
      },
    ];
    const asked = { model: 'sora-2', messages, stream: true };
    expect(await (await practice.post('/v1/chat/completions', asked)).text()).toContain('生成失败');
    for (const wrong of [
      { ...asked, stream: false },
      { ...asked, temperature: 1 },
    ]) {
      expect((await practice.post('/v1/chat/completions', wrong)).status).toBe(400);
    }
  });

  it('Kling: the film is extended', async () => {
    const film = await call('video', { prompt: 'a cat' }, { model: 'kling-v2-6' });
    expect(film.texts['task']).toMatchObject({ id: expect.any(String), video_id: expect.any(String) });
    const more = await call('video-extend', { task: film.texts['task'] ?? null }, { model: 'kling-video-extend' });
    expect(more.files).toEqual({ video: 1 });
  });

  it('Kling: a face is found, and its lips are moved', async () => {
    const { texts } = await call('identify-face', { video: sample('video') });
    const synced = await call('lip-sync', { faces: texts['faces'] ?? null, audio: sample('audio') });
    expect(synced.files).toEqual({ video: 1 });
  });

  it('Kling: a voice is made, and a film speaks with it', async () => {
    const { texts } = await call('film-voice', { audio: sample('audio') });
    const film = await call(
      'video',
      { prompt: 'she reads', images: [sample('image')], voice: texts['voice'] as string },
      { model: 'kling-v2-6', sound: 'on' },
    );
    expect(film.files).toEqual({ video: 1 });
  });

  it('Luma: the film is extended', async () => {
    const film = await call('video', { prompt: 'a cat' }, { model: 'ray-v2' });
    const more = await call('video-extend', { task: film.texts['task'] ?? null, prompt: 'it rains' });
    expect(more.files).toEqual({ video: 1 });
  });

  it('Sora: the film is made again with changes', async () => {
    const film = await call('video', { prompt: 'a cat' }, { model: 'sora-2', recipe: 'sora/videos' });
    const again = await call('video-remix', { task: film.texts['task'] ?? null, prompt: 'by night' });
    expect(again.files).toEqual({ video: 1 });
  });
});
