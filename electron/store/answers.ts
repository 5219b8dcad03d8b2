import path from 'node:path';
import { bug } from '#core/errors';
import type { AnswerStore } from '../executor/services.ts';
import { removeQuietly } from './atomic-file.ts';
import { systemCode, writeError, writing } from './file-errors.ts';
import type { Home } from './home.ts';

/**
 * Raw answers as files `answers/<attempt>-<n>.<purpose>`. Closing the answer of a submit makes it durable; that of a poll
 * can be asked for again, so it is not synced, and only the newest two polls of an attempt are kept.
 */
export function openAnswers(home: Home): AnswerStore {
  const { layer } = home;
  const numbers = new Map<string, number>();

  /** Creates the file of the next free number. */
  const open = (attempt: string, purpose: string) => {
    for (let number = (numbers.get(attempt) ?? 0) + 1; ; number += 1) {
      const name = `${attempt}-${number}.${purpose}`;
      const file = path.join(home.answers, name);
      try {
        const handle = layer.open(file, 'create');
        numbers.set(attempt, number);
        return { name, file, handle, number };
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw writeError(error, file);
      }
    }
  };

  return {
    async create(attempt, purpose) {
      if (!/^[A-Za-z0-9_-]{1,120}$/.test(attempt)) throw bug('the id of an attempt cannot be part of a file name');
      let opened: ReturnType<typeof open> | undefined;
      const begin = (): ReturnType<typeof open> => {
        opened ??= open(attempt, purpose);
        return opened;
      };
      let closed: Promise<void> | undefined;
      const close = async (): Promise<void> => {
        if (opened === undefined) return;
        const { file, handle, number } = opened;
        await writing(file, async () => {
          try {
            if (purpose === 'submit') {
              await layer.sync(handle);
              await layer.syncFolder(home.answers);
            }
          } finally {
            layer.close(handle);
          }
          if (purpose === 'poll') removeQuietly(layer, path.join(home.answers, `${attempt}-${number - 2}.poll`));
        });
      };
      return {
        get name() {
          return begin().name;
        },
        get file() {
          return begin().file;
        },
        begin() {
          begin();
        },
        write: async (chunk) => {
          const { file, handle } = begin();
          await writing(file, () => layer.write(handle, chunk));
        },
        close() {
          closed ??= close();
          return closed;
        },
      };
    },
    hasBegun: (attempt) => layer.facts(path.join(home.answers, `${attempt}-1.submit`)) !== undefined,
  };
}
