import path from 'node:path';
import { z } from 'zod';
import { quickParser } from '#core/quick-parse';
import { purchaseSchema } from '#core/run/event';
import { savedValueSchema } from '#core/value/value';
import type { Attempt, Ledger, ReuseEntry, ReuseIndex } from '../executor/services.ts';
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
  purchase: purchaseSchema.optional(),
  by: z
    .object({
      workflow: z.object({ id: z.string(), name: z.string() }),
      node: z.string(),
      item: z.array(z.int()),
    })
    .optional(),
});
type Row = z.infer<typeof rowSchema>;
const parseRow = quickParser(rowSchema);

/** The rows by their keys, and the newest of each purchase and of each node. */
class Rows {
  readonly byKey = new Map<string, Row>();
  private readonly purchases = new Map<string, Row>();
  private readonly owners = new Map<string, Row>();

  set(row: Row): void {
    this.byKey.set(row.key, row);
    if (row.purchase === undefined) return;
    keepNewest(this.purchases, row.purchase.id, row);
    if (row.by !== undefined) keepNewest(this.owners, ownerKey({ ...row.by, workflow: row.by.workflow.id }), row);
  }

  purchase(id: string): Row | undefined {
    return this.purchases.get(id);
  }

  owner(owner: Parameters<ReuseIndex['lastOf']>[0]): Row | undefined {
    return this.owners.get(ownerKey(owner));
  }
}

function keepNewest(rows: Map<string, Row>, key: string, row: Row): void {
  const before = rows.get(key);
  if (before === undefined || before.at <= row.at) rows.set(key, row);
}

function ownerKey({ workflow, node, item }: Parameters<ReuseIndex['lastOf']>[0]): string {
  return JSON.stringify([workflow, node, item]);
}

/** An index that can be waited for. */
export interface OpenReuseIndex extends ReuseIndex {
  /** Waits for what is under way and closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the index of earlier results, which is read when it is first asked. It is a cache of what the journals say: when
 * it is missing or damaged it is made again from all of them, and runs that went on after its last row are read again,
 * so that a killed process loses no result. A row that cannot be written is in memory only.
 */
export function openReuseIndex(home: Home, newestOf: Ledger['newestOf'] = () => undefined): OpenReuseIndex {
  const { layer } = home;
  const file = path.join(home.index, 'reuse.jsonl');
  let entries: Rows | undefined;
  let log: RowLog | undefined;

  const write = (row: Row): void => {
    try {
      log ??= openRowLog(layer, file);
      log.push(row, { sync: false }, () => undefined);
    } catch {
      // The journals still have it.
    }
  };

  const load = (): Rows => {
    let found = new Rows();
    const written = layer.facts(file)?.modified;
    const damaged = written === undefined ? 0 : readEntries(home, file, found);
    if (damaged > 0) {
      removeQuietly(layer, file);
      found = new Rows();
    }
    const since = damaged > 0 ? undefined : written;
    for (const row of journalEntries(home, since)) {
      const before = found.byKey.get(row.key);
      if (before !== undefined && before.at >= row.at) continue;
      found.set(row);
      write(row);
    }
    return found;
  };

  const all = (): Rows => {
    entries ??= load();
    return entries;
  };

  return {
    find: (key) => all().byKey.get(key) ?? collected(newestOf(key)),
    findPurchase: (id) => all().purchase(id),
    lastOf: (owner) => all().owner(owner),
    add(key, { run, at, outputs, purchase, by }) {
      const own = by && { ...by, item: [...by.item] };
      const row: Row = { key, run, at, outputs, ...(purchase && { purchase }), ...(own && { by: own }) };
      all().set(row);
      write(row);
    },
    async close() {
      await log?.close();
    },
  };
}

/** What was brought home after its run had ended is in the ledger only. */
function collected(attempt: Attempt | undefined): ReuseEntry | undefined {
  if (attempt?.state !== 'delivered' || attempt.outputs === undefined) return undefined;
  return { run: attempt.address.run, at: attempt.updatedAt, outputs: attempt.outputs };
}

function readEntries(home: Home, file: string, found: Rows): number {
  let unknown = 0;
  const { damaged } = readRows(home.layer, file, (raw) => {
    const row = parseRow(raw);
    if (row === undefined) unknown += 1;
    else found.set(row);
  });
  return damaged + unknown;
}

/** Results with a key in the journals that were written at or after a time (milliseconds), or in all of them. */
function* journalEntries(home: Home, since: number | undefined): Generator<Row> {
  for (const id of home.layer.list(home.runs).sort()) {
    const journal = path.join(home.runs, id, 'journal.jsonl');
    const facts = home.layer.facts(journal);
    if (facts?.kind !== 'file' || (since !== undefined && facts.modified < since)) continue;
    let workflow: { id: string; name: string } | undefined;
    for (const event of readJournal(journal, { layer: home.layer }).events) {
      if (event.event === 'run-start') workflow = event.workflow;
      if (event.event !== 'node-end' || event.key === undefined) continue;
      const { key, run, at, outputs, purchase, node, item } = event;
      const by = workflow && { workflow, node, item };
      yield { key, run, at, outputs, ...(purchase && { purchase }), ...(by && { by }) };
    }
  }
}
