import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PollOutcome, TaskRef } from '#core/gateway/contract';
import type { RecipeSource } from '#core/recipe/schema';
import { FakeClock } from '../support/fake-clock.ts';
import { json, type Seen } from './support/server.ts';
import { client, fileSink, registry, registryWith, serve } from './support/world.ts';

const start = new FakeClock().now();
const video: Omit<TaskRef, 'baseUrl'> = {
  recipe: 'video/sora-unified',
  id: 'sora-2:task_01k',
  params: {},
  createdAt: new Date(start).toISOString(),
};
const picture: Omit<TaskRef, 'baseUrl'> = { ...video, recipe: 'midjourney/imagine', id: '1730' };

interface Reply {
  readonly status?: number;
  readonly body: unknown;
  readonly html?: boolean;
}

/** Polls once for each reply, with one client; `age` is how long ago the task was created, in milliseconds. */
async function poll(task: Omit<TaskRef, 'baseUrl'>, replies: readonly Reply[], age = 0, recipe?: RecipeSource) {
  const left = [...replies];
  const server = await serve((_, response) => {
    const reply = left.shift();
    if (reply === undefined) throw new Error('too many polls');
    if (reply.html === true)
      response.writeHead(reply.status ?? 200, { 'content-type': 'text/html' }).end(String(reply.body));
    else json(response, reply.body, reply.status);
  });
  const registryInUse = recipe === undefined ? registry : registryWith(recipe);
  const gateway = client(server.url, {
    clock: { now: () => start + age, sleep: () => Promise.resolve() },
    registry: registryInUse,
  });
  const outcomes: PollOutcome[] = [];
  let stored = '';
  while (left.length > 0) {
    const sink = await fileSink();
    outcomes.push(await gateway.poll({ ...task, baseUrl: server.url }, { sink, signal: new AbortController().signal }));
    expect(sink.closed()).toBe(true);
    stored = readFileSync(sink.file, 'utf8');
  }
  return { outcomes, stored, gateway, seen: server.seen as readonly Seen[] };
}

async function one(task: Omit<TaskRef, 'baseUrl'>, reply: Reply, age = 0): Promise<PollOutcome> {
  const { outcomes } = await poll(task, [reply], age);
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

describe('a poll', () => {
  it('asks for the task by its id, URL-encoded', async () => {
    const { seen } = await poll(video, [{ body: { status: 'pending' } }]);
    expect(`${seen[0]?.method} ${seen[0]?.url}`).toBe('GET /v1/video/query?id=sora-2%3Atask_01k');
    const other = await poll({ ...picture, id: 'a/../b?c' }, [{ body: { status: '' } }]);
    expect(other.seen[0]?.url).toBe('/mj/task/a%2F..%2Fb%3Fc/fetch');
  });

  it('reuses its connection', async () => {
    const { seen } = await poll(video, [{ body: { status: 'pending' } }, { body: { status: 'processing' } }]);
    expect(new Set(seen.map((request) => request.connection)).size).toBe(1);
  });

  it.each([
    [{ status: 'pending' }, 'pending', undefined],
    [{ status: 'processing', progress: 45 }, 'processing', 0.45],
    [{ status: ' In_Progress ', detail: { pending_info: { progress_pct: 0.3 } } }, ' In_Progress ', 0.3],
    [{ status: 'video_generation_completed', progress: '80%' }, 'video_generation_completed', 0.8],
    [{ status: 'a word of next year' }, 'a word of next year', undefined],
    [{ status: 'processing', error: 'a warning' }, 'processing', undefined],
  ])('of %j finds it running', async (body, status, progress) => {
    expect(await one(video, { body })).toEqual({ kind: 'running', status, progress });
  });

  it('finds a finished task and keeps its answer', async () => {
    const body = { id: 'x', status: 'completed', video_url: 'https://files.example/v.mp4', error: '' };
    const { outcomes, stored, gateway } = await poll(video, [{ body }]);
    const [outcome] = outcomes;
    if (outcome?.kind !== 'done') throw new Error(JSON.stringify(outcome));
    expect(JSON.parse(stored)).toEqual(body);
    const found = await gateway.read(video.recipe, outcome.answer);
    expect(found).toMatchObject({
      video: { kind: 'file', file: { media: 'video', url: 'https://files.example/v.mp4' } },
    });
  });

  it('finds a result in the detail of a task', async () => {
    const body = {
      status: 'completed',
      video_url: null,
      detail: { generations: [{ url: 'https://files.example/v.mp4' }] },
    };
    expect(await one(video, { body })).toMatchObject({ kind: 'done' });
  });

  it('waits a few polls for the result of a finished task, then calls it failed', async () => {
    const reply = { body: { status: 'SUCCESS', imageUrl: '' } };
    const { outcomes } = await poll(picture, [reply, reply, reply]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['running', 'running', 'failed']);
    expect(outcomes[2]).toMatchObject({ error: { code: 'gateway.bad-answer' } });
  });

  it('asks the last step of a recipe for a result that the task does not have', async () => {
    const recipe: RecipeSource = {
      id: 'test/native',
      version: 1,
      nodes: ['test'],
      system: 'test',
      title: { en: 'x', zh: 'x' },
      models: [],
      params: {},
      charges: true,
      submit: { method: 'POST', path: '/v1/videos', json: { object: {} } },
      task: {
        id: ['id'],
        query: { method: 'GET', path: '/v1/videos/{id}' },
        status: ['status'],
        retrieve: { method: 'GET', path: '/v1/videos/{id}/content', answer: 'binary' },
      },
      outputs: { video: { as: 'media', kind: 'video', urls: ['video_url'], body: true } },
    };
    const empty = { body: { status: 'completed' } };
    const left: Reply[] = [empty, empty, empty, { body: 'mp4' }];
    const { outcomes, seen, stored } = await poll({ ...video, recipe: recipe.id }, left, 0, recipe);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['running', 'running', 'done']);
    expect(seen.at(-1)?.url).toBe('/v1/videos/sora-2%3Atask_01k/content');
    expect(stored).toBe('mp4');
  });

  it.each([
    [{ status: 'failed', error: 'no money' }, 'task.failed', 'The task failed: no money'],
    [{ status: 'FAILURE', error: { code: 1, message: 'x' } }, 'task.failed', 'The task failed: x'],
    [{ status: 'failed', error: { message: '' }, fail_reason: 'y' }, 'task.failed', 'The task failed: y'],
    [{ status: 'failed', error: '内容违规' }, 'gateway.refused-content', 'The gateway refused the content: 内容违规'],
    [{ status: 'failed' }, 'task.failed', 'The task failed; the gateway does not say why.'],
    [{ status: 'cancelled' }, 'task.failed', 'The task was cancelled at the gateway.'],
  ])('of %j finds it failed', async (body, code, message) => {
    const outcome = await one(video, { body });
    expect(outcome).toMatchObject({ kind: 'failed', error: { code, message } });
  });

  it('of a Midjourney task takes its whole answer and does not wait for a choice', async () => {
    const done = {
      id: '1730',
      status: 'SUCCESS',
      progress: '100%',
      imageUrl: 'https://cdn.example/i.png',
      failReason: '',
      buttons: [],
    };
    const { outcomes, gateway } = await poll(picture, [{ body: done }]);
    const [outcome] = outcomes;
    if (outcome?.kind !== 'done') throw new Error(JSON.stringify(outcome));
    const found = await gateway.read(picture.recipe, outcome.answer);
    expect(found['task']).toEqual({ kind: 'value', value: done });
    expect(found['image']).toMatchObject({ kind: 'file', file: { url: 'https://cdn.example/i.png' } });
    expect(await one(picture, { body: { status: 'MODAL' } })).toMatchObject({ kind: 'failed' });
    expect(await one(picture, { body: { status: '', code: 1, description: 'x' } })).toMatchObject({ kind: 'running' });
  });
});

