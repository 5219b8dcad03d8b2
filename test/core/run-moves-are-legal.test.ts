import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors';
import { type JournalEvent, journalEventSchema } from '#core/run/event';
import { itemMoves, nodeState, type RunState, reduceRun, runMoves, shapePaths } from '#core/run/state';
import { arbitraryStep, itemTable, type Kind, Model, makeEvent, type Step, snapshot, statesOf } from './run-support.ts';

const plainStep: Step = {
  kind: 'run-start',
  node: 'a',
  path: [],
  item: [],
  attempt: 1,
  endState: 'done',
  shape: 0,
  leap: 1,
  lucky: false,
  choice: 0,
};
const begin = (): RunState => reduceRun(undefined, makeEvent(plainStep, 0));

/** The kind of an event, or more of it. */
type Move = Kind | (Partial<Step> & { kind: Kind });

function runAfter(...steps: readonly Move[]): RunState {
  let state = begin();
  for (const step of steps) {
    const full = { ...plainStep, ...(typeof step === 'string' ? { kind: step } : step) };
    state = reduceRun(state, makeEvent(full, state.seq + 1));
  }
  return state;
}

/** How an item comes into each state. */
const ways: Readonly<Record<string, readonly Kind[]>> = {
  waiting: [],
  running: ['node-start'],
  awaiting: ['node-start', 'node-wait'],
  'needs-user': ['node-start', 'node-question'],
  done: ['node-start', 'node-end'],
  reused: ['node-reuse'],
  failed: ['node-start', 'node-error'],
  cancelled: ['node-cancel'],
  skipped: ['node-skip'],
};

describe('any order of events', () => {
  it('moves a run as DESIGN allows, or is refused and changes nothing; the journal gives the same run again', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(arbitraryStep, { maxLength: 80, size: 'max' }), (steps) => {
        let state = begin();
        const model = new Model();
        const journal: JournalEvent[] = [makeEvent(plainStep, 0)];
        for (const given of steps) {
          const step = given.lucky ? model.legal(given) : given;
          const event = makeEvent(step, Math.max(0, state.seq + step.leap));
          const before = snapshot(state);
          if (model.allows(step) && event.seq > state.seq) {
            state = reduceRun(state, event);
            model.apply(step);
            journal.push(event);
            accepted += 1;
            expect([state.seq, state.at]).toEqual([event.seq, event.at]);
          } else {
            const move = (): unknown => reduceRun(state, event);
            expect(move).toThrow(AppError);
            expect(snapshot(state)).toBe(before);
            refused += 1;
          }
        }
        expect(statesOf(state)).toEqual(model.states());
        expect(state.phase.state).toBe(model.phase);
        const replayed = journal
          .map((event) => journalEventSchema.parse(JSON.parse(JSON.stringify(event))))
          .reduce((one: RunState | undefined, event) => reduceRun(one, event), undefined);
        expect(snapshot(replayed)).toBe(snapshot(state));
      }),
      { numRuns: 250 },
    );
    // Neither side of the property may go untried.
    expect(Math.min(accepted, refused)).toBeGreaterThan(1000);
  });
});

describe('the tables of moves', () => {
  it('say what DESIGN says', () => {
    for (const [state, moves] of Object.entries(itemTable)) {
      expect([...itemMoves[state as keyof typeof itemMoves]].sort()).toEqual([...new Set(Object.values(moves))].sort());
    }
    expect(Object.keys(itemMoves).sort()).toEqual(Object.keys(itemTable).sort());
    expect(runMoves).toEqual({
      running: ['suspended', 'done', 'failed', 'cancelled'],
      suspended: ['running', 'cancelled'],
      done: [],
      failed: ['running'],
      cancelled: ['running'],
    });
  });
});

describe.each(Object.keys(ways))('an item that is %s', (state) => {
  const kinds = new Set(Object.values(itemTable).flatMap((moves) => Object.keys(moves) as Kind[]));
  it.each([...kinds])('takes %s or refuses it, as DESIGN says', (kind) => {
    const run = runAfter(...(ways[state] ?? []));
    expect(statesOf(run)['a']).toEqual({ '': state });
    const next = itemTable[state]?.[kind];
    const move = (): RunState => reduceRun(run, makeEvent({ ...plainStep, kind }, 99));
    if (next === undefined) expect(move).toThrow(AppError);
    else expect(statesOf(move())['a']).toEqual({ '': next });
  });
});

