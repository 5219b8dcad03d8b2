import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../electron/practice/faults/rule.ts';
import { type PracticeProcess, startPracticeProcess } from '../practice/support/practice-process.ts';
import { expectOutcome } from './expect.ts';
import {
  asks,
  done,
  failed,
  film,
  madeBut,
  midjourney,
  type Outcome,
  page,
  picture,
  type Quirk,
  refused,
  talk,
  taskFailed,
  unasked,
} from './quirk.ts';
import { createWorld, type Ended, type World } from './world.ts';

let practice: PracticeProcess;
let world: World;

beforeAll(async () => {
  practice = await startPracticeProcess('--port', '0', '--task-ms', '1', '--word-ms', '0');
});
afterAll(() => practice.stop());
beforeEach(() => practice.reset());
afterEach(() => world.close());

const create = { method: 'POST', path: '/v1/video/create' } as const;
const query = { method: 'GET', path: '/v1/video/query' } as const;
const files = { path: '/files/' } as const;
const cut = (match: FaultRule['match'], times = 1): FaultRule => ({ kind: 'cut-body', match: match ?? {}, times });
const reset = (match: FaultRule['match'], times = 1): FaultRule => ({
  kind: 'reset-before-answer',
  match: match ?? {},
  times,
});
const stall = (match: FaultRule['match'], times = 1): FaultRule => ({
  kind: 'stall',
  ms: 4000,
  match: match ?? {},
  times,
});

/** A result that was paid for and could not be fetched: the attempt stays open, and nothing is lost. */
const unfetched = (says: RegExp): Outcome => ({
  node: 'failed',
  run: 'failed',
  attempts: ['accepted'],
  jobs: 1,
  billed: 'yes',
  code: 'artifact.download-failed',
  says,
});

type Fault = Omit<Quirk, 'id'>;

