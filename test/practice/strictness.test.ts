import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from './support/poll.ts';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';

let practice: PracticeProcess;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '50', '--word-ms', '0');
});
afterAll(() => practice.stop());

const chat = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }] };
const image = { model: 'gpt-image-1.5-all', prompt: 'x' };
const video = { model: 'sora-2', prompt: 'x' };
const speech = { model: 'tts-1', input: 'x', voice: 'alloy' };

/** path, field named by `param`, body, code, words of the message */
const WRONG: readonly (readonly [string, string, unknown, string, RegExp])[] = [
  ['/v1/chat/completions', 'model', { messages: [] }, 'missing_required_parameter', /'model'/],
  ['/v1/chat/completions', 'model', { ...chat, model: 5 }, 'invalid_type', /expected a string, but got an integer/],
  ['/v1/chat/completions', 'messages', { ...chat, messages: [] }, 'invalid_value', /messages/],
  ['/v1/chat/completions', 'messages', { ...chat, messages: 'hi' }, 'invalid_type', /expected an array/],
  [
    '/v1/chat/completions',
    'messages[0].role',
    { ...chat, messages: [{ role: 'me', content: 'x' }] },
    'invalid_value',
    /'system'/,
  ],
  ['/v1/chat/completions', 'temperature', { ...chat, temperature: 3 }, 'invalid_value', /<=2/],
  ['/v1/chat/completions', 'temperature', { ...chat, temperature: '1' }, 'invalid_type', /number/],
  ['/v1/chat/completions', 'maxTokens', { ...chat, maxTokens: 1 }, 'unknown_parameter', /Unknown parameter/],
  [
    '/v1/chat/completions',
    'messages[0].content[0].type',
    { ...chat, messages: [{ role: 'user', content: [{ type: 'image', url: 'x' }] }] },
    'invalid_value',
    /'image'/,
  ],
  ['/v1/chat/completions', 'model', { ...chat, model: 'tts-1' }, 'unsupported_model', /tts-1/],
  ['/v1/chat/completions', 'stream', { ...chat, model: 'sora-2' }, 'invalid_value', /stream/],
  ['/v1/images/generations', 'prompt', { model: image.model }, 'missing_required_parameter', /'prompt'/],
  ['/v1/images/generations', 'size', { ...image, size: '500x500' }, 'invalid_value', /1024x1536/],
  ...['1000x1000', '1024x320', '3840x2176', '4096x2048', '1024'].map(
    (size) =>
      [
        '/v1/images/generations',
        'size',
        { model: 'gpt-image-2', prompt: 'x', size },
        'invalid_value',
        /multiple of 16/,
      ] as const,
  ),
  ['/v1/images/generations', 'n', { ...image, n: 11 }, 'invalid_value', /<=10/],
  ['/v1/images/generations', 'n', { ...image, n: '2' }, 'invalid_type', /number|integer/],
  [
    '/v1/images/generations',
    'response_format',
    { ...image, response_format: 'url' },
    'unknown_parameter',
    /response_format/,
  ],
  [
    '/v1/images/generations',
    'response_format',
    { model: 'gpt-image-1', prompt: 'x', response_format: 'url' },
    'unknown_parameter',
    /response_format/,
  ],
  [
    '/v1/images/generations',
    'size',
    { model: 'dall-e-3', prompt: 'x', size: '1024x1536' },
    'invalid_value',
    /1792x1024/,
  ],
  ['/v1/images/generations', 'image[0]', { ...image, image: ['ftp://x'] }, 'invalid_value', /image/],
  ['/v1/video/create', 'model', { prompt: 'x' }, 'missing_required_parameter', /'model'/],
  ['/v1/video/create', 'prompt', { model: 'sora-2' }, 'missing_required_parameter', /'prompt'/],
  ['/v1/video/create', 'duration', { ...video, duration: 25 }, 'invalid_value', /'10', '15'/],
  ['/v1/video/create', 'duration', { ...video, duration: '15' }, 'invalid_value', /duration/],
  ['/v1/video/create', 'images', { ...video, images: 'x' }, 'invalid_type', /array/],
  [
    '/v1/video/create',
    'images[0]',
    { ...video, images: ['data:image/png;base64,AAAA'] },
    'invalid_value',
    /public http/,
  ],
  ['/v1/video/create', 'aspect_ratio', { ...video, aspect_ratio: '9:16' }, 'unknown_parameter', /aspect_ratio/],
  [
    '/v1/video/create',
    'aspect_ratio',
    { model: 'grok-video-3', prompt: 'x', size: '720P' },
    'missing_required_parameter',
    /aspect_ratio/,
  ],
  ['/v1/audio/speech', 'input', { ...speech, input: 'x'.repeat(4097) }, 'invalid_value', /4096/],
  ['/v1/audio/speech', 'voice', { ...speech, voice: 'ballad' }, 'invalid_value', /'alloy'/],
  ['/v1/audio/speech', 'speed', { ...speech, speed: 5 }, 'invalid_value', /<=4/],
  ['/v1/audio/speech', 'response_format', { ...speech, response_format: 'aac' }, 'invalid_value', /'mp3'/],
  ['/v1/audio/speech', 'voice', { model: 'tts-1', input: 'x' }, 'missing_required_parameter', /'voice'/],
];

