import path from 'node:path';
import { writeError, writingNow } from './file-errors.ts';
import type { FileLayer } from './file-layer.ts';
import { formatRow } from './row-format.ts';

type Settle = (error: unknown) => void;

interface QueuedRow {
  readonly line: string;
  readonly sync: boolean;
  /** Called with undefined when the row is where it was asked to be. */
  readonly settle: Settle;
}

/** A file of checksummed rows that only grows. Several processes may append to the same file. */
export interface RowLog {
  readonly file: string;
  /**
   * Takes a row in order; all rows of one tick, and all that come while a write is under way, go out in one write.
   * `settle` is called with undefined when the row is in the file (with `sync`: on the disk), else with an AppError.
   */
  push(row: object, options: { readonly sync: boolean }, settle: (error: unknown) => void): void;
  /** The same as a promise. @throws AppError `disk.full`, `file.write-failed` */
  append(row: object, options: { readonly sync: boolean }): Promise<void>;
  /** Resolves when nothing is under way any more. It never rejects: the rows themselves say what became of them. */
  idle(): Promise<void>;
  /** Waits for what is under way and closes the file. */
  close(): Promise<void>;
}

const newLine = Buffer.from('\n');

/**
 * Opens a row log for appending and creates it when it is missing. When its last row is torn (no new line at its end), a
 * new line is written first, so that the torn row harms no other.
 * @throws AppError `disk.full`, `file.write-failed`
 */
export function openRowLog(layer: FileLayer, file: string): RowLog {
  const handle = writingNow(file, () => layer.open(file, 'append'));
  let queue: QueuedRow[] = [];
  let unsynced: Settle[] = [];
  let isWriting = false;
  let isSyncing = false;
  let closed = false;
  // Also of a file that was there: whoever made it may not have come to that.
  let nameSynced = false;
  // After a failed write part of a row may be in the file.
  let torn = !endsWithNewLine(layer, file, handle);
  let waiting: (() => void)[] = [];

  const write = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      try {
        const bytes = Buffer.from(batch.map((row) => row.line).join(''));
        await layer.write(handle, torn ? Buffer.concat([newLine, bytes]) : bytes);
        torn = false;
      } catch (error) {
        torn = true;
        const known = writeError(error, file);
        for (const row of batch) row.settle(known);
        continue;
      }
      for (const row of batch) {
        if (row.sync) unsynced.push(row.settle);
        else row.settle(undefined);
      }
      if (unsynced.length > 0 && !isSyncing) {
        isSyncing = true;
        void sync();
      }
    }
    isWriting = false;
    settleIdle();
  };

  /** All rows that were written while one sync was under way share the next one. */
  const sync = async (): Promise<void> => {
    while (unsynced.length > 0) {
      const batch = unsynced;
      unsynced = [];
      let failure: unknown;
      try {
        await layer.sync(handle);
        if (!nameSynced) {
          await layer.syncFolder(path.dirname(file));
          nameSynced = true;
        }
      } catch (error) {
        failure = writeError(error, file);
      }
      for (const settle of batch) settle(failure);
    }
    isSyncing = false;
    settleIdle();
  };

  const isIdle = () => !isWriting && !isSyncing && queue.length === 0;

  const settleIdle = (): void => {
    if (!isIdle()) return;
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  };

  const push: RowLog['push'] = (row, options, settle) => {
    if (closed) throw writeError(new Error('the file is closed already'), file);
    queue.push({ line: formatRow(row), sync: options.sync, settle });
    if (isWriting) return;
    isWriting = true;
    queueMicrotask(() => void write());
  };

  const idle = (): Promise<void> => (isIdle() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)));

  return {
    file,
    push,
    append: (row, options) =>
      new Promise((resolve, reject) =>
        push(row, options, (error) => (error === undefined ? resolve() : reject(error))),
      ),
    idle,
    async close() {
      if (closed) return;
      closed = true;
      await idle();
      layer.close(handle);
    },
  };
}

function endsWithNewLine(layer: FileLayer, file: string, handle: number): boolean {
  return writingNow(file, () => {
    const { bytes } = layer.factsOf(handle);
    if (bytes === 0) return true;
    const last = Buffer.alloc(1);
    layer.readNow(handle, last, bytes - 1);
    return last[0] === newLine[0];
  });
}