const faults: readonly Fault[] = [
  // Connections that break, by what was under way.
  {
    what: 'reset: a creating request',
    nodes: film,
    faults: [reset(create)],
    outcome: asks(1, /cut.*may have been billed/),
  },
  { what: 'reset: a chat', nodes: talk, faults: [reset({ path: '/v1/chat' })], outcome: asks(1) },
  { what: 'reset: polls', nodes: film, faults: [reset(query, 4)], outcome: done() },
  { what: 'reset: the download', nodes: film, faults: [reset(files, 3)], outcome: done() },

  // Silence.
  { what: 'stall: a creating request', nodes: film, faults: [stall(create)], outcome: asks(1, /in time.*billed/) },
  { what: 'stall: a poll', nodes: film, faults: [stall(query)], outcome: done() },
  { what: 'stall: the download', nodes: film, faults: [stall(files)], outcome: done() },

  // Half a body.
  {
    what: 'truncated: the answer that names the task',
    nodes: film,
    faults: [cut(create)],
    outcome: asks(1, /cut off/),
  },
  { what: 'truncated: a picture’s answer', nodes: picture, faults: [cut({ path: '/v1/images' })], outcome: asks(1) },
  { what: 'truncated: a stream', nodes: talk, faults: [cut({ path: '/v1/chat' })], outcome: asks(1, /billed/) },
  {
    what: 'truncated: speech, where the body is the result',
    nodes: [['n', 'tts', { text: 'hello' }]],
    faults: [cut({ path: '/v1/audio' })],
    outcome: asks(1, /cut off/),
  },
  { what: 'truncated: polls', nodes: film, faults: [cut(query, 3)], outcome: done() },
  { what: 'truncated: the film, again and again', nodes: film, faults: [cut(files, 4)], outcome: done() },

  // Too many requests.
  {
    what: 'a storm of 429: every item comes through, each is bought once',
    nodes: [
      ['s', 'prompt', { text: 'a\nb\nc\nd\ne\nf\ng\nh' }],
      ['t', 'text-split'],
      ['n', 'chat'],
    ],
    wires: ['s.text > t.text', 't.texts > n.prompt'],
    faults: [refused(429, '', { times: 30 })],
    outcome: {
      node: 'done',
      run: 'done',
      attempts: [...Array(30).fill('rejected'), ...Array(8).fill('delivered')],
      jobs: 8,
    },
  },
  { what: '429 on polls', nodes: film, faults: [unasked(429, '', 10)], outcome: done() },

  // 5xx.
  { what: '500 as a page', nodes: picture, faults: [refused(500, page)], outcome: asks(0) },
  {
    what: '500 in the gateway’s own words',
    nodes: picture,
    faults: [refused(500, { error: { message: 'boom', type: 'new_api_panic', code: 'new_api_panic' } })],
    outcome: failed('gateway.rejected', /boom/),
  },
  { what: '503 as a page', nodes: picture, faults: [refused(503, page)], outcome: asks(0) },
  { what: '5xx on polls', nodes: film, faults: [unasked(503, page, 5), unasked(500, '', 5)], outcome: done() },
  { what: '524 after the job started', nodes: film, faults: [madeBut(524, page)], outcome: asks(1, /524.*billed/) },

  // Pages with 200.
  {
    what: 'HTML with 200 for a task',
    nodes: film,
    faults: [{ kind: 'html-200', match: create }],
    outcome: failed('gateway.no-route', /has no POST/),
  },
  { what: 'HTML with 200 for a poll', nodes: film, faults: [unasked(200, page, 3)], outcome: done() },

  // Words.
  {
    what: 'wrong words: completed before it is, then running again',
    nodes: film,
    faults: [
      { kind: 'task-status', words: ['completed', 'processing', 'completed'] },
      { kind: 'completed-empty-url', times: 1 },
    ],
    outcome: done(),
  },
  {
    what: 'unknown words for a while',
    nodes: film,
    faults: [{ kind: 'task-status', words: ['酝酿中', '??', 'SUCCESS'] }],
    outcome: done(),
  },
  {
    what: 'failed, and why',
    nodes: film,
    faults: [{ kind: 'task-fails', reason: 'out of memory' }],
    outcome: taskFailed('task.failed', /The task failed: out of memory/),
  },

  // Results.
  {
    what: 'completed with an empty URL',
    nodes: film,
    faults: [{ kind: 'completed-empty-url', times: 2 }],
    outcome: done(),
  },
  {
    what: 'a link that died for good: said, paid, and kept open to be fetched again',
    nodes: film,
    faults: [{ kind: 'status', status: 403, body: 'expired', match: files }],
    outcome: unfetched(/does not give the result \(HTTP 403\)/),
    check: fetchedByRetry,
  },
  {
    what: 'a host of results that is away',
    nodes: film,
    faults: [{ kind: 'refuse', match: files }],
    outcome: unfetched(/could not be fetched/),
    check: fetchedByRetry,
  },
  {
    what: 'a page in place of the film, for good',
    nodes: film,
    faults: [{ kind: 'result-html' }],
    outcome: { ...unfetched(/is a web page, not a video/), code: 'artifact.wrong-type' },
    check: fetchedByRetry,
  },

  // Ids.
  {
    what: 'ids with colons',
    nodes: film,
    faults: [],
    outcome: done(),
    check: (ended) => expect(ended.attempts[0]?.task?.id).toContain(':'),
  },
  { what: 'huge numbers as ids', nodes: midjourney, faults: [{ kind: 'big-number-id' }], outcome: done() },
];

/** A retry fetches what was paid for, and buys nothing. */
async function fetchedByRetry(ended: Ended): Promise<void> {
  await practice.addFaults();
  await (await fetch(`${practice.url}/practice/faults`, { method: 'DELETE' })).text();
  const again = await world.retry(ended);
  expect(again.item('n')?.state).toBe('done');
  expect(again.states).toEqual(['delivered']);
  expect((await practice.log()).created.jobs).toBe(1);
}

describe('each fault ends in the right state with the right sentence', () => {
  it.each(faults.map((fault): [string, Fault] => [fault.what, fault]))('%s', async (_, fault) => {
    world = createWorld(practice, fault.world);
    await practice.addFaults(...fault.faults);
    const ended = await world.run(fault.nodes, fault.wires, fault.options);
    await expectOutcome(ended, fault.outcome, practice);
    await fault.check?.(ended, world, practice);
  });
});

