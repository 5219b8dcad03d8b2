import { describe, expect, it } from 'vitest';
import type { ItemRun, NodeRun } from '#core/run/state';
import { createDefaultRegistry } from '#nodes/index';
import { nearest } from '#renderer/canvas/nearest.ts';
import { searchNodes } from '#renderer/canvas/node-search.ts';
import { chosenResults, pinnable, resultsOf } from '#renderer/canvas/results.ts';
import { type StatusContext, statusOfItem } from '#renderer/canvas/status.ts';
import { fittingTypes } from '#renderer/canvas/wiring.ts';
import { jsonFault } from '#renderer/params/problem.ts';

const registry = createDefaultRegistry();
const found = (query: string): string[] => searchNodes(registry, query).map((choice) => choice.definition.type);

describe('the search for nodes', () => {
  it('finds by title, keyword and summary in either language', () => {
    expect(found('speech')[0]).toBe('tts');
    expect(found('提示词')[0]).toBe('prompt');
    expect(found('识图')).toContain('chat');
    expect(found('public')).toContain('upload');
    expect(found('no such thing at all')).toEqual([]);
  });

  it('finds models and adds the node with that model', () => {
    const choice = searchNodes(registry, 'sora-2-pro').find((one) => one.model === 'sora-2-pro');
    expect(choice?.definition.type).toBe('video');
  });

  it('offers only what fits when a wire was dropped', () => {
    const fits = fittingTypes(registry, { base: 'audio', depth: 0 }, 'output');
    const choices = searchNodes(registry, '', fits);
    const ports = Object.fromEntries(choices.map(({ definition, port }) => [definition.type, port]));
    expect(ports).toMatchObject({ transcribe: 'audio', 'voice-sample': 'audio' });
    expect(choices.some((choice) => choice.definition.type === 'image')).toBe(false);
  });

  it('shows every node type without a query', () => {
    expect(new Set(found('')).size).toBe(registry.nodes.length);
  });
});

const context: StatusContext = {
  now: Date.parse('2026-11-23T14:10:00Z'),
  language: 'en',
  nameOf: (node) => node.toUpperCase(),
  waitsFor: undefined,
  written: 0,
  progress: undefined,
  word: undefined,
  usual: undefined,
  isMuted: false,
  suspended: undefined,
};
const say = (item: ItemRun, more: Partial<StatusContext> = {}) => statusOfItem(item, { ...context, ...more });

describe('the words for a state', () => {
  const task = { id: 't', attempt: 'a', since: '2026-11-23T14:07:46Z' };

  it('say how long a task is at the gateway and how long it usually takes', () => {
    const item: ItemRun = { state: 'awaiting', attempt: 1, since: task.since, task };
    expect(say(item)).toMatchObject({ key: 'state.gateway', values: { time: '2:14' }, progress: null });
    expect(say(item, { usual: 220 })).toMatchObject({
      key: 'state.gatewayOf',
      values: { time: '2:14', usual: '3:40' },
    });
    expect(say(item, { progress: 0.58, word: 'QUEUED' })).toMatchObject({ values: { word: 'queued' }, progress: 0.58 });
  });

  it('say what is done for a node that runs, as long as it is done', () => {
    const item: ItemRun = { state: 'running', attempt: 1, since: '2026-11-23T14:09:50Z' };
    const looking = say(item, { word: '正在网关查找该任务。' });
    expect(looking).toMatchObject({ key: 'state.doing', values: { text: '正在网关查找该任务。' } });
    expect(say(item, { word: '' })).toMatchObject({ key: 'state.runningFor' });
  });

  it('say for whom a node waits and why it was skipped', () => {
    expect(say({ state: 'waiting', attempt: 0 }, { waitsFor: 'voice' })).toMatchObject({ values: { name: 'VOICE' } });
    expect(say({ state: 'skipped', attempt: 0, reason: { why: 'failed', because: 'voice' } })).toMatchObject({
      key: 'state.skipped.failed',
      values: { name: 'VOICE' },
    });
  });

  it('say what a run that does nothing waits for, and never that it runs', () => {
    const running: ItemRun = { state: 'running', attempt: 1, since: task.since };
    const awaiting: ItemRun = { state: 'awaiting', attempt: 1, since: task.since, task };
    const waiting: ItemRun = { state: 'waiting', attempt: 0 };
    for (const suspended of ['tasks', 'user', 'connection'] as const) {
      expect(say(running, { suspended })).toMatchObject({ key: `state.suspended.${suspended}`, progress: undefined });
      expect(say(waiting, { suspended })).toMatchObject({ key: `state.suspended.${suspended}` });
      expect(say(awaiting, { suspended })).toMatchObject({ key: 'state.suspended.task', progress: undefined });
      // The node before it says why; that it waits for that one stays true.
      expect(say(waiting, { suspended, waitsFor: 'voice' })).toMatchObject({ key: 'state.waits' });
    }
  });

  it('say what a result is and whether a fault was billed', () => {
    const done = { state: 'done', attempt: 1, since: '2026-11-23T14:00:00Z', outputs: {}, key: undefined } as const;
    expect(say({ ...done, until: '2026-11-23T14:00:41Z' })).toMatchObject({ values: { time: '41 s' }, tone: 'ok' });
    expect(say({ ...done, until: done.since }).key).toBe('state.done');
    const error = { code: 'gateway.rejected', message: 'No.', retryable: false, billed: 'no' } as const;
    expect(say({ state: 'failed', attempt: 1, error })).toMatchObject({ key: 'state.failedBilled.no', tone: 'bad' });
  });
});

