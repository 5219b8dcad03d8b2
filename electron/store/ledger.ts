import path from 'node:path';
import { bug } from '#core/errors';
import type { Attempt, AttemptChange, Ledger } from '../executor/services.ts';
import { readError } from './file-errors.ts';
import type { Home } from './home.ts';
import { applyRow, attemptMoves, isCompleteIntent, type LedgerRow, parseLedgerRow } from './ledger-row.ts';
import { readRows } from './row-format.ts';
import { openRowLog } from './row-log.ts';

/** A ledger with what its file told when it was opened. */
export interface OpenLedger extends Ledger {
  /** Rows that were skipped while reading: torn, altered, or of a kind that this version does not know. */
  readonly damaged: number;
  /** Waits for rows under way and closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the ledger of a home folder. A row changes what `attempt` says only after it is written (with `sync`: on the
 * disk), so nothing is ever known here that a restart would not know.
 * @throws AppError `file.unreadable`, `file.write-failed`, `disk.full`
 */
export function openLedger(home: Home, now: () => number = Date.now): OpenLedger {
  const attempts = new Map<string, Attempt>();
  const idsByRun = new Map<string, string[]>();
  const newestByKey = new Map<string, string>();
  /** Attempts as they will be when the rows under way are written; their next rows are checked against these. */
  const upcoming = new Map<string, { readonly attempt: Attempt; readonly done: Promise<Attempt> }>();

  const keep = (attempt: Attempt): void => {
    if (!attempts.has(attempt.id)) {
      const ids = idsByRun.get(attempt.address.run);
      if (ids === undefined) idsByRun.set(attempt.address.run, [attempt.id]);
      else ids.push(attempt.id);
      if (attempt.key !== undefined) newestByKey.set(attempt.key, attempt.id);
    }
    attempts.set(attempt.id, attempt);
  };

  const damaged = readLedger(home, attempts, keep);
  const log = openRowLog(home.layer, home.ledger);

  const check = (before: Attempt | undefined, row: LedgerRow): void => {
    if (before === undefined) {
      if (row.state !== 'intent') throw bug(`attempt ${row.id} begins as ${row.state}, without an intent`);
      if (!isCompleteIntent(row)) throw bug(`the intent of attempt ${row.id} does not say all that is needed`);
    } else if (!attemptMoves[before.state].includes(row.state)) {
      throw bug(`attempt ${row.id} cannot go from ${before.state} to ${row.state}`);
    } else if (row.address !== undefined && row.address.run !== before.address.run) {
      throw bug(`attempt ${row.id} cannot move to another run`);
    }
  };

  return {
    damaged,
    async record(change: AttemptChange, options) {
      const row: LedgerRow = { ...change, at: new Date(now()).toISOString() };
      const planned = upcoming.get(change.id);
      const before = planned?.attempt ?? attempts.get(change.id);
      check(before, row);
      const write = async (): Promise<Attempt> => {
        const written = log.append(row, options);
        // An unsynced row is done sooner than a synced one before it; they count in the order of the file.
        await Promise.allSettled([written, planned?.done]);
        await written;
        const current = attempts.get(change.id);
        if (current === undefined && row.state !== 'intent') await planned?.done;
        const after = applyRow(current, row);
        keep(after);
        return after;
      };
      const done = write();
      const entry = { attempt: applyRow(before, row), done };
      upcoming.set(change.id, entry);
      try {
        return await done;
      } finally {
        if (upcoming.get(change.id) === entry) upcoming.delete(change.id);
      }
    },
    attempt: (id) => attempts.get(id),
    attempts: () => [...attempts.values()],
    attemptsOf: (run) => (idsByRun.get(run) ?? []).flatMap((id) => attempts.get(id) ?? []),
    newestOf: (key) => attempts.get(newestByKey.get(key) ?? ''),
    close: () => log.close(),
  };
}

function readLedger(home: Home, attempts: ReadonlyMap<string, Attempt>, keep: (attempt: Attempt) => void): number {
  let unknown = 0;
  try {
    const { damaged } = readRows(home.layer, home.ledger, (row) => {
      const attempt = parseLedgerRow(row, (id) => attempts.get(id));
      if (attempt === undefined) unknown += 1;
      else keep('answer' in row ? withAnswerHere(home, attempt) : attempt);
    });
    return damaged + unknown;
  } catch (error) {
    throw readError(error, home.ledger);
  }
}

/** The home folder may have moved since the row was written. */
function withAnswerHere(home: Home, attempt: Attempt): Attempt {
  if (attempt.answer === undefined) return attempt;
  const file = path.join(home.answers, path.basename(attempt.answer.name));
  return { ...attempt, answer: { ...attempt.answer, file } };
}