describe('a gateway that is down', () => {
  it('before anything was sent: tried for a few seconds, then one question for the whole run; it goes on later', async () => {
    world = createWorld(practice, { baseUrl: () => 'http://127.0.0.1:9' });
    const nodes = [...film, ['m', 'chat', { prompt: 'hi' }]] as const;
    const ended = await world.run(nodes);
    expect(ended.state.phase).toMatchObject({ state: 'suspended', why: 'connection' });
    expect(ended.state.phase.state === 'suspended' && ended.state.phase.message).toMatch(
      /cannot be reached.*Check the network/,
    );
    expect(new Set(ended.states)).toEqual(new Set(['rejected']));
    expect((await practice.log()).created.jobs).toBe(0);
  });

  it('for an hour while a task is there: the result comes when it is back', async () => {
    world = createWorld(practice);
    await practice.addFaults({ kind: 'refuse', match: query, times: 170 });
    const ended = await world.run(film, [], { waitLimit: 3 * 3_600_000 });
    await expectOutcome(ended, done(), practice);
    expect(world.clock.now() - Date.parse(ended.state.startedAt)).toBeGreaterThan(3_600_000);
  });

  it('for longer than somebody waits: the task stays at the gateway and is waited for again', async () => {
    world = createWorld(practice);
    await practice.addFaults({ kind: 'refuse', match: query, times: 170 });
    const ended = await world.run(film, [], { waitLimit: 3_600_000 });
    await expectOutcome(
      ended,
      { node: 'awaiting', run: 'suspended', attempts: ['accepted'], jobs: 1, says: /One task is still at the gateway/ },
      practice,
    );
    await expectOutcome(await world.resume(ended, { waitLimit: 3_600_000 }), done(), practice);
  });

  it('with 429 for longer than somebody waits: it says that nothing was sent yet', async () => {
    world = createWorld(practice);
    await practice.addFaults(refused(429, '', { times: 75 }));
    const ended = await world.run(talk, [], { waitLimit: 3_600_000 });
    const { phase } = ended.state;
    expect(phase).toMatchObject({
      state: 'suspended',
      why: 'tasks',
      message: expect.stringMatching(/could not be sent yet/),
    });
    expect(new Set(ended.states)).toEqual(new Set(['rejected']));
    const resumed = await world.resume(ended, { waitLimit: 3_600_000 });
    expect(resumed.item('n')?.state).toBe('done');
    expect((await practice.log()).created.jobs).toBe(1);
  });
});

describe('a clock that jumps while a task is waited for', () => {
  const day = 24 * 3_600_000;

  it.each([
    ['forward by a day', day],
    ['back by a day', -day],
  ])('%s: it is asked for as before', async (_, by) => {
    world = createWorld(practice);
    await practice.addFaults({ kind: 'task-status', words: [...Array<string>(6).fill('processing'), 'completed'] });
    let jumped = false;
    const ended = await world.run(film, [], {
      onEvent: (event) => {
        if (event.event !== 'node-progress' || jumped) return;
        jumped = true;
        world.clock.jump(by);
      },
    });
    expect(jumped).toBe(true);
    await expectOutcome(ended, done(), practice);
    const passed = world.clock.now() - by - Date.parse(ended.state.startedAt);
    expect(passed).toBeLessThan(300_000);
  });

  it('back by a day between two sessions: the task is asked for within its usual time', async () => {
    world = createWorld(practice);
    await practice.addFaults({ kind: 'task-status', words: 'processing', times: 1 });
    const ended = await world.run(film, [], { waitLimit: 3_600_000 });
    await (await fetch(`${practice.url}/practice/faults`, { method: 'DELETE' })).text();
    world.clock.jump(-day);
    await practice.addFaults({ kind: 'change-json', match: query, set: { status: 'completed' } });
    await expectOutcome(await world.resume(ended, { waitLimit: 3_600_000 }), { ...done() }, practice);
  });
});