const run = (items: readonly (readonly [string, ItemRun])[], shape?: NodeRun['shape']): NodeRun => ({
  node: 'n',
  path: [],
  shape,
  messages: [],
  items: new Map(items),
});
const doneWith = (outputs: Extract<ItemRun, { state: 'done' }>['outputs']): ItemRun => ({
  state: 'done',
  attempt: 1,
  since: '2026-11-23T14:00:00Z',
  until: '2026-11-23T14:00:01Z',
  outputs,
  key: undefined,
});

describe('results', () => {
  it('come as leaves in the order of items and lists, without gaps', () => {
    const node = run([
      ['0', doneWith({ texts: { type: 'list<text>', value: ['a', null, 'b'] } })],
      ['1', { state: 'failed', attempt: 1, error: { code: 'task.failed', message: 'x', retryable: false } }],
      ['2', doneWith({ texts: { type: 'list<text>', value: ['c'] } })],
    ]);
    expect(resultsOf(node)).toEqual(['a', 'b', 'c'].map((text) => ({ kind: 'text', text })));
  });

  it('show media before words', () => {
    const image = { kind: 'image', mime: 'image/png', url: 'https://x/y.png' } as const;
    const node = run([
      ['', doneWith({ task: { type: 'json', value: { id: 1 } }, image: { type: 'image', value: image } })],
    ]);
    expect(chosenResults(resultsOf(node))).toEqual([{ kind: 'media', media: image }]);
  });

  it('are pinned as they are; those of items become lists', () => {
    const text = (value: string) => doneWith({ text: { type: 'text', value } });
    expect(pinnable(run([['', text('a')]]))).toEqual({ text: { type: 'text', value: 'a' } });
    expect(
      pinnable(
        run(
          [
            ['0', text('a')],
            ['1', text('b')],
          ],
          [0, 0],
        ),
      ),
    ).toEqual({
      text: { type: 'list<text>', value: ['a', 'b'] },
    });
    expect(pinnable(run([['', { state: 'waiting', attempt: 0 }]]))).toBeUndefined();
  });
});

describe('going from node to node', () => {
  const node = (id: string, x: number, y: number) => ({ id, x, y, width: 100, height: 50 });
  const nodes = [node('a', 0, 0), node('b', 300, 20), node('c', 200, 400)];

  it('takes what lies straight ahead', () => {
    expect(nearest(nodes, 'a', { x: 1, y: 0 })).toBe('b');
    expect(nearest(nodes, 'a', { x: 0, y: 1 })).toBe('c');
    expect(nearest(nodes, 'a', { x: -1, y: 0 })).toBeUndefined();
    expect(nearest(nodes, undefined, { x: 1, y: 0 })).toBe('a');
  });
});

describe('the place of a fault in JSON', () => {
  it('is where no continuation helps', () => {
    expect(jsonFault('{"a": 1}')).toBeUndefined();
    expect(jsonFault('{\n  "a": 1,\n  b: 2\n}')).toEqual({ line: 3, column: 3 });
    expect(jsonFault('[1, 2')).toEqual({ line: 1, column: 6 });
    expect(jsonFault('[1 2]')).toEqual({ line: 1, column: 4 });
    expect(jsonFault('"open')).toEqual({ line: 1, column: 1 });
  });
});
