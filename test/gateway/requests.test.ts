import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NodeCall, PreparedMedia } from '#core/gateway/contract';
import type { MediaValue } from '#core/value/value';
import { json, type Seen } from './support/server.ts';
import { client, fileSink, folder, prepared, serve, submit } from './support/world.ts';

const picture: MediaValue = { kind: 'image', mime: 'image/png', url: 'https://example.com/a.png' };

/** What a call puts on the wire. */
async function sent(call: NodeCall, media: PreparedMedia = {}): Promise<Seen> {
  const server = await serve((_, response) => json(response, {}));
  await submit(client(server.url, { connection: { uploadUrl: server.url } }), call, media);
  const [request] = server.seen;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

const textOf = (request: Seen): string => request.body.toString('utf8');

/** The parts of a multipart body: name, file name, type and content. */
function partsOf(request: Seen): { name: string; file?: string; type?: string; content: string }[] {
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
  return textOf(request)
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = '', content = ''] = part.replace(/^\r\n/, '').split('\r\n\r\n');
      const file = /filename="([^"]*)"/.exec(head)?.[1];
      const type = /Content-Type: (.+)/.exec(head)?.[1];
      return {
        name: / name="([^"]*)"/.exec(head)?.[1] ?? '',
        ...(file !== undefined && { file }),
        ...(type !== undefined && { type }),
        content: content.replace(/\r\n$/, ''),
      };
    });
}

describe('the seven core calls, as they are documented, when nothing but the input is set', () => {
  it('chat', async () => {
    const request = await sent({
      nodeType: 'chat',
      params: { system: 'Be brief' },
      inputs: { prompt: 'Hi' },
    });
    expect(`${request.method} ${request.url}`).toBe('POST /v1/chat/completions');
    expect(request.headers['content-type']).toBe('application/json');
    expect(request.headers.authorization).toMatch(/^Bearer sk-/);
    expect(textOf(request)).toBe(
      '{"model":"gpt-5.2","messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"}],"stream":true}',
    );
  });

  it('chat without a system prompt and without streaming', async () => {
    const request = await sent({ nodeType: 'chat', params: { system: '', stream: false }, inputs: { prompt: 'Hi' } });
    expect(textOf(request)).toBe('{"model":"gpt-5.2","messages":[{"role":"user","content":"Hi"}]}');
  });

  it('image', async () => {
    const request = await sent({ nodeType: 'image', params: {}, inputs: { prompt: 'A cat' } });
    expect(`${request.method} ${request.url}`).toBe('POST /v1/images/generations');
    expect(textOf(request)).toBe('{"model":"gpt-image-1.5-all","prompt":"A cat","size":"1024x1536"}');
  });

  it('upload', async () => {
    const file = path.join(folder(), 'cat.png');
    writeFileSync(file, 'PNG');
    const request = await sent(
      { nodeType: 'upload', params: {}, inputs: { file: picture } },
      { file: [prepared('file', file)] },
    );
    expect(`${request.method} ${request.url}`).toBe('POST /api/upload');
    expect(partsOf(request)).toEqual([{ name: 'file', file: 'cat.png', type: 'image/png', content: 'PNG' }]);
    expect(Number(request.headers['content-length'])).toBe(request.body.length);
  });

  it('video, without and with pictures', async () => {
    const call: NodeCall = { nodeType: 'video', params: {}, inputs: { prompt: 'A cat walks' } };
    const request = await sent(call);
    expect(`${request.method} ${request.url}`).toBe('POST /v1/video/create');
    expect(textOf(request)).toBe(
      '{"model":"sora-2","prompt":"A cat walks","images":[],"orientation":"portrait","duration":15}',
    );
    const withPictures = await sent(
      { ...call, inputs: { ...call.inputs, images: [picture, picture] } },
      { images: [prepared('public-url', 'https://x/1.png'), prepared('public-url', 'https://x/2.png')] },
    );
    expect(textOf(withPictures)).toBe(
      '{"model":"sora-2","prompt":"A cat walks","images":["https://x/1.png","https://x/2.png"],"orientation":"portrait","duration":15}',
    );
  });

  it('speech', async () => {
    const request = await sent({ nodeType: 'tts', params: {}, inputs: { text: 'Good evening' } });
    expect(`${request.method} ${request.url}`).toBe('POST /v1/audio/speech');
    expect(textOf(request)).toBe('{"model":"tts-1","input":"Good evening","voice":"alloy"}');
  });

  it('transcription', async () => {
    const file = path.join(folder(), 'a.mp3');
    writeFileSync(file, 'MP3');
    const request = await sent(
      { nodeType: 'transcribe', params: {}, inputs: { audio: { kind: 'audio', mime: 'audio/mpeg' } } },
      { audio: [prepared('file', file, { mime: 'audio/mpeg', name: 'a.mp3' })] },
    );
    expect(`${request.method} ${request.url}`).toBe('POST /v1/audio/transcriptions');
    expect(partsOf(request)).toEqual([
      { name: 'file', file: 'a.mp3', type: 'audio/mpeg', content: 'MP3' },
      { name: 'model', content: 'whisper-1' },
    ]);
  });

  it('Midjourney', async () => {
    const request = await sent({ nodeType: 'midjourney', params: {}, inputs: { prompt: 'A cat --ar 16:9 --v 6' } });
    expect(`${request.method} ${request.url}`).toBe('POST /mj/submit/imagine');
    expect(textOf(request)).toBe('{"prompt":"A cat --ar 16:9 --v 6"}');
  });
});

