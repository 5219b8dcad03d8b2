import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type {
  NodeCall,
  PollOutcome,
  PreparedCall,
  PreparedMedia,
  SubmitOutcome,
  TaskRef,
} from '#core/gateway/contract';
import type { Recipe } from '#core/recipe/schema';
import type { Json } from '#core/value/value';
import type { GatewayClient } from '#electron/gateway/client';
import { json, type Seen, startServer, type TestServer } from '../gateway/support/server.ts';
import { client, fileSink, folder, registry } from '../gateway/support/world.ts';
import { acceptingAnswer, goodAnswer, place, waysToFind } from './support/answers.ts';
import { exemptions, isExempt } from './support/exempt.ts';
import { readGolden, standIns } from './support/golden.ts';

interface Reply {
  readonly status?: number;
  readonly body: unknown;
  readonly type?: string;
}

let server: TestServer;
let replies: Reply[] = [];
let seen: Seen[] = [];
beforeAll(async () => {
  server = await startServer((request, response) => {
    seen.push(request);
    const reply = replies.shift() ?? { status: 500, body: 'no reply was set' };
    if (typeof reply.body === 'string') {
      response.writeHead(reply.status ?? 200, { 'content-type': reply.type ?? 'text/html' }).end(reply.body);
    } else json(response, reply.body, reply.status);
  });
  return () => server.close();
});

const start = Date.parse('2026-11-25T10:00:00Z');
const signal = new AbortController().signal;
let age = 0;

function gatewayOf(): GatewayClient {
  age = 0;
  const clock = { now: () => start + age, sleep: () => Promise.resolve() };
  return client(server.url, { connection: { uploadUrl: server.url }, clock });
}

/** Files that lie on the disk, where the call sends files. */
function filesOf(recipe: Recipe, call: NodeCall): PreparedMedia {
  const file = path.join(folder(), 'sample.bin');
  writeFileSync(file, 'sample');
  const entries = Object.entries(standIns(recipe, call, registry).media).map(([name, files]) => [
    name,
    files.map((one) => (one.form === 'file' ? { ...one, content: file } : one)),
  ]);
  return Object.fromEntries(entries);
}

interface World {
  readonly recipe: Recipe;
  readonly gateway: GatewayClient;
  readonly call: PreparedCall;
  readonly media: PreparedMedia;
}

function worldOf(recipe: Recipe): World {
  const [first] = readGolden(recipe)?.cases ?? [];
  if (first === undefined) throw new Error('there is no golden case');
  const gateway = gatewayOf();
  return { recipe, gateway, call: gateway.prepare(first.call), media: filesOf(recipe, first.call) };
}

async function submitted({ gateway, call, media }: World, ...answers: readonly Reply[]): Promise<SubmitOutcome> {
  replies = [...answers];
  seen = [];
  return gateway.submit(call, media, { sink: await fileSink(), signal, mark: 'mark' });
}

async function polled({ gateway }: World, task: TaskRef, ...answers: readonly Reply[]): Promise<PollOutcome> {
  replies = [...answers];
  seen = [];
  return gateway.poll(task, { sink: await fileSink(), signal });
}

async function accepted(world: World): Promise<TaskRef> {
  const id = world.recipe.task?.id[0] ?? 'id';
  const outcome = await submitted(world, { body: acceptingAnswer(world.recipe, id) });
  if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  return outcome.task;
}

async function read({ gateway, recipe, call }: World, body: unknown, task?: TaskRef) {
  const file = path.join(folder(), 'answer');
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  writeFileSync(file, content);
  const answer = { name: 'answer', file, status: 200, contentType: 'application/json', bytes: content.length };
  return gateway.read(recipe.id, answer, task, call.params);
}

const openai = (message: string, code: string | null = null) => ({ error: { message, type: 'x', param: null, code } });
const page = '<!doctype html><html><body>console</body></html>';

