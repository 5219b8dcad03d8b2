import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Found, NodeCall, PreparedMedia } from '#core/gateway/contract';
import { type PracticeProcess, startPracticeProcess } from '../practice/support/practice-process.ts';
import { client, folder, prepared, submit } from './support/world.ts';

let practice: PracticeProcess;
beforeAll(async () => {
  practice = await startPracticeProcess('--word-ms', '0', '--task-ms', '20');
});
afterAll(() => practice.stop());

async function ask(call: NodeCall, media: PreparedMedia = {}): Promise<Readonly<Record<string, Found>>> {
  const gateway = client(practice.url);
  const { outcome } = await submit(gateway, call, media);
  if (outcome.kind !== 'received') throw new Error(JSON.stringify(outcome));
  const { recipe, params } = gateway.prepare(call);
  return gateway.read(recipe.id, outcome.answer, undefined, params);
}

/** The sound that an answer has in it. */
async function heard(call: NodeCall): Promise<Buffer> {
  const { audio } = await ask(call);
  if (audio?.kind !== 'file' || !('base64' in audio.file)) throw new Error(JSON.stringify(audio));
  return Buffer.from(audio.file.base64, 'base64');
}

/** Writes down a recording. */
async function transcribe(sound: Buffer, params: NodeCall['params'] = {}) {
  const file = path.join(folder(), 'sound.wav');
  writeFileSync(file, sound);
  const audio = { kind: 'audio', mime: 'audio/wav' } as const;
  return ask(
    { nodeType: 'transcribe', params, inputs: { audio } },
    { audio: [prepared('file', file, { mime: 'audio/wav', name: 'sound.wav' })] },
  );
}

const say = (model: string, text: string, params: NodeCall['params'] = {}): NodeCall => ({
  nodeType: 'tts',
  params: { model, ...params },
  inputs: { text },
});

describe('speech of other vendors', () => {
  it('of Gemini is bare samples that become a WAV file', async () => {
    const sound = await heard(say('gemini-2.5-flash-preview-tts', 'Good evening.', { voice: 'Puck' }));
    expect(sound.subarray(0, 4).toString()).toBe('RIFF');
    expect(sound.readUInt32LE(24)).toBe(24_000);
    expect(sound.length).toBeGreaterThan(20_000);
  });

  it('of MiniMax is hexadecimal, with its own ranges and a voice over a wire', async () => {
    const text = 'Good evening from the moon.';
    const params = {
      response_format: 'wav',
      speed: 1.5,
      vol: 2,
      pitch: -3,
      emotion: 'calm',
      pronunciation: 'omg/oh my',
    };
    const call = say('speech-2.6-hd', text, params);
    const sound = await heard({ ...call, inputs: { text, voice: 'MyVoice2026' } });
    expect(sound.subarray(0, 4).toString()).toBe('RIFF');
    const packed = await heard(say('speech-2.6-hd', text, { response_format: 'flac' }));
    expect(packed.subarray(0, 4).toString()).toBe('fLaC');
    const gateway = client(practice.url);
    expect(() => gateway.prepare(say('speech-2.6-hd', text, { speed: 4 }))).toThrow(/speed/);
    const prepared = gateway.prepare({ ...call, inputs: { text, voice: 'MyVoice2026' } });
    expect(prepared.inputs['voice']).toBe('MyVoice2026');
    expect(gateway.prepare(call).inputs['voice']).toBe('male-qn-qingse');
  });

  it('has only the voices that a model has', async () => {
    const gateway = client('http://127.0.0.1:9');
    const voices = (model: string) => {
      const { recipe } = gateway.prepare(say(model, 'x', {}));
      return recipe.id;
    };
    expect([voices('tts-1'), voices('gemini-9-tts'), voices('speech-09')]).toEqual([
      'openai/speech',
      'google/speech',
      'minimax/speech',
    ]);
  });
});