describe('what is set goes along', () => {
  it('chat: pictures become parts as data URLs, params follow the messages', async () => {
    const request = await sent(
      {
        nodeType: 'chat',
        params: { temperature: 0.5, response_format: 'json', max_tokens: 100 },
        inputs: { prompt: 'What is it?', images: [picture] },
      },
      { images: [prepared('data-url', 'data:image/png;base64,AA==')] },
    );
    expect(JSON.parse(textOf(request))).toEqual({
      model: 'gpt-5.2',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
          ],
        },
      ],
      stream: true,
      temperature: 0.5,
      max_tokens: 100,
      response_format: { type: 'json_object' },
    });
  });

  it('image: several pictures, and references as links', async () => {
    const request = await sent(
      { nodeType: 'image', params: { n: 3 }, inputs: { prompt: 'A cat', images: [picture] } },
      { images: [prepared('public-url', 'https://x/1.png')] },
    );
    expect(textOf(request)).toBe(
      '{"model":"gpt-image-1.5-all","prompt":"A cat","size":"1024x1536","n":3,"image":["https://x/1.png"]}',
    );
  });

  it('official image models: the route for edits when there are pictures', async () => {
    const file = path.join(folder(), 'a "b".png');
    writeFileSync(file, 'PNG');
    const request = await sent(
      {
        nodeType: 'image',
        params: { model: 'gpt-image-1', quality: 'high' },
        inputs: { prompt: 'A cat', images: [picture, picture] },
      },
      { images: [prepared('file', file), prepared('file', file, { name: 'a "b"\r\n.png' })] },
    );
    expect(request.url).toBe('/v1/images/edits');
    expect(partsOf(request)).toEqual([
      { name: 'image', file: 'cat.png', type: 'image/png', content: 'PNG' },
      { name: 'image', file: 'a %22b%22%0D%0A.png', type: 'image/png', content: 'PNG' },
      { name: 'model', content: 'gpt-image-1' },
      { name: 'prompt', content: 'A cat' },
      { name: 'size', content: '1024x1536' },
      { name: 'quality', content: 'high' },
    ]);
    const plain = await sent({ nodeType: 'image', params: { model: 'gpt-image-1' }, inputs: { prompt: 'A cat' } });
    expect(plain.url).toBe('/v1/images/generations');
  });

  it('Midjourney: params become flags, speed a prefix of the path', async () => {
    const request = await sent({
      nodeType: 'midjourney',
      params: { aspect_ratio: '16:9', version: '6', speed: 'fast', bot: 'niji', tile: true },
      inputs: { prompt: 'A cat' },
    });
    expect(request.url).toBe('/mj-fast/mj/submit/imagine');
    expect(textOf(request)).toBe('{"prompt":"A cat --ar 16:9 --v 6 --tile","botType":"NIJI_JOURNEY"}');
  });

  it('Midjourney button: by label, by emoji, by id', async () => {
    const buttons = [
      { label: 'U1', emoji: '', customId: 'MJ::U1' },
      { label: '', emoji: '🔄', customId: 'MJ::reroll' },
    ];
    for (const [button, customId] of [
      ['U1', 'MJ::U1'],
      ['🔄', 'MJ::reroll'],
      ['MJ::reroll', 'MJ::reroll'],
    ]) {
      const request = await sent({
        nodeType: 'midjourney-action',
        params: { button },
        inputs: { task: { id: '17', buttons } },
      });
      expect(request.url).toBe('/mj/submit/action');
      expect(textOf(request)).toBe(JSON.stringify({ taskId: '17', customId }));
    }
  });

  it('a base URL with a path keeps it', async () => {
    const server = await serve((_, response) => json(response, {}));
    await submit(client(`${server.url}/proxy/`), { nodeType: 'chat', params: {}, inputs: { prompt: 'Hi' } });
    expect(server.seen[0]?.url).toBe('/proxy/v1/chat/completions');
  });
});

