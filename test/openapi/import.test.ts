import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '#core/node/registry';
import { recipeSchema } from '#core/recipe/schema';
import { readApi } from '#electron/openapi/review';
import { json } from '../gateway/support/server.ts';
import { client, fileSink, prepared, registry, serve, submit } from '../gateway/support/world.ts';

const sloppy = readFileSync(fileURLToPath(new URL('../fixtures/openapi/sloppy.yaml', import.meta.url)), 'utf8');
const read = (text: string, name = 'api.yaml') => readApi(text, name, new Map());
const keys = (text: string): string[] => read(text).review.operations.map(({ key }) => key);

const minimal = {
  openapi: '3.1.0',
  paths: {
    '/v1/make': {
      post: {
        summary: 'Make',
        requestBody: {
          content: { 'application/json': { schema: { type: 'object', properties: { prompt: { type: 'string' } } } } },
        },
        responses: { 200: { content: { 'image/png': {} } } },
      },
    },
  },
};

describe('a document', () => {
  it('is JSON, with comments too, or YAML, or Markdown with either in code blocks', () => {
    const text = JSON.stringify(minimal, null, 2);
    expect(keys(text)).toEqual(['POST /v1/make']);
    expect(keys(text.replace('{', '{ // a comment\n').replace(/\}$/, ',}'))).toEqual(['POST /v1/make']);
    const page = `# 创建\n\nSome words.\n\n\`\`\`yaml\nopenapi: 3.0.1\npaths:\n  /a:\n    get: {}\n\`\`\`\n\nAn example:\n\n\`\`\`json\n{"a": 1}\n\`\`\`\n\n~~~json\n${text}\n~~~\n`;
    expect(keys(page)).toEqual(['GET /a', 'POST /v1/make']);
  });

  it.each([
    ['nothing', ''],
    ['a text', 'Dear reader'],
    ['a list', '[1, 2]'],
    ['Swagger 2', '{"swagger":"2.0","paths":{}}'],
    ['no paths', 'openapi: 3.0.0'],
    ['half a document', '{"openapi":"3.0.0","paths":{"/a":{"get":{'],
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${`*${'abcdefghi'[index]},`.repeat(9)}]`)
        .join('\n')}\nopenapi: 3.0.0\npaths: *j`,
    ],
  ])('that is %s fails nothing', (_name, text) => {
    const { review } = read(text);
    expect(review.operations.length + review.problems.length).toBeGreaterThan(0);
    for (const { message } of review.problems)
      expect([message.en, message.zh].every((words) => words !== '')).toBe(true);
  });

  it('of whatever JSON never fails as a whole, and gives only recipes that fit', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })),
        (paths, operation) => {
          const root = { openapi: '3.0.0', paths: { '/x/{y}': { post: operation, get: paths }, '/z': paths } };
          const api = read(JSON.stringify(root));
          const recipes = api.recipes(api.review.operations.map(({ key }) => ({ key, task: true })));
          for (const recipe of recipes) expect(recipeSchema.safeParse(recipe).success).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('opens nothing that it refers to outside of itself, and says so', () => {
    for (const reference of ['./other.yaml#/x', 'https://evil.example/x', 'file:///etc/passwd', '#/components/none']) {
      const root = structuredClone(minimal) as { paths: Record<string, { post: Record<string, unknown> }> };
      const { post } = root.paths['/v1/make'] ?? {};
      if (post !== undefined) post['requestBody'] = { $ref: reference };
      const { review } = read(JSON.stringify(root));
      expect(review.operations).toHaveLength(1);
      expect(review.problems.map(({ message }) => message.en)).toEqual([
        `It refers to “${reference}”, which is not there.`,
      ]);
    }
  });
});

