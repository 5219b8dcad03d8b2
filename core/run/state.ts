import type { z } from 'zod';
import { bug, type ErrorCode, type ErrorInfo } from '../errors.ts';
import type { Wording } from '../text.ts';
import type { SavedValue } from '../value/value.ts';
import { itemKey, nodeKey } from './address.ts';
import type { JournalEvent, Question, Shape, skipReasonSchema, suspendReasons } from './event.ts';

export type SavedOutputs = Readonly<Record<string, SavedValue>>;
type SkipReason = z.infer<typeof skipReasonSchema>;

/** One item of a node run (the only one when the node is not mapped). Times are ISO 8601. */
export type ItemRun =
  | { readonly state: 'waiting'; readonly attempt: number; readonly answer?: string }
  | { readonly state: 'running'; readonly attempt: number; readonly since: string }
  | {
      readonly state: 'awaiting';
      readonly attempt: number;
      readonly since: string;
      readonly task: { readonly id: string; readonly attempt: string; readonly since: string };
    }
  | { readonly state: 'needs-user'; readonly attempt: number; readonly question: Question }
  | {
      readonly state: 'done';
      readonly attempt: number;
      readonly since: string;
      readonly until: string;
      readonly outputs: SavedOutputs;
      readonly key: string | undefined;
    }
  | {
      readonly state: 'reused';
      readonly attempt: number;
      readonly outputs: SavedOutputs;
      readonly from: 'pin' | { readonly run: string; readonly at: string };
    }
  | { readonly state: 'failed'; readonly attempt: number; readonly error: ErrorInfo }
  | { readonly state: 'skipped'; readonly attempt: number; readonly reason: SkipReason }
  | { readonly state: 'cancelled'; readonly attempt: number };

export type ItemState = ItemRun['state'];

export interface NodeRun {
  readonly node: string;
  readonly path: readonly string[];
  /** Undefined until its inputs are there. */
  readonly shape: Shape | undefined;
  readonly items: ReadonlyMap<string, ItemRun>;
  /** Things said of the node on the way, such as lists of uneven length. */
  readonly messages: readonly Wording[];
}

/** The state of a run as a whole. */
export type RunPhase =
  | { readonly state: 'running' }
  | ({
      readonly state: 'suspended';
      readonly why: (typeof suspendReasons)[number];
      /** For `connection`: what is wrong with it. */
      readonly code?: ErrorCode | undefined;
    } & Readonly<Wording>)
  | { readonly state: 'done' | 'failed' | 'cancelled'; readonly outputs: SavedOutputs; readonly error?: ErrorInfo };

export interface RunState {
  readonly id: string;
  readonly workflow: { readonly id: string; readonly name: string };
  readonly connection: { readonly name: string; readonly baseUrl: string; readonly practice: boolean } | undefined;
  readonly startedAt: string;
  /** Time and number of the last event. */
  readonly at: string;
  readonly seq: number;
  readonly phase: RunPhase;
  /** In topological order. */
  readonly order: readonly string[];
  readonly nodes: ReadonlyMap<string, NodeRun>;
}

/** The legal moves of an item; `waiting` is where it begins. */
export const itemMoves: Readonly<Record<ItemState, readonly ItemState[]>> = {
  waiting: ['running', 'reused', 'skipped', 'cancelled'],
  running: ['awaiting', 'needs-user', 'done', 'failed', 'cancelled'],
  awaiting: ['running', 'needs-user'],
  'needs-user': ['waiting', 'failed', 'cancelled'],
  done: [],
  reused: [],
  failed: ['waiting'],
  skipped: ['waiting'],
  cancelled: ['waiting'],
};

/** The legal moves of a run. From `failed` and `cancelled` it goes on by *retry*. */
export const runMoves: Readonly<Record<RunPhase['state'], readonly RunPhase['state'][]>> = {
  running: ['suspended', 'done', 'failed', 'cancelled'],
  suspended: ['running', 'cancelled'],
  done: [],
  failed: ['running'],
  cancelled: ['running'],
};

export const finishedStates: ReadonlySet<ItemState> = new Set(['done', 'reused', 'failed', 'skipped', 'cancelled']);

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : T[K] };