describe('calls that look for their task by a list', () => {
  it('Kling gets a mark that names the attempt', async () => {
    const server = await serve((_, response) => json(response, {}));
    const gateway = client(server.url);
    const call = gateway.prepare({
      nodeType: 'video',
      params: { model: 'kling-v2-5-turbo' },
      inputs: { prompt: 'A cat' },
    });
    const { signal } = new AbortController();
    await gateway.submit(call, {}, { sink: await fileSink(), signal, mark: 'att_1' });
    const [request] = server.seen;
    expect(`${request?.method} ${request?.url}`).toBe('POST /kling/v1/videos/text2video');
    expect(JSON.parse(request?.body.toString('utf8') ?? '')).toEqual({
      model_name: 'kling-v2-5-turbo',
      prompt: 'A cat',
      mode: 'std',
      aspect_ratio: '16:9',
      duration: '5',
      external_task_id: 'att_1',
    });
  });

  it('Seedance writes flags behind the prompt for its first models, and fields for the others', async () => {
    const pictures = { images: [prepared('data-url', 'data:image/png;base64,AA'), prepared('data-url', 'data:b')] };
    const inputs = { prompt: 'A cat', images: [picture, picture] };
    const first = await sent(
      { nodeType: 'video', params: { model: 'doubao-seedance-1-0-pro-250528' }, inputs },
      pictures,
    );
    expect(`${first.method} ${first.url}`).toBe('POST /volc/v1/contents/generations/tasks');
    const frame = (url: string, role: string) => ({ type: 'image_url', image_url: { url }, role });
    expect(JSON.parse(textOf(first))).toEqual({
      model: 'doubao-seedance-1-0-pro-250528',
      content: [
        { type: 'text', text: 'A cat --rs 720p --rt 16:9 --dur 5 --wm false' },
        frame('data:image/png;base64,AA', 'first_frame'),
        frame('data:b', 'last_frame'),
      ],
    });
    const later = await sent(
      { nodeType: 'video', params: { model: 'doubao-seedance-2-0-260128', pictures: 'references' }, inputs },
      pictures,
    );
    expect(JSON.parse(textOf(later))).toEqual({
      model: 'doubao-seedance-2-0-260128',
      content: [
        { type: 'text', text: 'A cat' },
        frame('data:image/png;base64,AA', 'reference_image'),
        frame('data:b', 'reference_image'),
      ],
      resolution: '720p',
      ratio: '16:9',
      duration: 5,
      watermark: false,
    });
  });
});
