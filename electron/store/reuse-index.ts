import path from 'node:path';
import { z } from 'zod';
import { savedValueSchema } from '#core/value/value';
import type { ReuseIndex } from '../executor/services.ts';
import { removeQuietly } from './atomic-file.ts';
import type { Home } from './home.ts';
import { readJournal } from './journal.ts';
import { readRows } from './row-format.ts';
import { openRowLog, type RowLog } from './row-log.ts';

const rowSchema = z.object({
  key: z.string(),
  run: z.string(),
  at: z.string(),
  outputs: z.record(z.string(), savedValueSchema),
});
type Row = z.infer<typeof rowSchema>;

/** An index that can be waited for. */
export interface OpenReuseIndex extends ReuseIndex {
  /** Takes in what other processes added since. */
  refresh(): void;
  /** Waits for what is under way and closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the index of earlier results, which is read when it is first asked. It is a cache of what the journals say: when
 * it is missing or damaged it is made again from all of them, and runs that went on after its last row are read again,
 * so that a killed process loses no result. A row that cannot be written is in memory only.
 */
export function openReuseIndex(home: Home): OpenReuseIndex {
  const { layer } = home;
  const file = path.join(home.index, 'reuse.jsonl');
  let entries: Map<string, Row> | undefined;
  let log: RowLog | undefined;

  const write = (row: Row): void => {
    try {
      log ??= openRowLog(layer, file);
      log.push(row, { sync: false }, () => undefined);
    } catch {
      // The journals still have it.
    }
  };

  const load = (): Map<string, Row> => {
    const found = new Map<string, Row>();
    const written = layer.facts(file)?.modified;
    const damaged = written === undefined ? 0 : readEntries(home, file, found);
    if (damaged > 0) {
      removeQuietly(layer, file);
      found.clear();
    }
    const since = damaged > 0 ? undefined : written;
    for (const row of journalEntries(home, since)) {
      const before = found.get(row.key);
      if (before !== undefined && before.at >= row.at) continue;
      found.set(row.key, row);
      write(row);
    }
    return found;
  };

  /** The size of the file when it was last looked at. */
  let bytesKnown: number | undefined;

  const all = (): Map<string, Row> => {
    entries ??= load();
    return entries;
  };

  return {
    find: (key) => all().get(key),
    add(key, entry) {
      const row = { key, run: entry.run, at: entry.at, outputs: entry.outputs };
      all().set(key, row);
      write(row);
    },
    refresh() {
      const bytes = layer.facts(file)?.bytes;
      if (bytes === bytesKnown) return;
      bytesKnown = bytes;
      const before = entries;
      entries = undefined;
      // What could not be written is known here only.
      for (const [key, row] of before ?? []) if (!all().has(key)) all().set(key, row);
    },
    async close() {
      await log?.close();
    },
  };
}

function readEntries(home: Home, file: string, found: Map<string, Row>): number {
  let unknown = 0;
  const { damaged } = readRows(home.layer, file, (raw) => {
    const row = rowSchema.safeParse(raw);
    if (row.success) found.set(row.data.key, row.data);
    else unknown += 1;
  });
  return damaged + unknown;
}

/** Results with a key in the journals that were written at or after a time (milliseconds), or in all of them. */
function* journalEntries(home: Home, since: number | undefined): Generator<Row> {
  for (const id of home.layer.list(home.runs).sort()) {
    const journal = path.join(home.runs, id, 'journal.jsonl');
    const facts = home.layer.facts(journal);
    if (facts?.kind !== 'file' || (since !== undefined && facts.modified < since)) continue;
    for (const event of readJournal(journal, { layer: home.layer }).events) {
      if (event.event !== 'node-end' || event.key === undefined) continue;
      yield { key: event.key, run: event.run, at: event.at, outputs: event.outputs };
    }
  }
}