/**
 * Applies one event to a run; `undefined` before the first. The same reducer serves the main process and the screen. It
 * changes and returns the state that it was given (a run of 10,000 nodes would be too dear to copy for each event), but
 * replaces the `NodeRun` of the node that moved, so that readers can compare by identity.
 * @throws AppError `internal.bug` for an illegal move; the state is then unchanged
 */
export function reduceRun(state: RunState | undefined, event: JournalEvent): RunState {
  if (event.event === 'run-start') {
    if (state !== undefined) throw illegal(event, 'the run has started already');
    return startRun(event);
  }
  if (state === undefined) throw illegal(event, 'the run has not started');
  if (event.run !== state.id) throw illegal(event, `it belongs to another run than ${state.id}`);
  if (event.seq <= state.seq) throw illegal(event, `its number is not above ${state.seq}`);
  const draft = state as Mutable<RunState>;
  switch (event.event) {
    case 'run-suspend':
      movePhase(draft, event, {
        state: 'suspended',
        why: event.why,
        ...(event.code !== undefined && { code: event.code }),
        ...wordingOf(event),
      });
      break;
    case 'run-resume':
      if (state.phase.state !== 'suspended') throw illegal(event, `the run is ${state.phase.state}`);
      movePhase(draft, event, { state: 'running' });
      break;
    case 'run-retry':
      if (state.phase.state === 'suspended') throw illegal(event, 'the run is suspended');
      movePhase(draft, event, { state: 'running' });
      break;
    case 'run-end':
      movePhase(draft, event, {
        state: event.state,
        outputs: event.outputs,
        ...(event.error !== undefined && { error: event.error }),
      });
      break;
    default:
      if (state.phase.state !== 'running' && !(state.phase.state === 'suspended' && mayMoveSuspended(event))) {
        throw illegal(event, `the run is ${state.phase.state}`);
      }
      moveNode(draft, event);
  }
  draft.seq = event.seq;
  draft.at = event.at;
  return state;
}

/** A suspended run still takes answers and cancellations; one that has ended takes nothing but a retry. */
function mayMoveSuspended(event: JournalEvent): boolean {
  return event.event === 'node-answer' || event.event === 'node-cancel' || event.event === 'node-continue';
}

/** How every item begins, and what most nodes have; nobody changes them. */
const begun: ItemRun = { state: 'waiting', attempt: 0 };
const none: readonly never[] = [];

function startRun(event: Extract<JournalEvent, { event: 'run-start' }>): RunState {
  const nodes = new Map<string, NodeRun>();
  for (const node of event.nodes) {
    const items = new Map<string, ItemRun>().set('', begun);
    nodes.set(nodeKey({ path: [], node }), { node, path: none, shape: undefined, items, messages: none });
  }
  return {
    id: event.run,
    workflow: event.workflow,
    connection: event.connection,
    startedAt: event.at,
    at: event.at,
    seq: event.seq,
    phase: { state: 'running' },
    order: event.nodes,
    nodes,
  };
}

function movePhase(draft: Mutable<RunState>, event: JournalEvent, next: RunPhase): void {
  if (!runMoves[draft.phase.state].includes(next.state)) {
    throw illegal(event, `a run cannot go from ${draft.phase.state} to ${next.state}`);
  }
  draft.phase = next;
}

type NodeEvent = Exclude<JournalEvent, { event: `run-${string}` }>;

function moveNode(draft: Mutable<RunState>, event: NodeEvent): void {
  const key = nodeKey(event);
  const node = draft.nodes.get(key);
  // The key of a node inside a workflow node may equal an id that someone chose.
  if (node === undefined || node.path.length !== event.path.length) throw illegal(event, 'the run has no such node');
  if (event.event === 'node-items') {
    draft.nodes.set(key, spreadItems(node, event));
    return;
  }
  if (event.event === 'node-issue') {
    draft.nodes.set(key, { ...node, messages: [...node.messages, wordingOf(event)] });
    return;
  }
  const itemName = itemKey(event.item);
  const item = node.items.get(itemName);
  if (item === undefined) throw illegal(event, 'the node has no such item');
  const next = nextItem(item, event);
  if (!itemMoves[item.state].includes(next.state)) {
    throw illegal(event, `an item cannot go from ${item.state} to ${next.state}`);
  }
  // The map is changed in place: a node with many items would be copied for each of them.
  (node.items as Map<string, ItemRun>).set(itemName, next);
  draft.nodes.set(key, { ...node });
}