describe('a voice of one’s own', () => {
  it('is cloned from a sample once, with a trial', async () => {
    const file = path.join(folder(), 'me.mp3');
    writeFileSync(file, 'ID3');
    const audio = { kind: 'audio', mime: 'audio/mpeg' } as const;
    const { sample } = await ask(
      { nodeType: 'voice-sample', params: {}, inputs: { audio } },
      { audio: [prepared('file', file, { mime: 'audio/mpeg', name: 'me.mp3' })] },
    );
    const held = sample?.kind === 'value' ? sample.value : null;
    const params = { voice_id: 'MyVoice2026', need_noise_reduction: true };
    const clone: NodeCall = { nodeType: 'voice-clone', params, inputs: { sample: held, text: 'This is me.' } };
    const made = await ask(clone);
    expect(made['voice']).toEqual({ kind: 'value', value: 'MyVoice2026' });
    expect(made['audio']).toMatchObject({ kind: 'file', file: { url: expect.stringContaining('/files/') } });
    await expect(ask(clone)).rejects.toThrow(/duplicate/);
    const gateway = client(practice.url);
    expect(() => gateway.prepare({ ...clone, params: {} })).toThrow(/voice_id|voice/i);
    expect(() => gateway.prepare({ ...clone, inputs: { sample: {} } })).toThrow(/sample/i);
  });

  it('is designed from words', async () => {
    const made = await ask({
      nodeType: 'voice-design',
      params: {},
      inputs: { prompt: 'An old lighthouse keeper', text: 'The light is on.' },
    });
    expect(made['voice']).toMatchObject({ kind: 'value', value: expect.stringMatching(/^ttv-voice-/) });
    expect(made['audio']).toMatchObject({ kind: 'file', file: { media: 'audio' } });
  });
});

describe('what is said in a recording', () => {
  it('comes with the times of its words and sentences, as subtitles, or in English', async () => {
    const text = 'Good evening. It is late.';
    const sound = await heard(say('speech-2.6-hd', text, { response_format: 'wav' }));
    const times = await transcribe(sound, { response_format: 'verbose_json', timestamps: 'word' });
    expect(times['segments']).toMatchObject({
      kind: 'value',
      value: expect.arrayContaining([expect.objectContaining({ start: 0 })]),
    });
    expect(times['words']).toMatchObject({
      kind: 'value',
      value: expect.arrayContaining([expect.objectContaining({ start: expect.any(Number) })]),
    });
    const sentences = await transcribe(sound, { response_format: 'verbose_json' });
    expect(sentences['segments']).toBeDefined();
    expect(sentences['words']).toBeUndefined();
    const subtitles = await transcribe(sound, { response_format: 'srt' });
    expect(subtitles['text']).toMatchObject({ value: expect.stringContaining('-->') });
    const english = await transcribe(sound, { translate: true, language: 'zh', prompt: 'names' });
    expect(english['text']).toMatchObject({ kind: 'value', value: expect.stringContaining('practice transcription') });
  });
});

describe('the meaning of texts', () => {
  it('becomes vectors, in order, of the size that was asked for', async () => {
    const { vectors } = await ask({
      nodeType: 'embed',
      params: { dimensions: 64 },
      inputs: { texts: ['a cat', 'a dog'] },
    });
    const value = vectors?.kind === 'value' ? (vectors.value as number[][]) : [];
    expect(value.map((vector) => vector.length)).toEqual([64, 64]);
  });

  it('is ranked and judged', async () => {
    const texts = ['a dog barks', 'a cat says meow', 'rain'];
    const { ranking } = await ask({
      nodeType: 'rerank',
      params: { top_n: 2 },
      inputs: { query: 'Which cat says meow?', texts },
    });
    expect(ranking).toMatchObject({ value: [{ index: 1 }, { index: 0 }] });
    const bad = await ask({ nodeType: 'moderate', params: {}, inputs: { text: 'I will kill it' } });
    expect(bad['flagged']).toEqual({ kind: 'value', value: true });
    expect(bad['categories']).toMatchObject({ value: { violence: true, hate: false } });
    const fine = await ask({ nodeType: 'moderate', params: {}, inputs: { text: 'A cat' } });
    expect(fine['flagged']).toEqual({ kind: 'value', value: false });
  });
});