describe('a run', () => {
  it('refuses what is not its own, or comes a second time', () => {
    const state = begin();
    const before = snapshot(state);
    const start = makeEvent({ ...plainStep, kind: 'node-start' }, 1);
    const refused: [RunState | undefined, JournalEvent][] = [
      [undefined, start],
      [state, makeEvent(plainStep, 5)],
      [state, { ...start, run: 'r2' }],
      [state, { ...start, seq: 0 }],
    ];
    for (const [given, event] of refused) expect(() => reduceRun(given, event)).toThrow(AppError);
    expect(snapshot(state)).toBe(before);
  });

  it('says in a refusal which event of which node it was', () => {
    const state = runAfter({ kind: 'node-items', shape: [0, 0] });
    const event = makeEvent({ ...plainStep, kind: 'node-end', item: [1] }, 9);
    expect(() => reduceRun(state, event)).toThrow(
      'event node-end of node a[1] is refused: an item cannot go from waiting',
    );
  });

  it.each(['done', 'failed', 'cancelled'] as const)('takes nothing of a node after it ended as %s', (endState) => {
    for (const [open, kind] of [
      [['node-start', 'node-question'], 'node-answer'],
      [['node-start'], 'node-cancel'],
      [['node-start', 'node-wait'], 'node-continue'],
      [['node-start', 'node-error'], 'node-retry'],
      [[], 'node-items'],
    ] as const) {
      const state = runAfter(...open, { kind: 'run-end', endState });
      expect(() => reduceRun(state, makeEvent({ ...plainStep, kind }, 99))).toThrow(AppError);
    }
  });

  it('goes on by a retry with only what failed', () => {
    const spread: Move = { kind: 'node-items', shape: [0, 0, 0] };
    const state = runAfter(
      spread,
      ...[0, 1, 2].map((index) => ({ kind: 'node-start', item: [index] }) as const),
      { kind: 'node-end', item: [0] },
      { kind: 'node-error', item: [1] },
      { kind: 'node-cancel', item: [2] },
      { kind: 'run-end', endState: 'failed' },
      'run-retry',
      { kind: 'node-retry', item: [1] },
      { kind: 'node-retry', item: [2] },
    );
    expect(statesOf(state)['a']).toEqual({ '0': 'done', '1': 'waiting', '2': 'waiting' });
    expect(() => reduceRun(state, makeEvent({ ...plainStep, kind: 'node-retry', item: [0] }, 99))).toThrow(AppError);
    const again = reduceRun(state, makeEvent({ ...plainStep, kind: 'node-start', item: [1], attempt: 2 }, 99));
    expect(again.nodes.get('a')?.items.get('1')).toMatchObject({ state: 'running', attempt: 2 });
  });

  it('keeps the answer of a node through suspension, and when the node gets more items', () => {
    const state = runAfter(
      { kind: 'node-items', shape: [0] },
      { kind: 'node-start', item: [0], attempt: 4 },
      { kind: 'node-question', item: [0] },
      'run-suspend',
      { kind: 'node-answer', item: [0] },
      'run-resume',
      { kind: 'node-items', shape: [0, 0] },
    );
    const items = state.nodes.get('a')?.items;
    expect(items?.get('0')).toEqual({ state: 'waiting', attempt: 4, answer: 'look' });
    expect([...(items?.keys() ?? [])]).toEqual(['0', '1']);
  });

  it('keeps the items of a node in the order of its shape', () => {
    const state = runAfter(
      { kind: 'node-items', shape: [[0], [0]] },
      { kind: 'node-start', item: [1, 0] },
      {
        kind: 'node-items',
        shape: [
          [0, 0],
          [0, 0],
        ],
      },
    );
    expect([...(state.nodes.get('a')?.items.keys() ?? [])]).toEqual(['0.0', '0.1', '1.0', '1.1']);
    expect(shapePaths([[0, 0], 0, []])).toEqual([[0, 0], [0, 1], [1]]);
  });

  it('replaces the node that moved and no other, so that readers compare by identity', () => {
    const state = begin();
    const before = new Map(state.nodes);
    const moved = reduceRun(state, makeEvent({ ...plainStep, kind: 'node-start' }, 1));
    const changed = [...moved.nodes].filter(([name, node]) => before.get(name) !== node).map(([name]) => name);
    expect(changed).toEqual(['a']);
  });

  it('never lets the attempt of an item fall', () => {
    const state = runAfter(
      { kind: 'node-start', attempt: 3 },
      { kind: 'node-error', attempt: 0 },
      { kind: 'node-retry', attempt: 0 },
      { kind: 'node-start', attempt: 1 },
    );
    expect(state.nodes.get('a')?.items.get('')?.attempt).toBe(3);
  });

  it('shows of a node what people must know first', () => {
    const spread: Move = { kind: 'node-items', shape: [0, 0] };
    const first = (...steps: Move[]): string => {
      const node = runAfter(...steps).nodes.get('a');
      return node === undefined ? '' : nodeState(node);
    };
    expect(first()).toBe('waiting');
    expect(first({ kind: 'node-items', shape: [] })).toBe('done');
    expect(first('node-reuse')).toBe('reused');
    const started: Move[] = [spread, { kind: 'node-start', item: [0] }];
    expect(first(...started)).toBe('running');
    expect(first(...started, { kind: 'node-error', item: [0] })).toBe('waiting');
    expect(first(...started, { kind: 'node-question', item: [0] })).toBe('needs-user');
    expect(first(...started, { kind: 'node-error', item: [0] }, { kind: 'node-reuse', item: [1] })).toBe('failed');
    expect(first(...started, { kind: 'node-end', item: [0] }, { kind: 'node-reuse', item: [1] })).toBe('done');
  });
});