/** Every shape in which gateways refuse: HTTP status, body, what it means for the money, the code. */
const refusals: readonly [string, Reply, SubmitOutcome['kind'], string][] = [
  ['OpenAI', { status: 400, body: openai('bad') }, 'rejected', 'gateway.rejected'],
  ['OpenAI, refused key', { status: 401, body: openai('无效的令牌') }, 'rejected', 'connection.key-refused'],
  [
    'OpenAI, no balance',
    { status: 403, body: openai('x', 'insufficient_user_quota') },
    'rejected',
    'connection.no-balance',
  ],
  [
    'OpenAI, refused content',
    { status: 400, body: openai('x', 'sensitive_words_detected') },
    'rejected',
    'gateway.refused-content',
  ],
  ['OpenAI with 200', { body: openai('bad') }, 'rejected', 'gateway.rejected'],
  [
    'Claude',
    { status: 400, body: { type: 'error', error: { type: 'x', message: 'bad' } } },
    'rejected',
    'gateway.rejected',
  ],
  ['tasks', { status: 400, body: { code: 'invalid', message: 'bad', data: null } }, 'rejected', 'gateway.rejected'],
  [
    'Midjourney',
    { status: 400, body: { code: 4, description: 'bad', type: 'upstream_error' } },
    'rejected',
    'gateway.rejected',
  ],
  [
    'Midjourney, banned word, 200',
    { body: { code: 24, description: 'x', result: '' } },
    'rejected',
    'gateway.refused-content',
  ],
  ['Midjourney, queue full, 200', { body: { code: 23, description: 'x' } }, 'unsent', 'gateway.rate-limited'],
  ['Kling with 200', { body: { code: 1201, message: 'bad', request_id: 'r' } }, 'rejected', 'gateway.rejected'],
  [
    'MiniMax with 200',
    { body: { base_resp: { status_code: 2013, status_msg: 'bad' } } },
    'rejected',
    'gateway.rejected',
  ],
  [
    'MiniMax, no balance, 200',
    { body: { base_resp: { status_code: 1008, status_msg: 'x' } } },
    'rejected',
    'connection.no-balance',
  ],
  [
    'Tencent with 200',
    { body: { Response: { Error: { Code: 'X', Message: 'bad' }, RequestId: 'r' } } },
    'rejected',
    'gateway.rejected',
  ],
  ['management with 200', { body: { success: false, message: 'bad' } }, 'rejected', 'gateway.rejected'],
  ['a plain text', { status: 400, body: { error: 'bad', code: 'BAD' } }, 'rejected', 'gateway.rejected'],
  ['a detail', { status: 422, body: { detail: [{ loc: ['body'], msg: 'bad' }] } }, 'rejected', 'gateway.rejected'],
  ['no such route', { status: 404, body: openai('Invalid URL (POST /x)') }, 'rejected', 'gateway.no-route'],
  ['the console page with 200', { body: page }, 'rejected', 'gateway.no-route'],
  ['not implemented', { status: 501, body: openai('x', 'api_not_implemented') }, 'rejected', 'gateway.no-route'],
  ['too large', { status: 413, body: '', type: 'text/plain' }, 'rejected', 'gateway.rejected'],
  ['saturated', { status: 429, body: openai('当前分组上游负载已饱和') }, 'unsent', 'gateway.rate-limited'],
  ['429 without a body', { status: 429, body: '', type: 'text/plain' }, 'unsent', 'gateway.rate-limited'],
  [
    '503 without a channel',
    { status: 503, body: openai('无可用渠道', 'model_not_found') },
    'unsent',
    'gateway.no-channel',
  ],
  ['502', { status: 502, body: page }, 'ambiguous', 'gateway.no-answer'],
  ['524', { status: 524, body: { type: 'about:blank', title: 'x', status: 524 } }, 'ambiguous', 'gateway.no-answer'],
  ['504 without a body', { status: 504, body: '', type: 'text/plain' }, 'ambiguous', 'gateway.no-answer'],
];

/** Status words of all systems, in several spellings. Source: PROTOCOL 15.1. */
const words: Readonly<Record<'running' | 'done' | 'failed', readonly string[]>> = {
  running: [
    'PENDING',
    'queued',
    ' In_Progress ',
    'submitted',
    'processing',
    'video_generation_completed',
    'unheard_of',
    '',
  ],
  done: ['SUCCESS', 'succeed', 'Succeeded', 'completed', 'done', 'FINISH', 'video_upsampling_completed'],
  failed: ['FAILURE', 'failed', 'Fail', 'error', 'ABORTED', 'expired', 'cancelled', 'CANCEL'],
};

const recipes = registry.recipes.map((recipe): [string, Recipe] => [recipe.id, recipe]);

