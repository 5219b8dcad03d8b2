import type { WorkflowDocument } from '#core/graph/document';
import { isJournalled, type RunEvent } from '#core/run/event';
import type { RunState } from '#core/run/state';
import type { OpenedRun } from '#core/services/views';
import type { RunHandle } from '../../../executor/executor.ts';
import type { AppRun } from '../../app/run.ts';
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

/** The runs that this process executes, and who watches them. */
export interface RunHub {
  /** Executes a run; `begin` starts it with the listener that it is given. Gives its id. */
  execute(run: {
    readonly document: WorkflowDocument;
    /** A state of its own, which shown events are added to; undefined for a new run. */
    readonly state: RunState | undefined;
    begin(listener: (event: RunEvent) => void): Promise<AppRun>;
  }): Promise<string>;
  /** Undefined when this process does not execute it. */
  handle(id: string): RunHandle | undefined;
  /**
   * A run as it was shown so far; from then on its events go to the screen. `stored` reads a run that is not executed here.
   */
  open(id: string, session: ClientSession, stored: () => OpenedRun): Promise<OpenedRun>;
  /** The screen went away. */
  leave(session: ClientSession): void;
  /** Leaves all runs to be resumed; requests under way still get their answer. */
  interrupt(): Promise<void>;
  /** Does not wait for requests under way either. */
  abortNow(): void;
}

export function createRunHub(sessions: Sessions): RunHub {
  const live = new Map<string, LiveRun>();
  const ending = new Set<Promise<unknown>>();
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

  return {
    async execute({ document, state, begin }) {
      const entry = new LiveRun(document, state);
      const run = await begin((event) => {
        // A new run's first event may come before its id is given back.
        if (!live.has(event.run)) live.set(event.run, entry);
        entry.show(event);
        show(event);
      });
      entry.handle = run.handle;
      live.set(run.id, entry);
      const end = run.done
        // What went wrong is told by the run itself, or the disk is full: then the list shows how far it came.
        .catch(() => undefined)
        .then(() => {
          entry.giveUp();
          if (live.get(run.id) === entry) live.delete(run.id);
          ending.delete(end);
          sessions.broadcast('run.changed', { run: run.id });
          tasksChanged();
        });
      ending.add(end);
      sessions.broadcast('run.changed', { run: run.id });
      return run.id;
    },

    handle: (id) => live.get(id)?.handle,

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

    async interrupt() {
      for (const { handle } of live.values()) handle?.interrupt();
      await Promise.all(ending);
      clearTimeout(taskTimer);
    },

    abortNow() {
      for (const { handle } of live.values()) handle?.abortNow();
    },
  };
}
