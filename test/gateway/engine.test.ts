import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Found, NodeCall, PreparedMedia, TaskRef } from '#core/gateway/contract';
import { type RecipeSource, recipeSchema } from '#core/recipe/schema';
import type { MediaValue } from '#core/value/value';
import { FakeClock } from '../support/fake-clock.ts';
import { json, type Seen } from './support/server.ts';
import { client, fileSink, folder, prepared, registryWith, serve, submit } from './support/world.ts';

const title = { en: 'Test', zh: '测试' };
const png = (more: Partial<MediaValue> = {}): MediaValue => ({ kind: 'image', mime: 'image/png', ...more });

/** A recipe for the node `image`, with a model of its own. */
function recipe(own: Partial<RecipeSource>): RecipeSource {
  return {
    id: 'test/engine',
    version: 1,
    nodes: ['image'],
    system: 'test',
    title,
    models: [{ id: 'lab-1' }, { id: 'lab-2' }, { id: 'owner/name' }],
    params: {},
    charges: true,
    submit: { method: 'POST', path: '/make', json: { object: { prompt: { input: 'prompt' } } } },
    outputs: { images: { as: 'media', kind: 'image', urls: ['data[*].url'], all: true } },
    ...own,
  };
}

const call = (more: Partial<NodeCall> = {}): NodeCall => ({
  nodeType: 'image',
  params: { model: 'lab-1' },
  inputs: { prompt: 'A cat' },
  ...more,
});

/** What a call puts on the wire. */
async function sent(own: Partial<RecipeSource>, one: NodeCall, media: PreparedMedia = {}): Promise<Seen> {
  const server = await serve((_, response) => json(response, { data: [{ url: 'https://x/1.png' }] }));
  await submit(client(server.url, { registry: registryWith(recipe(own)) }), one, media);
  const [request] = server.seen;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

function refusal(own: Partial<RecipeSource>, one: NodeCall): unknown {
  const gateway = client('https://gateway.example', { registry: registryWith(recipe(own)) });
  try {
    gateway.prepare(one);
  } catch (error) {
    return (error as { info: unknown }).info;
  }
  throw new Error('it was accepted');
}

/** The outputs of an answer. */
async function read(own: Partial<RecipeSource>, body: unknown, contentType = 'application/json', task?: TaskRef) {
  const file = path.join(folder(), 'answer');
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  writeFileSync(file, content);
  const gateway = client('https://gateway.example/base', { registry: registryWith(recipe(own)) });
  const answer = { name: 'answer', file, status: 200, contentType, bytes: content.length };
  return gateway.read('test/engine', answer, task);
}

const filesOf = (found: Found | undefined) => (found?.kind === 'files' ? found.files : found);

describe('a request', () => {
  it('has the headers of its recipe, but never those that speak for somebody', async () => {
    const request = await sent(
      { submit: { method: 'POST', path: '/make', headers: { 'X-DashScope-Async': { constant: 'enable' } } } },
      call(),
    );
    expect(request.headers).toMatchObject({
      'x-dashscope-async': 'enable',
      authorization: expect.stringMatching(/^Bearer /),
    });
    for (const name of ['Authorization', 'Cookie', 'Host', 'X-Api-Key', 'Content-Length', 'Bad Name']) {
      const step = { method: 'POST' as const, path: '/make', headers: { [name]: { constant: 'x' } } };
      expect(recipeSchema.safeParse(recipe({ submit: step })).success, name).toBe(false);
    }
    expect(
      refusal(
        { submit: { method: 'POST', path: '/make', headers: { 'X-A': { input: 'prompt' } } } },
        call({ inputs: { prompt: 'a\r\nHost: evil' } }),
      ),
    ).toMatchObject({ code: 'param.invalid', place: { field: 'X-A' } });
  });

  it('keeps the slashes of owner/model, and no value leaves its place in the address', async () => {
    const submitStep = { method: 'POST' as const, path: '/models/{+model}/predictions' };
    expect((await sent({ submit: submitStep }, call({ params: { model: 'owner/name' } }))).url).toBe(
      '/models/owner/name/predictions',
    );
    const encoded = { method: 'POST' as const, path: '/models/{model}:run' };
    expect((await sent({ submit: encoded }, call({ params: { model: 'owner/name' } }))).url).toBe(
      '/models/owner%2Fname:run',
    );
    for (const model of ['..', 'a/../b', '/a', 'a//b']) {
      const step = { submit: submitStep, match: ['*'], models: [] };
      expect(refusal(step, call({ params: { model, recipe: 'test/engine' } })), model).toMatchObject({
        code: 'param.invalid',
        place: { field: 'model' },
      });
    }
  });

  it('takes values out of inputs for its path, and lists into its query', async () => {
    const request = await sent(
      {
        ports: { inputs: { task: { type: 'json', label: title } } },
        submit: {
          method: 'GET',
          path: '/seed/{task_id}',
          values: { task_id: { input: 'task', path: 'id' } },
          query: { 'filter.ids': { list: [{ param: 'task_id' }, { constant: 2 }] } },
        },
      },
      call({ inputs: { prompt: 'x', task: { id: 'a:b' } } }),
    );
    expect(request.url).toBe('/seed/a%3Ab?filter.ids=a%3Ab&filter.ids=2');
  });

  it('puts files into parts wherever a mapping names them, and takes no text for a file', async () => {
    const file = path.join(folder(), 'cat.png');
    writeFileSync(file, 'PNG');
    const request = await sent(
      {
        media: { images: { form: 'file' } },
        submit: {
          method: 'POST',
          path: '/make',
          multipart: {
            first: { input: 'images', path: '[0]' },
            'rest[]': { input: 'images' },
            kind: { files: 'images', path: '[0].mime' },
            prompt: { input: 'prompt' },
          },
        },
      },
      call({ inputs: { prompt: file, images: [png(), png()] } }),
      { images: [prepared('file', file), prepared('file', file)] },
    );
    const body = request.body.toString('utf8');
    expect([...body.matchAll(/; name="([^"]+)"/g)].map((match) => match[1])).toEqual([
      ...['first', 'rest[]', 'rest[]', 'kind', 'prompt'],
    ]);
    expect(body.match(/filename="cat.png"/g)).toHaveLength(3);
    expect(body).toContain(`name="prompt"\r\n\r\n${file}`);
    expect(body).toContain('name="kind"\r\n\r\nimage/png');
  });
});

