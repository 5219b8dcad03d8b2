import path from 'node:path';
import { z } from 'zod';
import { type ArtifactId, artifactIdSchema } from '#core/value/value';
import type { UploadIndex } from '../executor/services.ts';
import type { Home } from './home.ts';
import { readRows } from './row-format.ts';
import { openRowLog, type RowLog } from './row-log.ts';

const rowSchema = z.object({ host: z.string(), artifact: artifactIdSchema, url: z.string() });

/** An index that can be waited for. */
export interface OpenUploadIndex extends UploadIndex {
  /** Waits for what is under way and closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the index of files that were made public, which is read when it is first asked. A damaged row is left out, and
 * one that cannot be written is in memory only: the file is then uploaded once more.
 */
export function openUploadIndex(home: Home): OpenUploadIndex {
  const file = path.join(home.index, 'uploads.jsonl');
  let entries: Map<string, string> | undefined;
  let log: RowLog | undefined;

  const keyOf = (host: string, artifact: ArtifactId) => `${artifact} ${host}`;

  const all = (): Map<string, string> => {
    if (entries !== undefined) return entries;
    const found = new Map<string, string>();
    readRows(home.layer, file, (raw) => {
      const row = rowSchema.safeParse(raw);
      if (row.success) found.set(keyOf(row.data.host, row.data.artifact), row.data.url);
    });
    entries = found;
    return found;
  };

  return {
    find: (host, artifact) => all().get(keyOf(host, artifact)),
    add(host, artifact, url) {
      all().set(keyOf(host, artifact), url);
      try {
        log ??= openRowLog(home.layer, file);
        log.push({ host, artifact, url }, { sync: false }, () => undefined);
      } catch {
        // It is known until the program ends.
      }
    },
    async close() {
      await log?.close();
    },
  };
}
