import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer } from '#core/gateway/contract';
import { client, folder } from './support/world.ts';

const gateway = client('https://gateway.example/api');

function stored(content: string, contentType = 'application/json'): Answer {
  const file = path.join(folder(), 'answer');
  writeFileSync(file, content);
  return { name: 'answer', file, status: 200, contentType, bytes: content.length };
}

const read = (recipe: string, content: unknown, contentType?: string) =>
  gateway.read(recipe, stored(typeof content === 'string' ? content : JSON.stringify(content), contentType));

describe('reading a stored answer', () => {
  it('finds all pictures: base64 where there is some, else links, without the empty ones', async () => {
    const links = await read('openai/images-all', {
      data: [{ url: 'https://x/1.png', b64_json: '' }, { url: '/f/2.png' }],
    });
    expect(links['images']).toMatchObject({
      kind: 'files',
      files: [
        { media: 'image', url: 'https://x/1.png', expiresAt: expect.stringMatching(/^\d{4}-/) },
        { media: 'image', url: 'https://gateway.example/f/2.png' },
      ],
    });
    const own = await read('openai/images', { data: [{ url: '', b64_json: 'AAAA' }] });
    expect(own['images']).toEqual({ kind: 'files', files: [{ media: 'image', base64: 'AAAA', mime: undefined }] });
    const data = await read('openai/images', { data: [{ url: 'data:image/png;base64,AAAA' }] });
    expect(data['images']).toEqual({ kind: 'files', files: [{ media: 'image', base64: 'AAAA', mime: 'image/png' }] });
  });

  it('finds results where other dialects put them', async () => {
    for (const body of [
      { url: 'https://x/v.mp4' },
      { output: ['https://x/v.mp4'] },
      { data: { output: 'https://x/v.mp4' } },
    ]) {
      const found = await read('video/veo-unified', body);
      expect(found['video']).toMatchObject({ kind: 'file', file: { url: 'https://x/v.mp4' } });
    }
  });

  it('takes the whole body as the sound, and as subtitles', async () => {
    const sound = await read('openai/speech', 'ID3', 'audio/mpeg');
    expect(sound['audio']).toMatchObject({ kind: 'file', file: { media: 'audio', answer: { bytes: 3 } } });
    expect((await read('openai/transcription', { text: 'Hi' }))['text']).toEqual({ kind: 'value', value: 'Hi' });
    const subtitles = '1\n00:00:00,000 --> 00:00:01,000\nHi\n';
    expect((await read('openai/transcription', subtitles, 'text/plain'))['text']).toEqual({
      kind: 'value',
      value: subtitles,
    });
  });

  it('gives the link of an upload with the input that it is of', async () => {
    const found = await read('upload/image', { url: 'https://x/1.png' });
    expect(found['url']).toEqual({ kind: 'link', input: 'file', url: 'https://x/1.png' });
  });

  it.each([
    ['openai/images', { data: [] }],
    ['openai/images-all', { data: [{ url: '' }] }],
    ['openai/transcription', { text: '' }],
    ['openai/chat', { choices: [] }],
    ['midjourney/imagine', { id: '1', imageUrl: '' }],
  ])('of %s says that there is no result in %j', async (recipe, body) => {
    await expect(read(recipe, body)).rejects.toMatchObject({ info: { code: 'gateway.bad-answer', billed: 'yes' } });
  });

  it('of a recipe that is gone says so', async () => {
    await expect(read('gone/recipe', {})).rejects.toMatchObject({ info: { code: 'task.not-found' } });
  });
});