describe('a wrong request is refused by the field that is wrong', () => {
  it.each(WRONG)('%s with a wrong %s', async (path, parameter, body, code, words) => {
    const answer = await practice.post(path, body);
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: Json };
    expect(error).toMatchObject({ type: 'invalid_request_error', param: parameter, code });
    expect(error['message']).toMatch(words);
    expect(error['message']).toContain(`(request id: ${answer.headers.get('x-oneapi-request-id')})`);
  });

  it('costs nothing', async () => {
    await practice.reset();
    for (const [path, , body] of WRONG) await (await practice.post(path, body)).text();
    expect((await practice.log()).created.jobs).toBe(0);
  });
});

describe('routes and models that are not there', () => {
  it.each(['/v1/chat/completions', '/v1/images/generations', '/v1/video/create', '/v1/audio/speech'])(
    '%s without a channel',
    async (path) => {
      const answer = await practice.post(path, { model: 'no-such-model', prompt: 'x' });
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({
        error: {
          code: 'model_not_found',
          type: 'new_api_error',
          message: expect.stringContaining('当前分组 default 下对于模型 no-such-model 无可用渠道'),
        },
      });
    },
  );

  it.each([
    ['POST', '/v1/nothing'],
    ['GET', '/v1/chat/completions'],
    ['GET', '/api/nothing'],
  ])('%s %s is a 404 in JSON', async (method, path) => {
    const answer = await fetch(practice.url + path, { method });
    expect(answer.status).toBe(404);
    const { error } = (await answer.json()) as { error: Json };
    expect(error['message']).toContain(`Invalid URL (${method} ${path})`);
    expect(error['type']).toBe('invalid_request_error');
  });

  it.each(['/', '/kling/v1/videos', '/pika/fetch/1', '/mj/nothing'])('%s is the console page', async (path) => {
    const answer = await practice.get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain('<!doctype html>');
  });

  it('does not do variations', async () => {
    const answer = await practice.post('/v1/images/variations', {});
    expect(answer.status).toBe(501);
    expect(await answer.json()).toMatchObject({ error: { code: 'api_not_implemented' } });
  });

  it('knows no such task', async () => {
    expect((await practice.get('/v1/video/query')).status).toBe(400);
    const answer = await practice.get('/v1/video/query?id=sora-2:task_x');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'task_not_exist' } });
    const midjourney = await practice.get('/mj/task/17/fetch');
    expect(midjourney.status).toBe(400);
    expect(await midjourney.json()).toEqual({ description: 'task_no_found ', type: 'upstream_error', code: 4 });
  });
});