/**
 * Gives a node its items. A retry may spread it again: items that the new shape has stay as they are (a waiting one may
 * hold an answer), others stay when they have run already.
 */
function spreadItems(node: NodeRun, event: Extract<JournalEvent, { event: 'node-items' }>): NodeRun {
  const known = [...node.items];
  const attempt = Math.max(0, ...known.map(([, item]) => item.attempt));
  if (node.shape === undefined && known.some(([, item]) => item.state !== 'waiting')) {
    throw illegal(event, 'the node runs already without items');
  }
  const items = new Map<string, ItemRun>();
  for (const path of shapePaths(event.shape)) {
    const key = itemKey(path);
    items.set(key, node.items.get(key) ?? { state: 'waiting', attempt });
  }
  for (const [key, item] of known) if (item.state !== 'waiting' && !items.has(key)) items.set(key, item);
  return { ...node, shape: event.shape, items };
}

/** The item paths of a shape, in order. */
export function shapePaths(shape: Shape, prefix: readonly number[] = []): number[][] {
  if (shape === 0) return [[...prefix]];
  return shape.flatMap((inner, index) => shapePaths(inner, [...prefix, index]));
}

function nextItem(item: ItemRun, event: Exclude<NodeEvent, { event: 'node-items' | 'node-issue' }>): ItemRun {
  const attempt = Math.max(item.attempt, event.attempt);
  switch (event.event) {
    case 'node-start':
      if (item.state !== 'waiting') throw illegal(event, `the item is ${item.state}, not waiting`);
      return { state: 'running', attempt, since: event.at };
    case 'node-wait':
      return { state: 'awaiting', attempt, since: sinceOf(item, event.at), task: event.task };
    case 'node-continue':
      if (item.state !== 'awaiting') throw illegal(event, `the item is ${item.state}, not awaiting`);
      return { state: 'running', attempt, since: item.since };
    case 'node-question':
      return { state: 'needs-user', attempt, question: event.question };
    case 'node-answer':
      if (item.state !== 'needs-user') throw illegal(event, `the item is ${item.state} and asks nothing`);
      return { state: 'waiting', attempt, answer: event.choice };
    case 'node-end':
      return {
        state: 'done',
        attempt,
        since: sinceOf(item, event.at),
        until: event.at,
        outputs: event.outputs,
        key: event.key,
      };
    case 'node-reuse':
      return { state: 'reused', attempt, outputs: event.outputs, from: event.from };
    case 'node-error':
      return { state: 'failed', attempt, error: event.error };
    case 'node-skip':
      return { state: 'skipped', attempt, reason: event.reason };
    case 'node-cancel':
      return { state: 'cancelled', attempt };
    case 'node-retry':
      if (item.state === 'needs-user') throw illegal(event, 'the item asks its user');
      return { state: 'waiting', attempt };
  }
}

function wordingOf({ message, hint, zh }: Wording): Wording {
  return { message, ...(hint !== undefined && { hint }), ...(zh !== undefined && { zh }) };
}

function sinceOf(item: ItemRun, fallback: string): string {
  return 'since' in item ? item.since : fallback;
}

function illegal(event: JournalEvent, why: string) {
  const where = 'node' in event ? ` of node ${event.node}${event.item.length > 0 ? `[${event.item}]` : ''}` : '';
  return bug(`event ${event.event}${where} is refused: ${why}`, { event: event.event, seq: event.seq });
}

/** The state of a node as a whole: the one of its items that people must know first. */
export function nodeState(node: NodeRun): ItemState {
  const present = new Set([...node.items.values()].map((item) => item.state));
  const priority: ItemState[] = [
    'needs-user',
    'running',
    'awaiting',
    'waiting',
    'failed',
    'cancelled',
    'skipped',
    'done',
  ];
  return priority.find((state) => present.has(state)) ?? (present.has('reused') ? 'reused' : 'done');
}

/** How many nodes of a run are in each state; a mapped node counts once. */
export function countNodes({ nodes }: Pick<RunState, 'nodes'>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const node of nodes.values()) {
    const state = nodeState(node);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}
