import { nodeKey } from '#core/run/address';
import type { suspendReasons } from '#core/run/event';
import { type ItemRun, type ItemState, type NodeRun, nodeState, type RunState } from '#core/run/state';
import type { TextKey } from '../i18n/index.ts';
import { formatClock, formatDuration, formatMoment } from './time.ts';

export type StatusTone = 'idle' | 'wait' | 'ok' | 'warn' | 'bad';

/** A state as people read it. `progress` is from 0 to 1; undefined: there is none to show, null: it is not known. */
export interface Status {
  readonly tone: StatusTone;
  readonly key: TextKey;
  readonly values: Readonly<Record<string, string | number>>;
  readonly progress: number | null | undefined;
}

/** What is known beside the state itself. */
export interface StatusContext {
  readonly now: number;
  readonly language: string;
  /** What people call a node. */
  readonly nameOf: (node: string) => string;
  /** The node that a waiting one waits for. */
  readonly waitsFor: string | undefined;
  readonly written: number;
  readonly progress: number | undefined;
  readonly word: string | undefined;
  /** About how long such a task takes, in seconds. */
  readonly usual: number | undefined;
  /** Why a skipped node is muted itself. */
  readonly isMuted: boolean;
  /** What the whole run waits for while it does nothing. */
  readonly suspended: (typeof suspendReasons)[number] | undefined;
}

/** The exact words for the state of one item, or of a node that is not mapped. */
export function statusOfItem(item: ItemRun, context: StatusContext): Status {
  const { nameOf } = context;
  const say = (tone: StatusTone, key: TextKey, values: Status['values'] = {}, progress?: number | null): Status => ({
    tone,
    key,
    values,
    progress,
  });
  const { suspended } = context;
  if (suspended !== undefined) {
    if (item.state === 'awaiting') return say('wait', 'state.suspended.task');
    const isIdle = item.state === 'running' || (item.state === 'waiting' && context.waitsFor === undefined);
    if (isIdle) return say('wait', `state.suspended.${suspended}`);
  }
  switch (item.state) {
    case 'waiting':
      if (item.answer !== undefined) return say('idle', 'state.answered');
      return context.waitsFor === undefined
        ? say('idle', 'state.next')
        : say('idle', 'state.waits', { name: nameOf(context.waitsFor) });
    case 'running':
      return runningStatus(item.since, context);
    case 'awaiting':
      return awaitingStatus(item.task.since, context);
    case 'needs-user':
      return say('warn', 'state.question');
    case 'done': {
      const seconds = (Date.parse(item.until) - Date.parse(item.since)) / 1000;
      return seconds < 1
        ? say('ok', 'state.done')
        : say('ok', 'state.doneIn', { time: formatDuration(seconds, context.language) });
    }
    case 'reused':
      return item.from === 'pin'
        ? say('ok', 'state.pinned')
        : say('ok', 'state.reused', { time: formatMoment(item.from.at, context.now, context.language) });
    case 'failed':
      return say('bad', item.error.billed === undefined ? 'state.failed' : `state.failedBilled.${item.error.billed}`);
    case 'skipped':
      return skippedStatus(item.reason, context);
    case 'cancelled':
      return say('idle', 'state.cancelled');
  }
}

function runningStatus(since: string, context: StatusContext): Status {
  const progress = context.progress ?? null;
  if (context.written > 0) {
    return { tone: 'wait', key: 'state.writing', values: { count: context.written }, progress };
  }
  // The gateway has no task yet to say a word of: it is what is done here.
  if (context.word !== undefined && context.word !== '') {
    return { tone: 'wait', key: 'state.doing', values: { text: context.word }, progress };
  }
  const seconds = (context.now - Date.parse(since)) / 1000;
  return seconds < 2
    ? { tone: 'wait', key: 'state.running', values: {}, progress }
    : { tone: 'wait', key: 'state.runningFor', values: { time: formatClock(seconds) }, progress };
}

function awaitingStatus(since: string, context: StatusContext): Status {
  const seconds = Math.max(0, (context.now - Date.parse(since)) / 1000);
  const time = formatClock(seconds);
  const { usual, word } = context;
  // Without a word of the gateway the usual time gives an idea; it never promises the end.
  const guess = usual === undefined ? undefined : Math.min(0.95, seconds / usual);
  const progress = context.progress ?? guess ?? null;
  if (usual !== undefined && seconds < usual) {
    return { tone: 'wait', key: 'state.gatewayOf', values: { time, usual: formatClock(usual) }, progress };
  }
  if (word !== undefined && word !== '') {
    return { tone: 'wait', key: 'state.gatewayWord', values: { time, word: word.toLowerCase() }, progress };
  }
  return { tone: 'wait', key: 'state.gateway', values: { time }, progress };
}

function skippedStatus(reason: Extract<ItemRun, { state: 'skipped' }>['reason'], context: StatusContext): Status {
  const values: Status['values'] = reason.because === undefined ? {} : { name: context.nameOf(reason.because) };
  const isNamed = reason.because !== undefined;
  const key = ((): TextKey => {
    switch (reason.why) {
      case 'failed':
        return 'state.skipped.failed';
      case 'gap':
        return 'state.skipped.gap';
      case 'muted':
        return context.isMuted || !isNamed ? 'state.skipped.mutedSelf' : 'state.skipped.muted';
      case 'bypassed':
        return 'state.skipped.bypassed';
      case 'cancelled':
        return 'state.skipped.cancelled';
    }
  })();
  return { tone: 'idle', key, values, progress: undefined };
}

/** How the items of a mapped node stand. */
export interface ItemCounts {
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
  readonly by: Readonly<Partial<Record<ItemState, number>>>;
}

export function countItems(node: NodeRun): ItemCounts {
  const by: Partial<Record<ItemState, number>> = {};
  for (const item of node.items.values()) by[item.state] = (by[item.state] ?? 0) + 1;
  return {
    total: node.items.size,
    finished: (by.done ?? 0) + (by.reused ?? 0),
    failed: by.failed ?? 0,
    by,
  };
}

export function isMapped(node: NodeRun): boolean {
  return node.shape !== undefined && node.shape !== 0;
}

/** The item that speaks for the node: the one that people must know of first. */
export function leadingItem(node: NodeRun): ItemRun | undefined {
  const state = nodeState(node);
  for (const item of node.items.values()) if (item.state === state) return item;
  return undefined;
}

const busy: ReadonlySet<ItemState> = new Set(['waiting', 'running', 'awaiting', 'needs-user']);

/** The first node before this one that is not finished in the run. */
export function waitsForNode(run: RunState | undefined, node: string, sources: readonly string[]): string | undefined {
  if (run === undefined) return undefined;
  for (const source of sources) {
    if (source === node) continue;
    const before = run.nodes.get(nodeKey({ path: [], node: source }));
    if (before !== undefined && busy.has(nodeState(before))) return source;
  }
  return undefined;
}

/** Whether the words of a state change with the time. */
export function isTicking(node: NodeRun | undefined): boolean {
  if (node === undefined) return false;
  for (const item of node.items.values()) if (item.state === 'running' || item.state === 'awaiting') return true;
  return false;
}