describe('forms for models', () => {
  const own: Partial<RecipeSource> = {
    params: {
      size: [
        { type: 'choice', models: ['lab-1'], default: '1K', options: [{ value: '1K' }], label: title },
        {
          type: 'choice',
          default: '2:3',
          options: [{ value: '2:3' }, { value: '1:1', models: ['lab-2'] }],
          label: title,
        },
      ],
    },
    ports: { inputs: { mask: { type: 'image', label: title, models: ['lab-2'] } } },
    media: {
      images: [
        { form: 'base64', models: ['lab-1'], minCount: 1, maxCount: 1 },
        { form: 'public-url', models: ['lab-2'], maxTotalBytes: 1000 },
      ],
      mask: { form: 'data-url', sameSizeAs: 'images', convert: false },
    },
    texts: { prompt: [{ models: ['lab-2'], maxLength: 3 }] },
    checks: [
      {
        holds: { not: { all: [{ present: { input: 'mask' } }, { not: { present: { input: 'images' } } }] } },
        field: 'mask',
        problem: { en: 'needs a picture that it covers', zh: '需要对应的图片' },
      },
    ],
  };
  const registry = registryWith(recipe(own));

  it('are params with other ranges and choices', () => {
    const size = (model: string) => registry.paramsOf('image', { model })['size'];
    expect(size('lab-1')).toMatchObject({ default: '1K', options: [{ value: '1K' }] });
    expect(size('lab-2')).toMatchObject({ default: '2:3', options: [{ value: '2:3' }, { value: '1:1' }] });
    expect(size('owner/name')).toMatchObject({ default: '2:3', options: [{ value: '2:3' }] });
  });

  it('are ports that only some models have', () => {
    expect(Object.keys(registry.portsOf('image', { model: 'lab-2' }).inputs)).toEqual(['prompt', 'images', 'mask']);
    expect(Object.keys(registry.portsOf('image', { model: 'lab-1' }).inputs)).toEqual(['prompt', 'images']);
  });

  it('are files in another form, with other limits', () => {
    const gateway = client('https://gateway.example', { registry });
    const form = (model: string) =>
      gateway
        .prepare(call({ params: { model }, inputs: { prompt: 'x', images: [png()] } }))
        .media.map((need) => need.form);
    expect([form('lab-1'), form('lab-2')]).toEqual([['base64'], ['public-url']]);
    const two = { prompt: 'x', images: [png({ bytes: 600, width: 9, height: 9 }), png({ bytes: 600 })] };
    const message = (one: NodeCall) => (refusal(own, one) as { message: string }).message;
    expect(message(call())).toBe('“images” has no file; lab-1 wants one file.');
    expect(message(call({ inputs: two }))).toBe('“images” has 2 files; lab-1 takes one file at most.');
    expect(message(call({ params: { model: 'lab-2' }, inputs: two }))).toBe(
      'The files of “images” have 1 kB together; lab-2 takes at most 1 kB.',
    );
    expect(message(call({ params: { model: 'lab-2' }, inputs: { prompt: 'four' } }))).toMatch(/4 characters/);
    expect(message(call({ params: { model: 'owner/name' }, inputs: { prompt: 'x', images: [png()] } }))).toBe(
      'owner/name takes no files on “images”.',
    );
    const mask = { prompt: 'x', images: [png({ width: 9, height: 9 })], mask: png({ width: 9, height: 8 }) };
    expect(message(call({ params: { model: 'lab-2' }, inputs: mask }))).toMatch(
      /is 9 × 8 pixels and “images” is 9 × 9/,
    );
  });

  it('are things that must hold together', () => {
    expect(refusal(own, call({ params: { model: 'lab-2' }, inputs: { prompt: 'x', mask: png() } }))).toMatchObject({
      code: 'param.invalid',
      message: '“mask” needs a picture that it covers.',
      place: { field: 'mask' },
    });
  });

  it('can be chosen for a model that nobody knows', () => {
    expect(registry.recipeFor('image', { model: 'of-tomorrow' })).toBeUndefined();
    expect(registry.paramsOf('image', { model: 'of-tomorrow' })['recipe']).toMatchObject({ type: 'choice' });
    expect(registry.paramsOf('image', { model: 'lab-1' })).not.toHaveProperty('recipe');
    const params = { model: 'of-tomorrow', recipe: 'test/engine' };
    expect(registry.recipeFor('image', params)?.id).toBe('test/engine');
    const { params: used } = client('https://gateway.example', { registry }).prepare(call({ params }));
    expect(used).toEqual({ model: 'of-tomorrow', size: '2:3' });
  });
});