describe('bodies of the wrong kind', () => {
  const send = (path: string, body: string | FormData, type?: string) =>
    fetch(practice.url + path, { method: 'POST', body, ...(type ? { headers: { 'content-type': type } } : {}) });

  it.each([
    ['text', 'text/plain', 'unsupported_content_type'],
    ['{"model":', 'application/json', 'invalid_json'],
    ['[1]', 'application/json', 'invalid_json'],
  ])('%s as %s', async (body, type, code) => {
    const answer = await send('/v1/chat/completions', body, type);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code } });
  });

  it('a form where JSON is wanted, and JSON where a form is wanted', async () => {
    const form = new FormData();
    form.set('model', 'gpt-5.2');
    expect((await send('/v1/chat/completions', form)).status).toBe(400);
    const json = await send('/v1/audio/transcriptions', '{"model":"whisper-1"}', 'application/json');
    expect(await json.json()).toMatchObject({ error: { code: 'unsupported_content_type' } });
  });

  it('a broken form', async () => {
    const answer = await send('/v1/audio/transcriptions', '--x\r\nnothing', 'multipart/form-data; boundary=x');
    expect(answer.status).toBe(400);
  });

  it.each<[string, (form: FormData) => void, number, string]>([
    ['no file', (form) => form.set('model', 'whisper-1'), 400, 'file'],
    ['no model', (form) => form.set('file', new Blob(['x'])), 400, 'model'],
    ['a text file', (form) => fill(form, new Blob(['hello hello'])), 400, 'file'],
    ['an unknown field', (form) => fill(form, new Blob(['x']), ['colour', 'red']), 400, 'colour'],
    ['a wrong format', (form) => fill(form, new Blob(['x']), ['response_format', 'xml']), 400, 'response_format'],
    ['25 MB', (form) => fill(form, new Blob([new Uint8Array(25 * 1024 * 1024)])), 413, 'file'],
  ])('a transcription with %s', async (_name, prepare, status, parameter) => {
    const form = new FormData();
    prepare(form);
    const answer = await send('/v1/audio/transcriptions', form);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { param: parameter } });
  });

  it('Midjourney refuses in its own envelope', async () => {
    const missing = await practice.post('/mj/submit/imagine', {});
    expect(missing.status).toBe(400);
    expect(await missing.json()).toEqual({ description: 'prompt_is_required ', type: 'upstream_error', code: 4 });
    const wrong = await practice.post('/mj/submit/imagine', { prompt: 'x', base64Array: ['AAAA'] });
    expect(((await wrong.json()) as Json)['description']).toContain('base64Array[0]');
  });
});

describe('the key', () => {
  it('is asked for when one is set, with or without sk-', async () => {
    const guarded = await startPracticeProcess('--key', 'sk-secret');
    try {
      const status = async (path: string, authorization?: string) =>
        (await guarded.get(path, authorization ? { authorization } : {})).status;
      expect(await status('/v1/models')).toBe(401);
      expect(await status('/v1/models', 'Bearer sk-other')).toBe(401);
      expect(await status('/v1/models', 'sk-secret')).toBe(401);
      expect(await status('/v1/models', 'Bearer sk-secret')).toBe(200);
      expect(await status('/v1/models', 'Bearer secret')).toBe(200);
      expect(await status('/api/usage/token/')).toBe(401);
      expect(await status('/api/pricing')).toBe(200);
      const refused = await guarded.get('/v1/models');
      expect(await refused.json()).toMatchObject({
        error: { type: 'new_api_error', message: expect.stringMatching(/令牌 \(request id: /) },
      });
    } finally {
      await guarded.stop();
    }
  });
});

function fill(form: FormData, file: Blob, ...fields: readonly (readonly [string, string])[]): void {
  form.set('model', 'whisper-1');
  form.set('file', file, 'sound.mp3');
  for (const [name, value] of fields) form.set(name, value);
}
