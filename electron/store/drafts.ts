import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '#core/errors';
import type { WorkflowDocument } from '#core/graph/document';
import { type DraftRow, documentSchema, draftRowSchema } from '#core/services/document-views';
import { removeQuietly, writeFileAtomic, writeFileNow } from './atomic-file.ts';
import { compactRows } from './draft-rows.ts';
import { readError } from './file-errors.ts';
import type { Home } from './home.ts';
import { createId } from './ids.ts';
import { formatRow, readRows } from './row-format.ts';
import { openRowLog, type RowLog } from './row-log.ts';

const metaSchema = z.object({
  /** Full path of the saved file; absent while it was never saved. */
  path: z.string().optional(),
  name: z.string(),
  /** The revision of the file that the draft is based on. */
  revision: z.string().optional(),
  readOnly: z.boolean(),
  /** A save that is under way: after a crash the file tells whether it was done. */
  saving: z.object({ path: z.string(), revision: z.string() }).optional(),
});
export type DraftMeta = z.infer<typeof metaSchema>;

/** A draft as it lies on the disk. */
export interface StoredDraft {
  readonly id: string;
  readonly meta: DraftMeta;
  readonly base: WorkflowDocument;
  readonly rows: readonly DraftRow[];
}

/** Open documents with what was done to them: `drafts/<draft>/{base.json,journal.jsonl,meta.json,lease}`. */
export interface DraftStore {
  /** All drafts, oldest first; without their documents. */
  list(): { readonly id: string; readonly meta: DraftMeta }[];
  /** @throws AppError `disk.full`, `file.write-failed` */
  create(base: WorkflowDocument, meta: DraftMeta): Promise<string>;
  /** @throws AppError `file.not-found` when there is no such draft, `file.unreadable` */
  read(id: string): StoredDraft;
  meta(id: string): DraftMeta;
  /** Resolves when all rows are on the disk; none of them is when it rejects. @throws AppError `disk.full`, `file.write-failed` */
  append(id: string, rows: readonly DraftRow[]): Promise<void>;
  setMeta(id: string, meta: DraftMeta): void;
  /** Which opening of the draft may change it; undefined when nobody had it open yet. */
  lease(id: string): string | undefined;
  /** From now on only this opening may. @throws AppError `file.not-found`, `disk.full`, `file.write-failed` */
  setLease(id: string, lease: string): void;
  remove(id: string): Promise<void>;
  /** Waits for what is under way and closes all files. */
  close(): Promise<void>;
}

/** Rows of one `append` are one row of the file, so that they are there together or not at all. */
const batchSchema = z.object({ rows: z.array(z.unknown()) });

/** An open journal; `batches` counts those that were acknowledged. */
interface OpenDraft {
  log: RowLog;
  batches: number;
  /** A batch that was refused may be in the file nevertheless. */
  doubtful: boolean;
}