describe('a task', () => {
  const film: Partial<RecipeSource> = {
    params: { mode: { type: 'choice', options: [{ value: 'fast' }], label: title } },
    task: {
      id: ['task_id'],
      query: {
        method: 'POST',
        path: '/{mode}/query/{request}',
        values: { request: { answer: ['request_id'] } },
        json: { object: { ids: { list: [{ param: 'id' }] } } },
      },
      status: ['status'],
      stillRunning: ['still in progress'],
      reason: ['why'],
      retrieve: {
        method: 'GET',
        path: '/files',
        values: { file: { answer: ['file_id'] } },
        query: { id: { param: 'file' } },
      },
      patience: 2,
    },
    outputs: {
      images: { as: 'media', kind: 'image', urls: ['file.url'], all: true },
      task: {
        as: 'json',
        give: { object: { id: { param: 'id' }, mode: { param: 'mode' }, seed: { answer: ['seed'] } } },
      },
    },
    ports: { outputs: { task: { type: 'json', label: title } } },
  };

  async function run(replies: readonly { status?: number; body: unknown }[]) {
    const left = [...replies];
    const server = await serve((_, response) => {
      const reply = left.shift();
      json(response, reply?.body, reply?.status);
    });
    const clock = new FakeClock();
    const gateway = client(server.url, { registry: registryWith(recipe(film)), clock });
    const { outcome } = await submit(gateway, call({ params: { model: 'lab-1', mode: 'fast' } }));
    if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
    const outcomes = [];
    while (left.length > 0) {
      const sink = await fileSink();
      const polled = await gateway.poll(outcome.task, { sink, signal: new AbortController().signal });
      outcomes.push(polled);
      if (polled.kind === 'done')
        return { server, outcomes, found: await gateway.read('test/engine', polled.answer, outcome.task) };
    }
    return { server, outcomes, found: undefined };
  }

  it('keeps values of the answer that accepted it, and takes those of a query into what fetches the result', async () => {
    const { server, outcomes, found } = await run([
      { body: { task_id: 17, request_id: 'r/1' } },
      { status: 400, body: { detail: 'Request is STILL in progress' } },
      { body: { status: 'success', file_id: 'f 1' } },
      { body: { file: { url: '/f.png' }, seed: 7 } },
    ]);
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /make',
      'POST /fast/query/r%2F1',
      'POST /fast/query/r%2F1',
      'GET /files?id=f%201',
    ]);
    expect(server.seen[1]?.body.toString()).toMatch(/^\{"ids":\["?\d+"?\]\}$/);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['running', 'done']);
    expect(filesOf(found?.['images'])).toMatchObject([{ url: `${server.url}/f.png` }]);
    expect(found?.['task']).toMatchObject({ kind: 'value', value: { mode: 'fast', seed: 7 } });
  });

  it('that is done without a result says why, when the answer does', async () => {
    const { outcomes } = await run([
      { body: { task_id: '1', request_id: 'r' } },
      { body: { status: 'success', why: 'the film broke' } },
      { body: { status: 'success', why: 'the film broke' } },
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'running' },
      { kind: 'failed', error: { code: 'task.failed', message: 'The task ended without a result: the film broke' } },
    ]);
    const refused = { body: { status: 'success', why: '内容违规' } };
    const second = await run([{ body: { task_id: '1', request_id: 'r' } }, refused, refused]);
    expect(second.outcomes[1]).toMatchObject({ kind: 'failed', error: { code: 'gateway.refused-content' } });
  });

  it('whose result comes with the first answer is received at once', async () => {
    const server = await serve((_, response) => json(response, { file: { url: 'https://x/1.png' }, seed: 1 }));
    const gateway = client(server.url, { registry: registryWith(recipe(film)) });
    const { outcome } = await submit(gateway, call({ params: { model: 'lab-1', mode: 'fast' } }));
    expect(outcome.kind).toBe('received');
  });
});

