import { AppError } from '#core/errors';
import type { WorkflowDocument } from '#core/graph/document';
import type { RunEvent } from '#core/run/event';
import type { RunState } from '#core/run/state';
import { say } from '#core/text';
import type { RunHandle } from '../../executor/executor.ts';

/** What is known of a run when its execution begins. */
export interface BegunRun {
  readonly id: string;
  readonly document: WorkflowDocument;
  /** As its journal tells it; undefined for a new run. */
  state(): RunState | undefined;
}

/** Told of all runs that this process executes, whoever asked for them. */
export interface RunObserver {
  begin(run: BegunRun): void;
  /** After the event is in the journal. */
  event(event: RunEvent): void;
  end(id: string): void;
}

/** A run that only its holder may change, until it is released. */
export interface RunClaim {
  readonly id: string;
  /** Tells observers that the run is executed from now on. */
  begin(run: Omit<BegunRun, 'id'>): void;
  event(event: RunEvent): void;
  started(handle: RunHandle): void;
  /** May be called again. */
  release(): void;
}

/** The runs of this process. As one process owns the home folder, nobody else executes any. */
export interface LiveRuns {
  /** Undefined when the run is not executed at this moment. */
  handle(id: string): RunHandle | undefined;
  /** Resolves when nobody has the run any more. */
  released(id: string): Promise<void>;
  /** Takes a run. @throws AppError `run.busy` when somebody has it */
  claim(id: string): RunClaim;
  observe(observer: RunObserver): void;
  /** Leaves all runs to be resumed; requests under way still get their answer. Resolves when all have stopped. */
  interrupt(): Promise<void>;
  /** Does not wait for requests under way either. */
  abortNow(): void;
}

interface Entry {
  handle: RunHandle | undefined;
  readonly released: Promise<void>;
}

export function createLiveRuns(): LiveRuns {
  const entries = new Map<string, Entry>();
  const observers = new Set<RunObserver>();

  return {
    handle: (id) => entries.get(id)?.handle,

    released: (id) => entries.get(id)?.released ?? Promise.resolve(),

    claim(id) {
      if (entries.has(id)) {
        const message = say('The run {id} is being executed by another process.', '运行 {id} 正由另一个进程执行。', {
          id,
        });
        const hint = { en: 'Wait for it, or stop it with "cancel".', zh: '请等待它结束，或先取消它。' };
        throw new AppError('run.busy', message, { hint });
      }
      let resolve: () => void = () => undefined;
      const entry: Entry = {
        handle: undefined,
        released: new Promise((done) => {
          resolve = done;
        }),
      };
      entries.set(id, entry);
      let begun = false;
      return {
        id,
        begin(run) {
          begun = true;
          for (const observer of observers) observer.begin({ ...run, id });
        },
        event(event) {
          for (const observer of observers) observer.event(event);
        },
        started(handle) {
          entry.handle = handle;
        },
        release() {
          if (entries.get(id) !== entry) return;
          entries.delete(id);
          resolve();
          if (begun) for (const observer of observers) observer.end(id);
        },
      };
    },

    observe: (observer) => {
      observers.add(observer);
    },

    async interrupt() {
      // One that is just being started is interrupted when it has a handle.
      while (entries.size > 0) {
        for (const { handle } of entries.values()) handle?.interrupt();
        await Promise.race([...[...entries.values()].map((entry) => entry.released), pause(20)]);
      }
    },

    abortNow() {
      for (const { handle } of entries.values()) handle?.abortNow();
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
