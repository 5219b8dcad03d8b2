import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '#core/errors';
import type { DownloadFacts } from '#core/gateway/contract';
import type { OpenPart } from '../executor/services.ts';
import { removeQuietly, writeFileNow } from './atomic-file.ts';
import type { FileLayer } from './file-layer.ts';

const factsSchema = z.object({
  total: z.number().optional(),
  validator: z.string(),
  mime: z.string(),
  /** The start of the machine in which it was written: after another one its bytes need not be on the disk. */
  boot: z.string(),
});

/** Files whose download was broken off, by the address they come from. */
export interface DownloadParts {
  /** Undefined while somebody else fetches from there. */
  take(url: string): OpenPart | undefined;
}

/** @param boot what tells this start of the machine from others */
export function openDownloadParts(layer: FileLayer, folder: string, boot: string): DownloadParts {
  const taken = new Set<string>();
  const factsOf = (file: string): string => `${file}.json`;

  const read = (file: string): DownloadFacts | undefined => {
    try {
      const facts = factsSchema.parse(JSON.parse(layer.readFile(factsOf(file)).toString('utf8')));
      return facts.boot === boot && layer.facts(file)?.kind === 'file' ? facts : undefined;
    } catch {
      // There is none, or it was not written to its end: the file begins anew.
      return undefined;
    }
  };

  const idle = (): string[] =>
    layer
      .list(folder)
      .filter((name) => name.endsWith('.part'))
      .map((name) => path.join(folder, name))
      .filter((file) => !taken.has(file));

  return {
    take(url) {
      const file = path.join(folder, `${createHash('sha256').update(url).digest('hex').slice(0, 32)}.part`);
      if (taken.has(file)) return undefined;
      taken.add(file);
      return {
        file,
        begun: read(file),
        note(facts) {
          try {
            writeFileNow(layer, factsOf(file), JSON.stringify({ ...facts, boot }), { sync: false });
          } catch (error) {
            // Without room for it the file cannot be gone on with later, and that is all.
            if (!(error instanceof AppError)) throw error;
          }
        },
        makeRoom() {
          const others = idle();
          for (const other of others) {
            removeQuietly(layer, other);
            removeQuietly(layer, factsOf(other));
          }
          return others.length > 0;
        },
        release() {
          taken.delete(file);
          if (layer.facts(file) === undefined) removeQuietly(layer, factsOf(file));
        },
      };
    },
  };
}