describe('an answer', () => {
  const media = (more: object): Partial<RecipeSource> => ({
    outputs: { images: { as: 'media', kind: 'image', all: true, ...more } },
  });
  const sound = (more: object): Partial<RecipeSource> => ({
    outputs: { images: { as: 'media', kind: 'audio', ...more } },
  });

  it('may have files inline, in hexadecimal, or as bare samples', async () => {
    const gemini = {
      candidates: [
        {
          content: {
            parts: [
              { text: 'Here' },
              { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
              { inlineData: { mimeType: 'audio/L16;codec=pcm;rate=16000', data: 'BBBB' } },
            ],
          },
        },
      ],
    };
    const inline = [{ at: 'candidates[*].content.parts[*].inlineData', data: 'data', mime: 'mimeType' }];
    expect(filesOf((await read(media({ inline }), gemini))['images'])).toEqual([
      { media: 'image', base64: 'AAAA', mime: 'image/png' },
    ]);
    expect((await read(sound({ inline }), gemini))['images']).toEqual({
      kind: 'file',
      file: { media: 'audio', base64: expect.stringMatching(/^UklGR/), mime: 'audio/wav' },
    });
    const head = (found: Found | undefined): Buffer => {
      if (found?.kind !== 'file' || !('base64' in found.file)) throw new Error('no content');
      return Buffer.from(found.file.base64, 'base64').subarray(0, 44);
    };
    const gem = head((await read(sound({ inline }), gemini))['images']);
    expect([gem.readUInt32LE(24), gem.readUInt16LE(22), gem.readUInt32LE(40)]).toEqual([16_000, 1, 3]);
    const hex = { base64: ['data.audio'], encoding: 'hex' };
    expect((await read(sound(hex), { data: { audio: '494433' } }))['images']).toMatchObject({
      file: { base64: 'SUQz' },
    });
    const pcm = { base64: ['audio'], encoding: 'pcm', samples: { rate: 32_000, channels: 2 } };
    const own = head((await read(sound(pcm), { audio: 'AAAAAA==' }))['images']);
    expect([own.readUInt32LE(24), own.readUInt16LE(22)]).toEqual([32_000, 2]);
    expect((await read(sound(pcm), { audio: 'SUQzBA==' }))['images']).toMatchObject({ file: { base64: 'SUQzBA==' } });
    const body = head((await read(sound({ body: true }), 'samples', 'audio/pcm'))['images']);
    expect([body.readUInt32LE(24), body.readUInt32LE(40)]).toEqual([24_000, 7]);
  });

  it('may be a text with links: pictures that it shows, and no preview for a film', async () => {
    const text =
      'Progress 76..\n\n![preview](https://x/p.webp)\n[播放▶️](https://x/f.mp4?a=1) [download](https://x/dl) `id`';
    const body = { choices: [{ message: { content: text } }] };
    const urls = ['choices[0].message.content'];
    expect(filesOf((await read(media({ urls }), body))['images'])).toMatchObject([{ url: 'https://x/p.webp' }]);
    const film = { outputs: { images: { as: 'media' as const, kind: 'video' as const, urls } } };
    expect((await read(film, body))['images']).toMatchObject({ file: { url: 'https://x/f.mp4?a=1' } });
  });

  it('has links of the service behind the gateway, which are of the gateway', async () => {
    const own = { ...media({ urls: ['out'] }), upstream: [{ from: 'https://api.replicate.com', to: '/replicate' }] };
    expect(filesOf((await read(own, { out: 'https://api.replicate.com/v1/files/1' }))['images'])).toMatchObject([
      { url: 'https://gateway.example/base/replicate/v1/files/1' },
    ]);
    expect(filesOf((await read(own, { out: 'https://api.replicate.com.evil/1.png' }))['images'])).toMatchObject([
      { url: 'https://api.replicate.com.evil/1.png' },
    ]);
  });

  it('may be without an output that is optional, but not without any', async () => {
    const own: Partial<RecipeSource> = {
      outputs: {
        images: { as: 'media', kind: 'image', urls: ['image'], all: true, optional: true },
        task: { as: 'json', paths: ['clips[*].id'], all: true, optional: true },
      },
      ports: { outputs: { task: { type: 'list<json>', label: title } } },
    };
    expect(await read(own, { clips: [{ id: 'a' }, { id: 'b' }] })).toEqual({
      task: { kind: 'value', value: ['a', 'b'] },
    });
    await expect(read(own, { nothing: true })).rejects.toMatchObject({ code: 'gateway.bad-answer' });
  });

  it('without a result says that the content was refused, where the recipe knows how', async () => {
    const own: Partial<RecipeSource> = {
      refused: [
        { path: 'data[*].is_image_safe', values: [false], says: { en: 'the picture is not safe', zh: '图片不安全' } },
        { path: 'promptFeedback.blockReason' },
      ],
    };
    await expect(read(own, { data: [{ url: null, is_image_safe: false }] })).rejects.toMatchObject({
      info: { code: 'gateway.refused-content', message: 'The model refused to answer: the picture is not safe' },
    });
    await expect(read(own, { promptFeedback: { blockReason: 'SAFETY' } })).rejects.toMatchObject({
      info: { code: 'gateway.refused-content', message: 'The model refused to answer: SAFETY' },
    });
  });
});