describe('a poll that fails says nothing of the task', () => {
  it.each([
    ['a refused key', { status: 401, body: { error: { message: '无效的令牌' } } }, 'connection.key-refused'],
    ['429', { status: 429, body: '' }, 'gateway.rate-limited'],
    ['502', { status: 502, body: '<html>', html: true }, 'gateway.no-answer'],
    ['the console page', { body: '<!doctype html>', html: true }, 'gateway.no-route'],
    ['an absent route', { status: 404, body: { error: { message: 'Invalid URL (GET /v1/x)' } } }, 'gateway.no-route'],
    ['an error with 200', { body: { error: { message: 'try later' } } }, 'gateway.rejected'],
    ['what is no JSON', { body: 'hello' }, 'gateway.bad-answer'],
  ] as const)('%s', async (_, reply, code) => {
    expect(await one(video, reply, 10 * 60_000)).toMatchObject({ kind: 'no-answer', error: { code, retryable: true } });
  });

  it('a gateway that is not there', async () => {
    const server = await serve(() => undefined);
    await server.close();
    const options = { sink: await fileSink(), signal: new AbortController().signal };
    const outcome = await client(server.url).poll({ ...video, baseUrl: server.url }, options);
    expect(outcome).toMatchObject({ kind: 'no-answer', error: { code: 'connection.unreachable', retryable: true } });
  });

  it('one that is stopped throws the reason', async () => {
    const stop = new AbortController();
    const reason = new Error('stop');
    const server = await serve(() => stop.abort(reason));
    const options = { sink: await fileSink(), signal: stop.signal };
    await expect(client(server.url).poll({ ...video, baseUrl: server.url }, options)).rejects.toBe(reason);
  });
});

describe('a task that the gateway does not know', () => {
  const unknown: Reply[] = [
    { status: 404, body: { error: { message: 'task not found' } } },
    { status: 400, body: { code: 'task_not_exist', message: 'task_not_exist', data: null } },
    { status: 404, body: '' },
  ];

  it.each(unknown)('may still appear shortly after it was created: %j', async (reply) => {
    expect(await one(video, reply, 30_000)).toMatchObject({ kind: 'no-answer', error: { retryable: true } });
  });

  it.each(unknown)('is gone after two minutes: %j', async (reply) => {
    expect(await one(video, reply, 121_000)).toMatchObject({ kind: 'expired', error: { code: 'task.not-found' } });
  });
});