/** Opens the drafts of a home folder. */
export function openDrafts(home: Home): DraftStore {
  const { layer } = home;
  const open = new Map<string, OpenDraft>();
  const fileOf = (id: string, name: string): string => {
    if (!/^draft_[A-Za-z0-9_-]{1,100}$/.test(id)) throw noDraft();
    return path.join(home.drafts, id, name);
  };

  const readMeta = (id: string): DraftMeta => {
    const file = fileOf(id, 'meta.json');
    try {
      return metaSchema.parse(JSON.parse(layer.readFile(file).toString('utf8')));
    } catch (error) {
      const known = readError(error, file);
      throw known.code === 'file.not-found' ? noDraft() : known;
    }
  };

  const readBatches = (id: string): DraftRow[][] => {
    const file = fileOf(id, 'journal.jsonl');
    const batches: DraftRow[][] = [];
    try {
      readRows(layer, file, (row) => {
        const batch = batchSchema.safeParse(row);
        // A row of a kind that this version does not know is left out, those beside it are not.
        if (batch.success) {
          batches.push(
            batch.data.rows.flatMap((raw) => {
              const parsed = draftRowSchema.safeParse(raw);
              return parsed.success ? [parsed.data] : [];
            }),
          );
        }
      });
    } catch (error) {
      throw readError(error, file);
    }
    return batches;
  };

  const journalOf = (id: string): OpenDraft => {
    const known = open.get(id);
    if (known !== undefined) return known;
    readMeta(id);
    const fresh = {
      log: openRowLog(layer, fileOf(id, 'journal.jsonl')),
      batches: readBatches(id).length,
      doubtful: false,
    };
    open.set(id, fresh);
    return fresh;
  };

  /** Rows that were acknowledged; one that was refused may be in the file nevertheless, and comes again. */
  const acknowledged = (id: string): DraftRow[][] => {
    const journal = open.get(id);
    return journal?.doubtful === true ? readBatches(id).slice(0, journal.batches) : readBatches(id);
  };

  const repair = async (id: string): Promise<void> => {
    const lines = acknowledged(id).map((rows) => formatRow({ rows }));
    await writeFileAtomic(layer, fileOf(id, 'journal.jsonl'), lines.join(''));
    await flush(id);
  };

  const flush = async (id: string): Promise<void> => {
    const journal = open.get(id);
    open.delete(id);
    await journal?.log.close();
  };

  return {
    list: () =>
      layer
        .list(home.drafts)
        .filter((id) => id.startsWith('draft_'))
        .sort()
        .flatMap((id) => {
          try {
            return [{ id, meta: readMeta(id) }];
          } catch {
            return [];
          }
        }),

    async create(base, meta) {
      const id = createId('draft');
      layer.makeFolder(path.join(home.drafts, id));
      await writeFileAtomic(layer, fileOf(id, 'base.json'), JSON.stringify(base));
      // It comes last: a folder without it is no draft.
      await writeFileAtomic(layer, fileOf(id, 'meta.json'), JSON.stringify(meta));
      await layer.syncFolder(home.drafts);
      return id;
    },

    read(id) {
      const meta = readMeta(id);
      const file = fileOf(id, 'base.json');
      try {
        const base = documentSchema.parse(JSON.parse(layer.readFile(file).toString('utf8')));
        return { id, meta, base, rows: compactRows(acknowledged(id).flat()) };
      } catch (error) {
        throw readError(error, file);
      }
    },

    meta: readMeta,

    async append(id, rows) {
      if (rows.length === 0) return;
      if (journalOf(id).doubtful) await repair(id);
      const journal = journalOf(id);
      try {
        await journal.log.append({ rows }, { sync: true });
        journal.batches += 1;
      } catch (error) {
        journal.doubtful = true;
        throw error;
      }
    },

    setMeta(id, meta) {
      readMeta(id);
      writeFileNow(layer, fileOf(id, 'meta.json'), JSON.stringify(meta), { sync: true });
    },

    lease(id) {
      try {
        return layer.readFile(fileOf(id, 'lease')).toString('utf8');
      } catch {
        return undefined;
      }
    },

    setLease(id, lease) {
      readMeta(id);
      writeFileNow(layer, fileOf(id, 'lease'), lease, { sync: true });
    },

    async remove(id) {
      await flush(id);
      for (const name of ['meta.json', 'journal.jsonl', 'base.json', 'lease']) removeQuietly(layer, fileOf(id, name));
      // An empty folder that stays does no harm.
      fs.rm(path.join(home.drafts, id), { recursive: true, force: true }, () => undefined);
    },

    async close() {
      await Promise.all([...open.keys()].map(flush));
    },
  };
}

function noDraft(): AppError {
  const message = { en: 'This document is not open any more.', zh: '此文档已不再打开。' };
  return new AppError('file.not-found', message, { hint: { en: 'Open its file again.', zh: '请重新打开它的文件。' } });
}
