import { isJournalled, type RunEvent } from '#core/run/event';
import type { OpenedRun } from '#core/services/run-views';
import type { RunHandle } from '../../../executor/executor.ts';
import type { LiveRuns } from '../../app/live-runs.ts';
import type { ClientSession, Sessions } from '../session.ts';
import { createEventOutlet, type EventOutlet } from './event-outlet.ts';
import { LiveRun } from './live-run.ts';

/** Events that change what the list of tasks shows. */
const taskEvents: ReadonlySet<RunEvent['event']> = new Set([
  'node-start',
  'node-wait',
  'node-continue',
  'node-question',
  'node-end',
  'node-error',
  'node-cancel',
]);
const taskPause = 250;

/** Who watches which run, and what they see of those that this process executes. */
export interface RunHub {
  /** Undefined when this process does not execute it. */
  handle(id: string): RunHandle | undefined;
  /**
   * A run as it was shown so far; from then on its events go to the screen. `stored` reads a run that is not executed here.
   */
  open(id: string, session: ClientSession, stored: () => OpenedRun): Promise<OpenedRun>;
  /** The screen went away. */
  leave(session: ClientSession): void;
  close(): void;
}

export function createRunHub(runs: LiveRuns, sessions: Sessions): RunHub {
  const live = new Map<string, LiveRun>();
  const watchers = new Map<string, Set<ClientSession>>();
  const outlets = new Map<ClientSession, EventOutlet>();
  let taskTimer: NodeJS.Timeout | undefined;

  const tasksChanged = (): void => {
    taskTimer ??= setTimeout(() => {
      taskTimer = undefined;
      sessions.broadcast('task.changed', {});
    }, taskPause);
  };

  const show = (event: RunEvent): void => {
    for (const session of watchers.get(event.run) ?? []) outlets.get(session)?.add(event);
    if (!isJournalled(event)) return;
    if (!('node' in event)) sessions.broadcast('run.changed', { run: event.run });
    if (taskEvents.has(event.event)) tasksChanged();
  };

  const watch = (id: string, session: ClientSession): void => {
    const known = watchers.get(id);
    if (known === undefined) watchers.set(id, new Set([session]));
    else known.add(session);
    if (!outlets.has(session)) outlets.set(session, createEventOutlet(session));
  };

  runs.observe({
    begin({ id, document, state }) {
      live.set(id, new LiveRun(document, state()));
      sessions.broadcast('run.changed', { run: id });
    },
    event(event) {
      live.get(event.run)?.show(event);
      show(event);
    },
    end(id) {
      live.get(id)?.giveUp();
      live.delete(id);
      sessions.broadcast('run.changed', { run: id });
      tasksChanged();
    },
  });

  return {
    handle: (id) => runs.handle(id),

    async open(id, session, stored) {
      await live.get(id)?.begun;
      // Nothing may happen between the snapshot and the subscription.
      const view = live.get(id)?.view() ?? stored();
      watch(id, session);
      return view;
    },

    leave(session) {
      for (const [id, set] of watchers) {
        set.delete(session);
        if (set.size === 0) watchers.delete(id);
      }
      outlets.get(session)?.close();
      outlets.delete(session);
    },

    close: () => clearTimeout(taskTimer),
  };
}