describe('a sloppy export', () => {
  const api = read(sloppy, 'sloppy.yaml');
  const operation = (key: string) => api.review.operations.find((one) => one.key === key);
  const recipe = (key: string, task = false) => {
    const [made] = api.recipes([{ key, task }]);
    if (made === undefined) throw new Error(`no ${key}`);
    return recipeSchema.parse(made);
  };

  it('gives what can be used, and says what cannot and why', () => {
    expect(api.review.operations.map(({ key }) => key)).toEqual([
      'POST /v1/video/create',
      'GET /v1/video/query',
      'POST /v1/images/generations',
      'POST /v1/audio/transcriptions',
      'GET /kling/v1/videos/{id}',
      'GET /abs/path',
      'POST /form',
      'POST /loop',
      'POST /outside',
    ]);
    const told = api.review.problems.map(({ where, message }) => `${where}: ${message.en}`);
    expect(told).toEqual([
      'PATCH /kling/v1/videos/{id}: Requests with PATCH cannot be made.',
      'sloppy.yaml: The path “//evil/path” cannot be used.',
      'sloppy.yaml: The path “/null” cannot be used.',
      'sloppy.yaml: It refers to “#/components/schemas/Missing”, which is not there.',
      'sloppy.yaml: It refers to “./other.yaml#/x”, which is not there.',
    ]);
    const notes = (key: string) => operation(key)?.notes.map(({ en }) => en);
    expect(notes('POST /v1/images/generations')).toEqual([
      'The body is not described; its fields are those of the sample.',
      'The sample answer is of another endpoint (a chat) and is not used.',
    ]);
    expect(notes('POST /form')).toEqual(['A body of the type application/x-www-form-urlencoded cannot be sent.']);
  });

  it('has params of odd types as what they are meant to be', () => {
    const { params, ports, media, submit: step } = recipe('POST /v1/video/create');
    expect(params).toMatchObject({
      model: [{ type: 'text', default: 'sora-2' }],
      orientation: [
        { type: 'choice', open: true, default: 'portrait', options: [{ value: 'portrait' }, { value: 'landscape' }] },
      ],
      duration: [{ type: 'integer', min: 5, max: 15, default: 10 }],
      prompt_optimizer: [{ type: 'boolean', default: true }],
      cfg: [{ type: 'number' }],
      weird: [{ type: 'text' }],
      style: [{ type: 'choice' }],
      note: [{ type: 'text' }],
    });
    expect(params['cfg']?.[0]).not.toHaveProperty('min');
    expect(ports.inputs).toMatchObject({ prompt: { type: 'text' }, images: { type: 'list<image>' } });
    expect(media).toMatchObject({ images: [{ form: 'public-url' }] });
    expect(step.headers).toBeUndefined();
    expect(step.json).toMatchObject({ object: { meta: { omitEmpty: { object: { style: { param: 'style' } } } } } });
  });

  it('has a proposal for how a task is waited for, which counts only when it was confirmed', () => {
    const { task, result } = operation('POST /v1/video/create') ?? {};
    expect(task?.query).toBe('GET /v1/video/query');
    expect(result).toEqual({ kind: 'video', paths: ['video_url'] });
    expect(recipe('POST /v1/video/create').task).toBeUndefined();
    expect(recipe('POST /v1/video/create', true)).toMatchObject({
      task: { query: { method: 'GET', path: '/v1/video/query', query: { id: { param: 'id' } } } },
      outputs: { result: { as: 'media', kind: 'video', urls: ['video_url'], all: true } },
      ports: { outputs: { result: { type: 'list<video>' } } },
    });
    expect(operation('GET /v1/video/query')?.task).toBeUndefined();
  });

  it('has files of forms as inputs', () => {
    expect(recipe('POST /v1/audio/transcriptions')).toMatchObject({
      ports: { inputs: { file: { type: 'audio' } } },
      media: { file: [{ form: 'file' }] },
      submit: { multipart: { file: { omitEmpty: { input: 'file' } }, model: { param: 'model' } } },
      outputs: { result: { as: 'text', paths: ['text'] } },
    });
  });

  it('makes nodes that work: form, ports, request, waiting, result', async () => {
    const chosen = api.recipes([{ key: 'POST /v1/video/create', task: true }]);
    const own = createRegistry(registry.nodes, [...registry.recipes, ...chosen]);
    const params = { recipe: chosen[0]?.id ?? '', model: 'sora-2', orientation: 'landscape', style: 'news' };
    expect(Object.keys(own.paramsOf('api-operation', params))).toEqual(
      expect.arrayContaining(['recipe', 'model', 'prompt', 'duration', 'style']),
    );
    expect(own.paramsOf('api-operation', {})['recipe']).toMatchObject({
      options: [{ value: 'user/sloppy-v1-video-create', label: { en: '创建视频' } }],
    });
    const { inputs, outputs } = own.portsOf('api-operation', params);
    expect(Object.keys(inputs)).toEqual(['prompt', 'images']);
    expect(Object.keys(outputs)).toEqual(['answer', 'result']);
    const server = await serve((request, response) =>
      json(
        response,
        request.method === 'POST' ? { id: 'a:1', status: 'pending' } : { status: 'completed', video_url: '/v.mp4' },
      ),
    );
    const gateway = client(server.url, { registry: own });
    const call = {
      nodeType: 'api-operation',
      params,
      inputs: { prompt: 'A cat', images: [{ kind: 'image' as const, mime: 'image/png' }] },
    };
    const { outcome } = await submit(gateway, call, { images: [prepared('public-url', 'https://x/1.png')] });
    expect(JSON.parse(server.seen[0]?.body.toString() ?? '')).toEqual({
      model: 'sora-2',
      prompt: 'A cat',
      images: ['https://x/1.png'],
      orientation: 'landscape',
      duration: 10,
      prompt_optimizer: true,
      meta: { style: 'news' },
    });
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    const polled = await gateway.poll(outcome.task, { sink: await fileSink(), signal: new AbortController().signal });
    expect(server.seen[1]?.url).toBe('/v1/video/query?id=a%3A1');
    if (polled.kind !== 'done') throw new Error(JSON.stringify(polled));
    const found = await gateway.read(outcome.task.recipe, polled.answer, outcome.task);
    expect(found['result']).toMatchObject({ files: [{ url: `${server.url}/v.mp4` }] });
  });
});
