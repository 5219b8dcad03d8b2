import { describe, expect, it } from 'vitest';
import type { NodeCall } from '#core/gateway/contract';
import type { Json, MediaValue, Value } from '#core/value/value';
import { client, registryWith } from './support/world.ts';

const gateway = client('https://gateway.example');
const picture = (more: Partial<MediaValue> = {}): MediaValue => ({ kind: 'image', mime: 'image/png', ...more });

function call(nodeType: string, params: Record<string, Json>, inputs: Record<string, Value>): NodeCall {
  return { nodeType, params, inputs };
}

function refusal(one: NodeCall): unknown {
  try {
    gateway.prepare(one);
  } catch (error) {
    return error;
  }
  throw new Error('it was accepted');
}

describe('preparing a call', () => {
  it('picks the recipe by the model and fills in defaults', () => {
    const prepared = gateway.prepare(call('image', {}, { prompt: 'A cat' }));
    expect(prepared).toMatchObject({
      recipe: { id: 'openai/images-all' },
      params: { model: 'gpt-image-1.5-all', size: '1024x1536', n: 1 },
      inputs: { prompt: 'A cat' },
      system: 'openai-images',
      model: 'gpt-image-1.5-all',
      charges: true,
      media: [],
    });
    expect(prepared.recipeDigest).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['image', 'gpt-image-1.5', 'openai/images'],
    ['image', 'gpt-image-7-all', 'openai/images-all'],
    ['image', 'gpt-image-7', 'openai/images'],
    ['image', 'dall-e-3', 'openai/dall-e-3'],
    ['image', 'dall-e-2', 'openai/dall-e-2'],
    ['video', 'sora-2-all', 'video/sora-unified'],
    ['video', 'sora-2-pro', 'video/sora-pro-unified'],
    ['video', 'sora-3-pro-all', 'video/sora-pro-unified'],
    ['video', 'veo9', 'video/veo-unified'],
    ['chat', 'some/model:of tomorrow', 'openai/chat'],
    ['transcribe', 'gpt-4o-transcribe', 'openai/transcription'],
    ['tts', 'gpt-4o-mini-tts', 'openai/speech'],
  ])('of a %s node with the model %s takes %s', (type, model, recipe) => {
    const input: Record<string, Value> = { prompt: 'x', text: 'x', audio: { kind: 'audio', mime: 'audio/mpeg' } };
    expect(gateway.prepare(call(type, { model }, input)).recipe.id).toBe(recipe);
  });

  it('takes a param for an input without a wire, and a wire before the param', () => {
    expect(gateway.prepare(call('image', { prompt: 'A dog' }, {})).inputs).toEqual({ prompt: 'A dog' });
    const both = gateway.prepare(call('image', { prompt: 'A dog' }, { prompt: 'A cat' }));
    expect(both.inputs).toEqual({ prompt: 'A cat' });
    expect(both.params).not.toHaveProperty('prompt');
  });

  it('leaves out what another model had, and knows nothing of what no model has', () => {
    const kept = gateway.prepare(call('image', { model: 'dall-e-3', background: 'opaque' }, { prompt: 'A cat' }));
    expect(kept.params).not.toHaveProperty('background');
    expect(refusal(call('image', { colour: 'red' }, { prompt: 'A cat' }))).toMatchObject({
      info: { code: 'param.invalid', place: { field: 'colour' } },
    });
  });

  it.each([
    ['image', { n: 11 }, 'n'],
    ['video', { duration: 25 }, 'duration'],
    ['video', { orientation: 'square' }, 'orientation'],
    ['tts', { speed: 9 }, 'speed'],
    ['image', { model: 'no-such-model' }, 'model'],
  ])('of a %s node refuses %j', (type, params, field) => {
    expect(refusal(call(type, params, { prompt: 'x', text: 'x' }))).toMatchObject({
      info: { code: 'param.invalid', place: { field }, billed: 'no' },
    });
  });

  it('refuses a missing prompt, an empty one too', () => {
    for (const inputs of [{}, { prompt: ' ' }] as Record<string, Value>[]) {
      expect(refusal(call('image', {}, inputs))).toMatchObject({
        info: { code: 'input.missing', place: { field: 'prompt' } },
      });
    }
  });

  it('names what a recipe demands as people call it', () => {
    const edit = call('image', { model: 'fal-ai/bytedance/seedream/v4/edit' }, { prompt: 'x' });
    expect(refusal(edit)).toMatchObject({
      info: {
        code: 'param.invalid',
        place: { field: 'images' },
        message: '“images” needs pictures for this model.',
        zh: { message: '“参考图”：该模型需要图片。' },
      },
    });
  });

  it('counts characters before they are paid for', () => {
    expect(() => gateway.prepare(call('tts', {}, { text: '好'.repeat(4096) }))).not.toThrow();
    expect(() => gateway.prepare(call('tts', {}, { text: '🐈'.repeat(4096) }))).not.toThrow();
    expect(refusal(call('tts', {}, { text: 'a'.repeat(4097) }))).toMatchObject({
      info: {
        code: 'input.invalid',
        place: { field: 'text' },
        message: '“text” has 4097 characters; tts-1 takes 4096 at most.',
      },
    });
  });

  it.each<[string, string, MediaValue[], string]>([
    ['image', 'dall-e-3', [picture()], 'dall-e-3 takes no files on “images”.'],
    ['image', 'dall-e-2', [picture(), picture()], '“images” has 2 files; dall-e-2 takes one file at most.'],
    [
      'image',
      'dall-e-2',
      [picture({ width: 10, height: 20 })],
      'The picture is 10 × 20 pixels; dall-e-2 takes a square.',
    ],
    [
      'image',
      'dall-e-2',
      [picture({ mime: 'image/tiff' })],
      'The picture is of the type image/tiff; dall-e-2 takes image/png.',
    ],
    [
      'video',
      'veo3.1',
      [picture(), picture(), picture(), picture()],
      '“images” has 4 files; veo3.1 takes 3 files at most.',
    ],
  ])('of a %s node with %s checks its files', (type, model, images, message) => {
    expect(refusal(call(type, { model }, { prompt: 'x', images }))).toMatchObject({
      info: { code: 'input.invalid', place: { field: 'images' }, message, billed: 'no' },
    });
  });

  it('converts a picture where that is safe, and says what', () => {
    const images = [picture({ bytes: 1 }), picture({ bytes: 26_000_000 })];
    const { media } = gateway.prepare(call('image', { model: 'gpt-image-1' }, { prompt: 'x', images }));
    expect(media.map(({ convert }) => convert?.maxBytes)).toEqual([undefined, 25_000_000]);
    expect(media[1]?.convert).toMatchObject({
      types: ['image/png', 'image/jpeg'],
      message: { en: 'A picture has 26.0 MB, and gpt-image-1 takes at most 25.0 MB: a copy is converted for it.' },
    });
    const moving = picture({ mime: 'image/gif', bytes: 1 });
    const [gif] = gateway.prepare(call('image', { model: 'gpt-image-1' }, { prompt: 'x', images: [moving] })).media;
    expect(gif?.convert?.message.en).toMatch(
      /^A picture is of the type image\/gif, .* its first frame is converted for it\.$/,
    );
    // Where a GIF is taken as it is, it is not made into one that stands still.
    const large = picture({ mime: 'image/gif', bytes: 60_000_000 });
    expect(refusal(call('chat', { model: 'gpt-5.2' }, { prompt: 'x', images: [large] }))).toMatchObject({
      info: { code: 'input.invalid' },
    });
    // What is no picture that can be read is refused as before.
    const scan = picture({ mime: 'image/tiff', bytes: 1 });
    expect(refusal(call('image', { model: 'gpt-image-1' }, { prompt: 'x', images: [scan] }))).toMatchObject({
      info: { code: 'input.invalid' },
    });
  });

  it('names the files that must be brought into a form, in order', () => {
    const images = [picture({ url: 'https://x/1' }), picture({ url: 'https://x/2' })];
    const { media } = gateway.prepare(call('video', {}, { prompt: 'x', images }));
    expect(media.map(({ input, form, value }) => [input, form, value.url])).toEqual([
      ['images', 'public-url', 'https://x/1'],
      ['images', 'public-url', 'https://x/2'],
    ]);
  });

  it('refuses a button that the picture does not have, and names those that it has', () => {
    const task = {
      id: '17',
      buttons: [
        { label: 'U1', customId: 'a' },
        { label: '', emoji: '🔄', customId: 'b' },
      ],
    };
    expect(refusal(call('midjourney-action', { button: 'U4' }, { task }))).toMatchObject({
      info: { code: 'param.invalid', place: { field: 'button' }, hint: 'Choose one of: U1, 🔄.' },
    });
  });

  it('gives every recipe a digest of its own, which changes with the recipe', () => {
    const digests = ['chat', 'image', 'video'].map(
      (type) => gateway.prepare(call(type, {}, { prompt: 'x' })).recipeDigest,
    );
    expect(new Set(digests).size).toBe(3);
    const [chat] = registryWith().recipes.filter((recipe) => recipe.id === 'openai/chat');
    if (chat === undefined) throw new Error('no recipe');
    const other = client('https://gateway.example', { registry: registryWith({ ...chat, id: 'my/chat', version: 2 }) });
    expect(other.prepare(call('chat', {}, { prompt: 'x' })).recipeDigest).not.toBe(digests[0]);
    expect(gateway.prepare(call('chat', { temperature: 1 }, { prompt: 'y' })).recipeDigest).toBe(digests[0]);
  });
});