describe.each(recipes)('the recipe %s', (_id, recipe) => {
  it('understands every shape of refusal, and what it means for the money', async () => {
    const world = worldOf(recipe);
    const free = (kind: string): string => (!recipe.charges && kind === 'ambiguous' ? 'unsent' : kind);
    for (const [name, reply, kind, code] of refusals) {
      const outcome = await submitted(world, reply);
      const expected = { kind: free(kind), error: { code } };
      expect(outcome, name).toMatchObject(expected);
      if ('error' in outcome) expect(outcome.error.message, name).toMatch(/\S/);
    }
  });

  it('takes an answer without a result for none', async () => {
    const world = worldOf(recipe);
    if (recipe.task === undefined) {
      if (isExempt('an empty answer', recipe)) return;
      const info = { code: expect.stringMatching(/bad-answer|refused/) };
      await expect(read(world, {})).rejects.toMatchObject({ info });
      return;
    }
    const outcome = await submitted(world, { body: {} });
    const unnamed = Object.values(recipe.outputs).every((find) => find.as === 'json');
    expect(['ambiguous', unnamed ? 'received' : 'ambiguous']).toContain(outcome.kind);
  });

  it('finds each output in each place where it may be', async () => {
    if (isExempt('each place of an output', recipe)) return;
    const good = goodAnswer(recipe) ?? null;
    const world = worldOf(recipe);
    const task = recipe.task === undefined ? undefined : await accepted(world);
    expect(Object.keys(await read(world, good, task)).length).toBeGreaterThan(0);
    for (const [port, find] of Object.entries(recipe.outputs)) {
      const others = Object.entries(recipe.outputs).filter(([name]) => name !== port);
      for (const way of waysToFind(find)) {
        const rest = others.reduce<Json>((answer, [, other]) => waysToFind(other)[0]?.add(answer) ?? answer, {});
        const found = await read(world, way.add(rest), task);
        expect(found[port], `${port} at ${way.name}`).toBeDefined();
      }
    }
  });
});

it.each(Object.entries(exemptions))('the case “%s” is left out for the recipes that cannot have it', (_name, one) => {
  expect(registry.recipes.filter(one.cannot).map(({ id }) => id)).toEqual(one.recipes);
});

const documented = recipes.flatMap(([id, recipe]) => {
  const answers = readGolden(recipe)?.answers ?? [];
  return answers.map((answer) => [id, answer.name, recipe, answer] as const);
});

describe('a documented answer', () => {
  it.each(documented)('of %s: %s', async (_id, _name, recipe, { body, outputs }) => {
    const world = worldOf(recipe);
    const task = recipe.task === undefined ? undefined : await accepted(world);
    const found = await read(world, body, task);
    expect(Object.keys(found).sort()).toEqual(Object.keys(outputs).sort());
    // Until when a file is there depends on the clock.
    expect(found).toMatchObject(outputs);
  });
});

const tasks = recipes.filter(([, recipe]) => recipe.task !== undefined);

