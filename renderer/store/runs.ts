import { create } from 'zustand';
import { viewDocument } from '#core/graph/document';
import { nodeName } from '#core/graph/graph';
import { isJournalled, type RunEvent } from '#core/run/event';
import { restoreSnapshot } from '#core/run/snapshot';
import { type RunState, reduceRun } from '#core/run/state';
import type { OpenedRun, RunView } from '#core/services/run-views';
import type { LocalText } from '#core/text';
import { api } from '../api.ts';
import { registry } from './registry.ts';

/** What is only for the eye: text as it is written, progress. By `node/item` within a run. */
export interface LiveItem {
  readonly text: string;
  /** The port that is being written; another one begins anew. */
  readonly port?: string;
  readonly progress: number | undefined;
  /** The gateway's word, or what is done meanwhile. */
  readonly status: LocalText | undefined;
}

interface FollowedRun {
  readonly state: RunState;
  /** What its nodes were called when it began. */
  readonly names: ReadonlyMap<string, LocalText>;
}

interface RunsState {
  readonly runs: Readonly<Record<string, FollowedRun>>;
  readonly live: Readonly<Record<string, Readonly<Record<string, LiveItem>>>>;
  /** The run that a document shows, by draft. */
  readonly shown: Readonly<Record<string, string>>;
  readonly list: readonly RunView[];
  /** Whether the list was asked for at all. */
  readonly isListed: boolean;
}

export const useRuns = create<RunsState>(() => ({ runs: {}, live: {}, shown: {}, list: [], isListed: false }));

/** Number of the last event of a run that was taken, those for the eye included. */
const seen = new Map<string, number>();

/** Events that came while a snapshot of their run was asked for, and how many snapshots are on their way. */
const held = new Map<string, { events: RunEvent[]; asked: number }>();

/** Asks for a run as it is and follows it from then on. @throws AppError when the run cannot be opened */
export async function followRun(run: string): Promise<OpenedRun> {
  const waiting = held.get(run) ?? { events: [], asked: 0 };
  held.set(run, waiting);
  waiting.asked += 1;
  try {
    const answer = await api().call('run.open', { run });
    takeRun(answer);
    return answer;
  } finally {
    waiting.asked -= 1;
    if (waiting.asked === 0) {
      held.delete(run);
      applyRunEvents(run, waiting.events);
    }
  }
}

/** Runs whose next snapshot counts whatever its number: the main process was away, and may count anew. */
const stale = new Set<string>();

/** A snapshot never takes back what is known already. */
function takeRun({ snapshot, texts, document }: OpenedRun): void {
  const { runs, live } = useRuns.getState();
  const run = snapshot.id;
  const known = runs[run];
  if (!stale.delete(run) && known !== undefined && known.state.seq > snapshot.seq) return;
  const state = restoreSnapshot(snapshot);
  const items = copyLive({});
  for (const [key, item] of Object.entries(live[run] ?? {})) items[key] = { ...item, text: '' };
  for (const { text, port, ...address } of texts ?? []) {
    const key = liveKey(address);
    items[key] = { progress: undefined, status: undefined, ...items[key], text, port };
  }
  seen.set(run, snapshot.seq);
  const names = known?.names ?? namesOf(document);
  useRuns.setState({ runs: { ...runs, [run]: { state, names } }, live: { ...live, [run]: items } });
}

function namesOf(document: OpenedRun['document']): ReadonlyMap<string, LocalText> {
  return new Map(viewDocument(document).workflow.nodes.map((node) => [node.id, nodeName(node, registry)]));
}

/** Shows a run in a document. */
export function showRun(draft: string, run: string | undefined): void {
  const { shown } = useRuns.getState();
  const { [draft]: _before, ...rest } = shown;
  useRuns.setState({ shown: run === undefined ? rest : { ...rest, [draft]: run } });
}

/** Takes events as they are pushed. Events that the snapshot holds already are left out. */
export function applyRunEvents(run: string, events: readonly RunEvent[]): void {
  const waiting = held.get(run);
  if (waiting !== undefined) {
    waiting.events.push(...events);
    return;
  }
  const { runs, live } = useRuns.getState();
  const known = runs[run];
  if (known === undefined) return;
  const items = copyLive(live[run] ?? {});
  let { state } = known;
  let last = seen.get(run) ?? state.seq;
  let isMoved = false;
  let isBroken = false;
  for (const event of events) {
    if (event.seq <= (isJournalled(event) ? state.seq : last)) continue;
    try {
      if (isJournalled(event)) {
        state = reduceRun(state, event);
        forgetLive(items, event);
        isMoved = true;
      } else showLive(items, event);
      last = event.seq;
    } catch {
      // Something before it was lost on the way: the run is asked for as a whole.
      isBroken = true;
      break;
    }
  }
  seen.set(run, last);
  // The reducer changes the state in place, so a new holder says that it changed; what is only for the eye leaves it alone.
  useRuns.setState({
    ...((isMoved || isBroken) && { runs: { ...runs, [run]: { ...known, state: { ...state } } } }),
    live: { ...live, [run]: items },
  });
  if (isBroken) followRun(run).catch(() => undefined);
}

/** A copy without a prototype: a node may have any id, `__proto__` too. */
function copyLive(live: Readonly<Record<string, LiveItem>>): Record<string, LiveItem> {
  return Object.assign(Object.create(null) as Record<string, LiveItem>, live);
}

/** What was written belongs to the state that the item was in. */
function forgetLive(items: Record<string, LiveItem>, event: RunEvent): void {
  if ('item' in event) delete items[liveKey(event)];
}

function showLive(
  items: Record<string, LiveItem>,
  event: Extract<RunEvent, { event: 'node-delta' | 'node-progress' }>,
) {
  const key = liveKey(event);
  const before = items[key] ?? { text: '', progress: undefined, status: undefined };
  items[key] =
    event.event === 'node-delta'
      ? { ...before, text: (before.port === event.port ? before.text : '') + event.text, port: event.port }
      : { ...before, progress: event.progress ?? before.progress, status: statusOf(event) ?? before.status };
}

function statusOf({ status, zh }: Extract<RunEvent, { event: 'node-progress' }>): LocalText | undefined {
  return status === undefined ? undefined : { en: status, zh: zh ?? status };
}

function liveKey(event: { readonly node: string; readonly item: readonly number[] }): string {
  return event.item.length === 0 ? event.node : `${event.node}/${event.item.join('.')}`;
}

/** After the main process was away: what was written meanwhile is unknown, so every followed run is asked for again. */
export async function followAgain(): Promise<void> {
  const runs = Object.keys(useRuns.getState().runs);
  for (const run of runs) stale.add(run);
  await Promise.allSettled(runs.map(followRun));
}

export async function refreshRuns(): Promise<void> {
  useRuns.setState({ list: await api().call('run.list', {}), isListed: true });
}

/** The run that a document shows. */
export function shownRun(state: RunsState, draft: string | undefined): RunState | undefined {
  const run = draft === undefined ? undefined : state.shown[draft];
  return run === undefined ? undefined : state.runs[run]?.state;
}

export function isUnderWay(run: RunState | undefined): run is RunState {
  return run !== undefined && (run.phase.state === 'running' || run.phase.state === 'suspended');
}
