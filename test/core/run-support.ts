import fc from 'fast-check';
import type { JournalEvent, Shape } from '#core/run/event';
import { type RunState, shapePaths } from '#core/run/state';

export type Kind = JournalEvent['event'];
type Body = Record<string, unknown>;

/** The legal moves of an item as DESIGN says them, by the event that makes them. */
export const itemTable: Readonly<Record<string, Readonly<Partial<Record<Kind, string>>>>> = {
  waiting: { 'node-start': 'running', 'node-reuse': 'reused', 'node-skip': 'skipped', 'node-cancel': 'cancelled' },
  running: {
    'node-end': 'done',
    'node-error': 'failed',
    'node-cancel': 'cancelled',
    'node-wait': 'awaiting',
    'node-question': 'needs-user',
  },
  awaiting: { 'node-continue': 'running', 'node-question': 'needs-user' },
  'needs-user': { 'node-answer': 'waiting', 'node-error': 'failed', 'node-cancel': 'cancelled' },
  done: {},
  reused: {},
  failed: { 'node-retry': 'waiting' },
  cancelled: { 'node-retry': 'waiting' },
  skipped: { 'node-retry': 'waiting' },
};

/** The legal moves of a run; `run-end` names its state itself. */
const runTable: Readonly<Record<string, readonly string[]>> = {
  running: ['run-suspend', 'run-end done', 'run-end failed', 'run-end cancelled'],
  suspended: ['run-resume', 'run-end cancelled'],
  done: [],
  failed: ['run-retry'],
  cancelled: ['run-retry'],
};

/** A suspended run can be answered and cancelled; to cancel what awaits a task, the node stops waiting first. */
const whileSuspended: ReadonlySet<string> = new Set(['node-answer', 'node-cancel', 'node-continue']);

const outputs = { text: { type: 'text', value: 'x' }, json: { type: 'json', value: { a: [null] } } };
const error = { code: 'task.failed', message: 'It failed.', retryable: false, details: { status: 500 } };
const question = { kind: 'ambiguous', message: 'What now?', choices: ['look', 'give-up'] };

const bodies: Readonly<Record<Exclude<Kind, 'run-start' | 'node-items'>, Body>> = {
  'run-suspend': { why: 'user', message: 'A node asks.' },
  'run-resume': {},
  'run-retry': {},
  'run-end': { outputs },
  'node-start': {},
  'node-wait': { task: { id: 't1', attempt: 'a1', since: '2026-11-23T00:00:00Z' } },
  'node-continue': {},
  'node-question': { question },
  'node-answer': { choice: 'look' },
  'node-end': { outputs, key: 'k' },
  'node-reuse': { outputs, from: { run: 'r0', at: '2026-11-22T00:00:00Z' } },
  'node-error': { error },
  'node-skip': { reason: { why: 'failed', because: 'a' } },
  'node-cancel': {},
  'node-retry': {},
  'node-issue': { message: 'Lists are uneven.' },
};
const kinds = [...Object.keys(bodies), 'node-items', 'run-start'] as Kind[];
export const nodeNames = ['a', '__proto__', '["w","n"]'];
const endStates = ['done', 'failed', 'cancelled'] as const;

export interface Step {
  readonly kind: Kind;
  readonly node: string;
  readonly path: readonly string[];
  readonly item: readonly number[];
  readonly attempt: number;
  readonly endState: (typeof endStates)[number];
  readonly shape: Shape;
  /** How far the number of the event is above the last one. */
  readonly leap: number;
  /** With luck, a legal event takes the place of this one. */
  readonly lucky: boolean;
  readonly choice: number;
}

const arbitraryItem = fc.constantFrom<readonly number[]>([], [0], [1], [0, 1]);
export const arbitraryStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...kinds),
  node: fc.constantFrom(...nodeNames, 'nobody'),
  path: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, fc.constant(['w'])),
  item: arbitraryItem,
  attempt: fc.nat(3),
  endState: fc.constantFrom(...endStates),
  shape: fc.constantFrom<Shape>(0, [], [0], [0, 0], [[0, 0], 0]),
  leap: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: -2, max: 0 })),
  lucky: fc.integer({ min: 0, max: 9 }).map((number) => number < 7),
  choice: fc.nat(),
});