describe.each(tasks)('the tasks of %s', (_id, recipe) => {
  const { task: rules } = recipe;
  if (rules === undefined) throw new Error('no task');
  const good = goodAnswer(recipe);
  const [status] = rules.status;
  if (good === undefined || status === undefined) throw new Error('a task has a status and an answer with its result');
  const withStatus = (answer: Json, word: string): Json => place(answer, status, word);

  it('are known by the id, wherever it is', async () => {
    for (const id of rules.id) {
      const world = worldOf(recipe);
      const outcome = await submitted(world, { body: acceptingAnswer(recipe, id) });
      expect(outcome, id).toMatchObject({ kind: 'accepted', task: { id: 'task-17', recipe: recipe.id } });
    }
  });

  it('are taken whatever word of the recipe says so', async () => {
    for (const value of rules.accepted?.values ?? []) {
      const world = worldOf(recipe);
      const body = place(acceptingAnswer(recipe, rules.id[0] ?? 'id'), rules.accepted?.path ?? '', value);
      expect((await submitted(world, { body })).kind, String(value)).toBe('accepted');
    }
  });

  it('are asked for by their id', async () => {
    const world = worldOf(recipe);
    const task = await accepted(world);
    await polled(world, task, { body: withStatus({}, 'running') });
    const [request] = seen;
    expect(`${request?.url} ${request?.body.toString('utf8')}`).toContain('task-17');
    expect(request?.headers.authorization).toMatch(/^Bearer /);
  });

  it('are asked for together where the gateway can, and an answer to several is read as one to each', async () => {
    const world = worldOf(recipe);
    const task = await accepted(world);
    const { batch } = rules;
    expect(world.gateway.together(task) === undefined).toBe(batch === undefined);
    if (batch === undefined) return;
    const asked = ['task-17', 'task-18', 'task-19', 'task-20'];
    const single = (id: string, word: string): Json => {
      const answer = withStatus(word === 'success' ? good : {}, word);
      const row = batch.within === undefined ? answer : (answer as { [key: string]: Json })[batch.within];
      return place(row ?? {}, batch.id[0] ?? 'id', id);
    };
    const rows = [single('task-19', 'processing'), single('task-17', 'success'), single('task-20', 'failed')];
    const [field = ''] = batch.rows.split('[*]');
    replies = [{ body: field === '' ? rows : place({ code: 'success' }, field, rows) }];
    seen = [];
    const sinks = await Promise.all(asked.map(() => fileSink()));
    const outcome = await world.gateway.pollTogether(
      asked.map((id, index) => ({ task: { ...task, id }, sink: sinks[index] as (typeof sinks)[number] })),
      signal,
    );
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([`${batch.step.method} ${batch.step.path}`]);
    for (const id of asked) expect(seen[0]?.body.toString('utf8')).toContain(id);
    if (outcome.kind !== 'answered') throw new Error(JSON.stringify(outcome));
    expect(outcome.outcomes.map((one) => one?.kind)).toEqual(['done', undefined, 'running', undefined]);
  });

  it('are understood whatever status word comes', async () => {
    const world = worldOf(recipe);
    const task = await accepted(world);
    const own = new Map(Object.entries(rules.words).map(([word, kind]) => [word.trim().toUpperCase(), kind]));
    for (const kind of ['running', 'done', 'failed'] as const) {
      for (const word of words[kind]) {
        if (own.has(word.trim().toUpperCase())) continue;
        const body = withStatus(kind === 'done' ? good : {}, word);
        expect((await polled(world, task, { body })).kind, `${kind} ${word}`).toBe(kind);
      }
    }
    for (const [word, kind] of Object.entries(rules.words)) {
      const outcome = await polled(world, task, { body: withStatus(good, word) });
      const expected = {
        queued: 'running',
        running: 'running',
        done: 'done',
        failed: 'failed',
        cancelled: 'failed',
        'needs-input': 'failed',
      };
      expect(outcome.kind, word).toBe(expected[kind]);
    }
  });

  it('that failed say why, in the words of the gateway', async () => {
    const world = worldOf(recipe);
    const task = await accepted(world);
    for (const reason of rules.reason) {
      const body = withStatus(place({}, reason, 'the film broke'), 'failed');
      const outcome = await polled(world, task, { body });
      expect(outcome, reason).toMatchObject({
        kind: 'failed',
        error: { message: expect.stringContaining('the film broke') },
      });
    }
    expect(await polled(world, task, { body: withStatus({}, 'failed') })).toMatchObject({ kind: 'failed' });
  });

  it('that are done without a result are asked again, then count as empty', async () => {
    if (isExempt('done without a result', recipe)) return;
    const world = worldOf(recipe);
    const task = await accepted(world);
    for (let poll = 1; poll < rules.patience; poll += 1) {
      expect((await polled(world, task, { body: withStatus({}, 'success') })).kind).toBe('running');
    }
    const last = await polled(world, task, { body: withStatus({}, 'success') }, { status: 404, body: openai('gone') });
    if (rules.retrieve === undefined || Object.keys(rules.retrieve.values).length > 0) expect(last.kind).toBe('failed');
    else expect(seen.length).toBe(2);
  });

  it('are not lost by a poll that fails, and expire when the gateway has forgotten them', async () => {
    const world = worldOf(recipe);
    const task = await accepted(world);
    for (const reply of [
      { status: 500, body: openai('do_request_failed') },
      { status: 502, body: page },
      { status: 429, body: '', type: 'text/plain' },
      { body: page },
      { body: 'not json', type: 'text/plain' },
      { status: 401, body: openai('无效的令牌') },
    ]) {
      expect((await polled(world, task, reply)).kind, JSON.stringify(reply)).toBe('no-answer');
    }
    const gone = { status: 404, body: { code: 'task_not_exist', message: '任务不存在', data: null } };
    expect((await polled(world, task, gone)).kind).toBe('no-answer');
    age = 10 * 60 * 1000;
    expect(await polled(world, task, gone)).toMatchObject({ kind: 'expired', error: { code: 'task.not-found' } });
  });
});
