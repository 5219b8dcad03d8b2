import { expect } from 'vitest';
import { createRegistry } from '#core/node/registry';
import { defineRecipe } from '#core/recipe/schema';
import { createDefaultRegistry } from '#nodes/index';
import {
  asks,
  done,
  failed,
  film,
  kling,
  madeBut,
  midjourney,
  openai,
  page,
  picture,
  type Quirk,
  refused,
  suspended,
  talk,
  taskFailed,
  unasked,
} from './quirk.ts';

const registry = createDefaultRegistry();
const label = { en: 'x', zh: '某' };
const create = { method: 'POST', path: '/v1/video/create' } as const;

/** The words that a chat gave. */
const textOf = (ended: Parameters<NonNullable<Quirk['check']>>[0]): unknown => {
  const item = ended.item('n');
  return item?.state === 'done' ? item.outputs['text']?.value : undefined;
};

const stream = (...events: string[]): string => events.map((event) => `${event}\n\n`).join('');
const delta = (fields: unknown, finish: string | null = null): string =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: fields, finish_reason: finish }] })}`;
const sse = (body: string) => madeBut(200, body, 'text/event-stream');

/** Speech whose answer holds its sound in JSON: hexadecimal, or bare samples. */
const soundRecipe = (encoding: 'hex' | 'pcm') =>
  defineRecipe({
    id: `test/${encoding}`,
    version: 1,
    nodes: ['tts'],
    system: 'test',
    title: label,
    models: [{ id: encoding }],
    params: {},
    charges: true,
    submit: {
      method: 'POST',
      path: '/v1/audio/speech',
      json: { object: { model: { constant: 'tts-1' }, input: { input: 'text' }, voice: { constant: 'alloy' } } },
    },
    outputs: { audio: { as: 'media', kind: 'audio', base64: ['data.audio'], encoding } },
  });
/** A fal model, whose answers name addresses of fal itself. */
const falRecipe = defineRecipe({
  id: 'test/fal',
  version: 1,
  nodes: ['image'],
  system: 'test',
  title: label,
  models: [{ id: 'fal' }],
  params: {},
  charges: true,
  submit: { method: 'POST', path: '/fal-ai/flux-1/schnell', json: { object: { prompt: { input: 'prompt' } } } },
  task: {
    id: ['request_id'],
    query: { method: 'GET', path: '/fal-ai/auto/requests/{id}' },
    status: ['status'],
  },
  outputs: { images: { as: 'media', kind: 'image', urls: ['images[*].url'], all: true } },
});
const withRecipes = {
  registry: createRegistry(registry.nodes, [soundRecipe('hex'), soundRecipe('pcm'), falRecipe, ...registry.recipes]),
};

/** 0.1 s of a tone as a WAV file with 16 bit, mono, 8 kHz; without its head it is bare samples. */
const samples = Buffer.alloc(1600, 64);
const head = Buffer.from(
  '524946466406000057415645666d74201000000001000100401f0000803e0000020010006461746140060000',
  'hex',
);
const wav = Buffer.concat([head, samples]);

/** Section 18: what real clients had to handle. */
export const clients: readonly Quirk[] = [
  ...(
    [
      ['Midjourney’s code', midjourney, { code: 3, description: 'no' }],
      ['success false', film, { success: false, message: 'no' }],
      ['Suno’s code', film, { code: 'task_failed', message: 'no', data: null }],
      ['base_resp', film, { base_resp: { status_code: 2013, status_msg: 'no' } }],
      ['Kling’s code', kling, { code: 1303, message: 'no', request_id: 'r' }],
      ['an error object', film, openai('no')],
    ] as const
  ).map(
    ([what, nodes, body]): Quirk => ({
      id: '18/1',
      what: `HTTP 200 carrying an error: ${what}`,
      nodes,
      faults: [refused(200, body)],
      outcome: { node: 'failed', run: 'failed', attempts: ['rejected'], jobs: 0, says: /no/ },
    }),
  ),
  {
    id: '18/2',
    what: 'completed without a link for a while: asked a few more times',
    nodes: film,
    faults: [{ kind: 'completed-empty-url', times: 2 }],
    outcome: done(),
  },
  {
    id: '18/2',
    what: 'completed without a link for ever: /content has it',
    nodes: film,
    faults: [{ kind: 'completed-empty-url' }],
    outcome: done(),
    check: async (ended, _, practice) => {
      expect((await practice.log()).requests.some(({ path }) => path.endsWith('/content'))).toBe(true);
      expect(ended.item('n')).toMatchObject({ outputs: { video: { value: { mime: 'video/mp4' } } } });
    },
  },
  {
    id: '18/2',
    what: 'and neither has: said, with what the gateway answered kept',
    nodes: film,
    faults: [
      { kind: 'completed-empty-url' },
      { kind: 'status', status: 404, body: JSON.stringify(openai('Invalid URL')), match: { path: '/v1/videos/' } },
    ],
    outcome: taskFailed('gateway.bad-answer', /finished, but the gateway gives no result/, 'yes'),
  },
  {
    id: '18/3',
    what: 'the link inside fail_reason on success',
    nodes: film,
    faults: [{ kind: 'change-json', match: { path: '/v1/video/query' }, move: { video_url: 'data.fail_reason' } }],
    outcome: done(),
  },
  ...[' Succeed ', 'succeeded', 'cOmPlEtEd'].map(
    (word): Quirk => ({
      id: '18/4',
      what: `status “${word}”`,
      nodes: film,
      faults: [{ kind: 'task-status', words: ['ProCessing', word] }],
      outcome: done(),
    }),
  ),
  {
    id: '18/5',
    what: 'ids with colons, encoded in query and path',
    nodes: film,
    faults: [{ kind: 'completed-empty-url' }],
    outcome: done(),
    check: async (ended, _, practice) => {
      expect(ended.attempts[0]?.task?.id).toMatch(/^sora-2:task_/);
      const { requests } = await practice.log();
      expect(requests.some(({ query }) => query.includes('sora-2%3Atask_'))).toBe(true);
    },
  },
  {
    id: '18/5',
    what: 'unknown for the first seconds',
    nodes: film,
    faults: [
      unasked(400, openai('task_not_exist: x', 'task_not_exist'), 2),
      { kind: 'task-status', words: ['unknown', 'unknown', 'completed'] },
    ],
    outcome: done(),
  },
  {
    id: '18/6',
    what: 'base64 instead of a link',
    nodes: picture,
    faults: [madeBut(200, { data: [{ url: '', b64_json: tinyPng() }] })],
    outcome: done(),
  },
  {
    id: '18/6',
    what: 'a data URL inside markdown',
    nodes: picture,
    faults: [madeBut(200, { data: [{ url: `here: ![cat](data:image/png;base64,${tinyPng()})`, b64_json: '' }] })],
    outcome: done(),
  },
  {
    id: '18/7',
    what: 'a page instead of the answer to a poll',
    nodes: film,
    faults: [unasked(502, page, 2)],
    outcome: done(),
  },
  {
    id: '18/7',
    what: 'the console page with 200 for a route that is absent',
    nodes: kling,
    faults: [{ kind: 'html-200', match: { method: 'POST' } }],
    outcome: failed('gateway.no-route', /has no POST \/kling\/v1\/videos\/text2video/),
  },
  {
    id: '18/8',
    what: '524 though the job was made: asked about, and found by its mark',
    nodes: kling,
    faults: [madeBut(524, page)],
    outcome: asks(1, /HTTP 524.*may have been billed/),
    check: async (ended, world, practice) => {
      const found = await world.resume(ended, { answer: ['n', 'look'] });
      expect(found.item('n')?.state).toBe('done');
      expect(found.states).toEqual(['delivered']);
      expect((await practice.log()).created.jobs).toBe(1);
    },
  },
  {
    id: '18/9',
    what: 'saturation for minutes: waited out, while people are told',
    nodes: talk,
    faults: [refused(429, openai('当前分组上游负载已饱和，请稍后再试'), { times: 8 })],
    options: { onEvent: noteStatus },
    outcome: done(8),
    check: (ended, world) => {
      expect(world.clock.now() - Date.parse(ended.state.startedAt)).toBe((2 + 4 + 8 + 16 + 32 + 60 * 3) * 1000);
      expect(lastStatus).toMatch(/too many requests.*负载已饱和/);
    },
  },
  {
    id: '18/10',
    what: 'no channel names the model and the group',
    nodes: talk,
    faults: [refused(503, openai('当前分组 vip 下对于模型 gpt-5.2 无可用渠道', 'model_not_found'))],
    outcome: {
      ...failed('gateway.no-channel', /no channel for the model gpt-5\.2 in the group of the key: 当前分组 vip/),
      attempts: Array(4).fill('rejected'),
    },
  },
  { id: '18/11', what: 'an empty 429', nodes: film, faults: [refused(429, '', { times: 2 })], outcome: done(2) },
  {
    id: '18/12',
    what: 'a JSON error under the content type of a stream',
    nodes: talk,
    faults: [{ ...refused(200, openai('no')), contentType: 'text/event-stream' }],
    outcome: failed('gateway.rejected', /no/),
  },
  {
    id: '18/12',
    what: 'an error event before any word: refused',
    nodes: talk,
    faults: [{ ...refused(200, stream(`data: ${JSON.stringify(openai('no'))}`)), contentType: 'text/event-stream' }],
    outcome: failed('gateway.rejected', /no/),
  },
  {
    id: '18/12',
    what: 'an error event after some words: it may have been billed',
    nodes: talk,
    faults: [{ kind: 'stream-error', error: 'upstream broke', times: 1 }],
    outcome: asks(1, /upstream broke.*may have been billed/),
  },
  {
    id: '18/12',
    what: 'a stream that ends half-way without [DONE]',
    nodes: talk,
    faults: [{ kind: 'stream-error', times: 1 }],
    outcome: asks(1, /ended before it was complete.*may have been billed/),
  },
  {
    id: '18/12',
    what: 'a whole stream without [DONE], with pings and a usage chunk',
    nodes: talk,
    faults: [
      sse(stream(': PING', delta({ role: 'assistant', content: 'he' }), ': PING', delta({ content: 'llo' }, 'stop'))),
    ],
    outcome: done(),
    check: (ended) => expect(textOf(ended)).toBe('hello'),
  },
  {
    id: '18/12',
    what: 'choices empty in the usage chunk, and <think> inside the content',
    nodes: talk,
    faults: [
      sse(
        stream(
          delta({ content: '<think>hm' }),
          delta({ content: '</think>hello' }, 'stop'),
          'data: {"choices":[],"usage":{"total_tokens":3}}',
          'data: [DONE]',
        ),
      ),
    ],
    outcome: done(),
    check: (ended) => expect(textOf(ended)).toBe('hello'),
  },
  ...[401, 403, 410].map(
    (status): Quirk => ({
      id: '18/13',
      what: `a link that died (${status}) is asked for again through the task`,
      nodes: film,
      faults: [{ kind: 'status', status, body: 'expired', match: { path: '/files/' }, times: 1 }],
      outcome: done(),
    }),
  ),
  {
    id: '18/14',
    what: 'addresses of the service itself in an answer are never asked: the gateway is',
    nodes: [['n', 'image', { prompt: 'a cat', model: 'fal' }]],
    world: withRecipes,
    faults: [],
    outcome: done(),
  },
  {
    id: '18/15',
    what: 'pictures in the form that each system wants: full data URL, public URL',
    nodes: [
      ['p', 'image', { prompt: 'a cat' }],
      ['n', 'midjourney', { prompt: 'a cat' }],
      ['v', 'video', { prompt: 'a cat', duration: 10 }],
      ['s', 'video', { prompt: 'a cat', model: 'doubao-seedance-1-5-pro-251215' }],
    ],
    wires: ['p.images > n.images', 'p.images > v.images', 'p.images > s.images'],
    options: { allowUpload: true },
    faults: [],
    outcome: { node: 'done', run: 'done', attempts: ['delivered', 'delivered', 'delivered', 'delivered'], jobs: 4 },
  },
  {
    id: '18/16',
    what: 'an id that is a number beyond 2^53 keeps its digits',
    nodes: midjourney,
    faults: [{ kind: 'big-number-id' }],
    outcome: done(),
    check: (ended) => expect(ended.attempts[0]?.task?.id).toMatch(/^\d{16,}$/),
  },
  {
    id: '18/17',
    what: 'speech as hexadecimal text',
    nodes: [['n', 'tts', { text: 'hello', model: 'hex' }]],
    world: withRecipes,
    faults: [madeBut(200, { data: { audio: wav.toString('hex') }, base_resp: { status_code: 0 } })],
    outcome: done(),
    check: (ended) => expect(ended.item('n')).toMatchObject({ outputs: { audio: { value: { bytes: wav.length } } } }),
  },
  {
    id: '18/17',
    what: 'speech as bare samples',
    nodes: [['n', 'tts', { text: 'hello', model: 'pcm' }]],
    world: withRecipes,
    faults: [madeBut(200, { data: { audio: samples.toString('base64') } })],
    outcome: done(),
    check: (ended) => expect(ended.item('n')).toMatchObject({ outputs: { audio: { value: { kind: 'audio' } } } }),
  },
  {
    id: '18/18',
    what: 'no recipe sends a field with a space in its name; an answer with // comments is no JSON',
    nodes: film,
    faults: [{ ...refused(200, '{"id":"1", // the id\n"status":"pending"}'), contentType: 'application/json' }],
    outcome: asks(0, /cannot be read.*may have been billed/),
    check: () => {
      const names = new Set<string>();
      JSON.stringify(registry.recipes, (key, value: unknown) => {
        names.add(key);
        return value;
      });
      expect([...names].filter((name) => name !== name.trim())).toEqual([]);
    },
  },
  ...(
    [
      ['提示词包含敏感内容，已违规', failed('gateway.refused-content', /敏感/)],
      ['用户额度不足', suspended(/used up/)],
      ['{"upstream":"content policy violation"}', failed('gateway.refused-content', /content policy/)],
    ] as const
  ).map(
    ([message, outcome]): Quirk => ({
      id: '18/19',
      what: `words that carry no code: ${message}`,
      nodes: picture,
      faults: [refused(500, openai(message))],
      outcome,
    }),
  ),
  ...['real person detected', 'possible copyright infringement', '内容违规，请修改提示词'].map(
    (reason): Quirk => ({
      id: '18/20',
      what: `a refusal minutes later: ${reason}`,
      nodes: film,
      faults: [{ kind: 'task-fails', reason, match: create }],
      outcome: taskFailed('gateway.refused-content', /refused the content/),
    }),
  ),
];

let lastStatus: string | undefined;
function noteStatus(event: { event: string; status?: string | undefined }): void {
  // An empty one takes the words away when the waiting is over.
  if (event.event === 'node-progress' && event.status !== '') lastStatus = event.status;
}

/** A picture of one pixel, in base64. */
function tinyPng(): string {
  return 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
}
