import { create } from 'zustand';
import type { RunEvent } from '#core/run/event';
import { isJournalled } from '#core/run/event';
import { restoreSnapshot } from '#core/run/snapshot';
import { type RunState, reduceRun } from '#core/run/state';
import type { RunView } from '#core/services/views';
import { api } from '../api.ts';

/** What is only for the eye: text as it is written, progress. By `node/item` within a run. */
export interface LiveItem {
  readonly text: string;
  readonly progress: number | undefined;
  readonly status: string | undefined;
}

interface RunsState {
  readonly runs: Readonly<Record<string, { readonly state: RunState; readonly version: number }>>;
  readonly live: Readonly<Record<string, Readonly<Record<string, LiveItem>>>>;
  /** The run that a document shows, by draft. */
  readonly shown: Readonly<Record<string, string>>;
  readonly list: readonly RunView[];
}

export const useRuns = create<RunsState>(() => ({ runs: {}, live: {}, shown: {}, list: [] }));

/** Events that came before the snapshot of their run. */
const early = new Map<string, RunEvent[]>();

/** Asks for a run as it is and follows it from then on. */
export async function followRun(run: string): Promise<void> {
  if (!early.has(run)) early.set(run, []);
  const { snapshot } = await api().call('run.open', { run });
  const state = restoreSnapshot(snapshot);
  const waiting = early.get(run) ?? [];
  early.delete(run);
  const { runs } = useRuns.getState();
  useRuns.setState({ runs: { ...runs, [run]: { state, version: (runs[run]?.version ?? 0) + 1 } } });
  applyRunEvents(run, waiting);
}

/** Shows a run in a document. */
export function showRun(draft: string, run: string | undefined): void {
  const { shown } = useRuns.getState();
  const { [draft]: _before, ...rest } = shown;
  useRuns.setState({ shown: run === undefined ? rest : { ...rest, [draft]: run } });
}

/** Takes events as they are pushed. Events that the snapshot holds already are left out. */
export function applyRunEvents(run: string, events: readonly RunEvent[]): void {
  const waiting = early.get(run);
  if (waiting !== undefined) {
    waiting.push(...events);
    return;
  }
  const { runs, live } = useRuns.getState();
  const known = runs[run];
  if (known === undefined) return;
  const items: Record<string, LiveItem> = { ...live[run] };
  let { state } = known;
  for (const event of events) {
    if (isJournalled(event)) {
      if (event.seq <= state.seq) continue;
      state = reduceRun(state, event);
      if ('item' in event && (event.event === 'node-start' || event.event === 'node-retry'))
        delete items[liveKey(event)];
    } else {
      const key = liveKey(event);
      const before = items[key] ?? { text: '', progress: undefined, status: undefined };
      items[key] =
        event.event === 'node-delta'
          ? { ...before, text: before.text + event.text }
          : { ...before, progress: event.progress ?? before.progress, status: event.status ?? before.status };
    }
  }
  // The reducer changes the state in place, so a new holder says that it changed.
  useRuns.setState({
    runs: { ...runs, [run]: { state: { ...state }, version: known.version + 1 } },
    live: { ...live, [run]: items },
  });
}

function liveKey(event: { readonly node: string; readonly item: readonly number[] }): string {
  return event.item.length === 0 ? event.node : `${event.node}/${event.item.join('.')}`;
}

export async function refreshRuns(): Promise<void> {
  useRuns.setState({ list: await api().call('run.list', {}) });
}