export function makeEvent(step: Step, seq: number): JournalEvent {
  const stamp = { event: step.kind, seq, at: `2026-11-23T00:00:${String(seq % 60).padStart(2, '0')}Z`, run: 'r1' };
  const address = { path: [...step.path], node: step.node, item: [...step.item], attempt: step.attempt };
  if (step.kind === 'run-start')
    return { ...stamp, event: 'run-start', workflow: { id: 'wf', name: 'Test' }, nodes: [...nodeNames] };
  if (step.kind === 'node-items') return { ...stamp, event: 'node-items', ...address, shape: step.shape };
  const own = step.kind === 'run-end' ? { state: step.endState } : {};
  return { ...stamp, ...(step.kind.startsWith('node-') ? address : {}), ...bodies[step.kind], ...own } as JournalEvent;
}

/** A run in the plainest terms: what DESIGN says of the states, and nothing else. */
export class Model {
  phase = 'running';
  private readonly items = new Map(nodeNames.map((name) => [name, new Map([['', 'waiting']])]));
  private readonly spread = new Set<string>();

  /** Whether an event is legal now. */
  allows(step: Step): boolean {
    const { kind } = step;
    if (kind === 'run-start') return false;
    const runMove = kind === 'run-end' ? `run-end ${step.endState}` : kind;
    if (kind.startsWith('run-')) return runTable[this.phase]?.includes(runMove) ?? false;
    if (this.phase !== 'running' && !(this.phase === 'suspended' && whileSuspended.has(kind))) return false;
    const items = this.items.get(step.node);
    if (items === undefined || step.path.length > 0) return false;
    if (kind === 'node-issue') return true;
    if (kind === 'node-items')
      return this.spread.has(step.node) || [...items.values()].every((one) => one === 'waiting');
    return this.next(step) !== undefined;
  }

  private next(step: Step): string | undefined {
    const state = this.items.get(step.node)?.get(step.item.join('.'));
    return state === undefined ? undefined : itemTable[state]?.[step.kind];
  }

  apply(step: Step): void {
    const items = this.items.get(step.node) ?? new Map<string, string>();
    if (step.kind === 'run-end') this.phase = step.endState;
    else if (step.kind === 'run-suspend') this.phase = 'suspended';
    else if (step.kind.startsWith('run-')) this.phase = 'running';
    else if (step.kind === 'node-items') {
      this.spread.add(step.node);
      const wanted = shapePaths(step.shape).map((path) => path.join('.'));
      for (const [key, state] of [...items]) if (state === 'waiting' && !wanted.includes(key)) items.delete(key);
      for (const key of wanted) if (!items.has(key)) items.set(key, 'waiting');
    } else {
      const next = this.next(step);
      if (next !== undefined) items.set(step.item.join('.'), next);
    }
  }

  /** A legal event in the place of this one, when there is any. */
  legal(step: Step): Step {
    const options: Step[] = [];
    for (const kind of kinds) {
      for (const endState of endStates) options.push({ ...step, kind, endState });
      for (const [node, items] of this.items) {
        for (const key of items.keys())
          options.push({ ...step, kind, node, path: [], item: key === '' ? [] : key.split('.').map(Number) });
      }
    }
    // Ends are rare, so that runs live long enough to be interesting.
    const legal = options.filter(
      (option) => this.allows(option) && (option.kind !== 'run-end' || step.choice % 5 === 0),
    );
    return legal[step.choice % Math.max(1, legal.length)] ?? step;
  }

  states(): Record<string, Record<string, string>> {
    return Object.fromEntries([...this.items].map(([name, items]) => [name, Object.fromEntries([...items].sort())]));
  }
}

/** Everything in a state as text, maps included. */
export function snapshot(state: RunState | undefined): string {
  return JSON.stringify(state, (_key, value: unknown) => (value instanceof Map ? { map: [...value] } : value)) ?? '';
}

export function statesOf(state: RunState): Record<string, Record<string, string>> {
  return Object.fromEntries(
    [...state.nodes].map(([name, node]) => [
      name,
      Object.fromEntries([...node.items].map(([key, item]): [string, string] => [key, item.state]).sort()),
    ]),
  );
}
