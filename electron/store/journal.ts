import { quickParser } from '#core/quick-parse';
import { type JournalEvent, journalEventSchema } from '#core/run/event';
import { type RunState, reduceRun } from '#core/run/state';
import type { Journal } from '../executor/services.ts';
import { readError } from './file-errors.ts';
import { diskLayer, type FileLayer } from './file-layer.ts';
import { readRows } from './row-format.ts';
import { openRowLog } from './row-log.ts';

/** A journal with those who want to see its events. */
export interface OpenJournal extends Journal {
  /** Calls the listener with each event after it was written, in order; gives back what ends that. */
  onWritten(listener: (event: JournalEvent) => void): () => void;
}

interface LayerOption {
  readonly layer?: FileLayer;
}

/**
 * Opens the journal of a run for appending. When a write fails its events are kept and written, in order, with the next
 * `append` or `flush`; nobody sees an event before it is in the file.
 * @throws AppError `disk.full`, `file.write-failed`
 */
export function openJournal(file: string, { layer = diskLayer }: LayerOption = {}): OpenJournal {
  const log = openRowLog(layer, file);
  const listeners = new Set<(event: JournalEvent) => void>();
  let queue: JournalEvent[] = [];
  let flight: Promise<void> | undefined;
  let failure: unknown;

  const notify = (event: JournalEvent): void => {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        // A listener's fault must not stop the journal, and must not be hidden either.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  };

  /** All rows of a batch are pushed in one tick, so the log writes them at once or not at all. */
  const writeBatch = (batch: readonly JournalEvent[]): Promise<void> =>
    new Promise((resolve, reject) => {
      let open = batch.length;
      for (const event of batch) {
        log.push(event, { sync: false }, (error) => {
          if (error !== undefined) reject(error);
          else notify(event);
          open -= 1;
          if (open === 0) resolve();
        });
      }
    });

  const writeAll = async (): Promise<void> => {
    // Waits for the rest of the tick, so that its events go out together.
    await Promise.resolve();
    failure = undefined;
    while (queue.length > 0 && failure === undefined) {
      const batch = queue;
      queue = [];
      try {
        await writeBatch(batch);
      } catch (error) {
        failure = error;
        queue = [...batch, ...queue];
      }
    }
    flight = undefined;
  };

  const start = (): void => {
    if (flight === undefined && queue.length > 0) flight = writeAll();
  };

  const flush = async (): Promise<void> => {
    start();
    while (flight !== undefined) await flight;
    if (queue.length > 0) throw failure;
  };

  return {
    append(event) {
      queue.push(event);
      start();
    },
    flush,
    async close() {
      try {
        await flush();
      } finally {
        await log.close();
      }
    },
    onWritten(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const parseEvent = quickParser(journalEventSchema);

export interface JournalRead {
  readonly events: readonly JournalEvent[];
  /** Rows that were skipped: torn, altered, or of a kind that this version does not know. */
  readonly damaged: number;
}

/**
 * Reads the events of a run; a missing file has none. An event that was written twice (its first write failed half way)
 * counts once.
 * @throws AppError `file.unreadable`
 */
export function readJournal(file: string, { layer = diskLayer }: LayerOption = {}): JournalRead {
  const events: JournalEvent[] = [];
  let unknown = 0;
  let seq = -1;
  try {
    const { damaged } = readRows(layer, file, (row) => {
      const event = parseEvent(row);
      if (event === undefined) unknown += 1;
      else if (event.seq > seq) {
        seq = event.seq;
        events.push(event);
      }
    });
    return { events, damaged: damaged + unknown };
  } catch (error) {
    throw readError(error, file);
  }
}

/**
 * The state that events add up to; undefined before the run has started. An event that does not fit, because one before
 * it was lost, is left out and counted.
 */
export function foldJournal(events: readonly JournalEvent[]): { state: RunState | undefined; refused: number } {
  let state: RunState | undefined;
  let refused = 0;
  for (const event of events) {
    try {
      state = reduceRun(state, event);
    } catch {
      refused += 1;
    }
  }
  return { state, refused };
}
