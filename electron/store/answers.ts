import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { bug } from '#core/errors';
import type { AnswerStore } from '../executor/services.ts';
import { removeQuietly } from './atomic-file.ts';
import { systemCode, writeError, writing } from './file-errors.ts';
import type { FileLayer } from './file-layer.ts';
import type { Home } from './home.ts';

/** Raw answers, which can be looked up. */
export interface OpenAnswers extends AnswerStore {
  /** The newest answer of an attempt that has anything in it, as UTF-8 and at most 64 kB of it. */
  newest(attempt: string): string | undefined;
}

/** Bytes. */
const mostRead = 64 * 1024;

interface Kept {
  readonly number: number;
  readonly name: string;
}

/**
 * Raw answers as files `answers/<attempt>-<n>.<purpose>`. Closing the answer of a submit makes it durable; that of a poll
 * can be asked for again, so it is not synced, and only the newest two polls of an attempt are kept. There may be tens of
 * thousands of files, so the folder is listed once, when something is asked of it that the name alone does not tell.
 */
export function openAnswers(home: Home): OpenAnswers {
  const { layer } = home;
  /** What this process has made, and once the folder was listed all that is in it; by attempt, oldest first. */
  const kept = new Map<string, Kept[]>();
  let isListed = false;
  let space: Buffer | undefined;

  const keep = (attempt: string, entry: Kept): void => {
    const entries = kept.get(attempt);
    if (entries === undefined) kept.set(attempt, [entry]);
    else entries.push(entry);
  };

  const all = (attempt: string): readonly Kept[] => {
    if (!isListed) {
      isListed = true;
      kept.clear();
      for (const name of layer.list(home.answers)) {
        const match = /^(.+)-(\d+)\.[a-z]+$/.exec(name);
        if (match?.[1] !== undefined) keep(match[1], { number: Number(match[2]), name });
      }
      for (const entries of kept.values()) entries.sort((one, other) => one.number - other.number);
    }
    return kept.get(attempt) ?? [];
  };

  /** Creates the file of the next free number. The first answer of an attempt needs no look at the others. */
  const open = (attempt: string, purpose: string) => {
    const before = purpose === 'submit' ? kept.get(attempt) : all(attempt);
    for (let number = (before?.at(-1)?.number ?? 0) + 1; ; number += 1) {
      const name = `${attempt}-${number}.${purpose}`;
      const file = path.join(home.answers, name);
      try {
        const handle = layer.open(file, 'create');
        keep(attempt, { number, name });
        return { name, file, handle, number };
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw writeError(error, file);
      }
    }
  };

  /** Polls before the newest two are worth nothing any more. */
  const dropPoll = (attempt: string, number: number): void => {
    const name = `${attempt}-${number}.poll`;
    removeQuietly(layer, path.join(home.answers, name));
    const entries = kept.get(attempt);
    const at = entries?.findIndex((entry) => entry.name === name) ?? -1;
    if (at >= 0) entries?.splice(at, 1);
  };

  return {
    async create(attempt, purpose) {
      if (!/^[A-Za-z0-9_-]{1,120}$/.test(attempt)) throw bug('the id of an attempt cannot be part of a file name');
      let opened: ReturnType<typeof open> | undefined;
      const begin = (): ReturnType<typeof open> => {
        opened ??= open(attempt, purpose);
        return opened;
      };
      let written = 0;
      let hasFailed = false;
      const write = async (chunk: Uint8Array): Promise<void> => {
        const { file, handle } = begin();
        // A write that failed may have left the beginning of the same chunk.
        const done = hasFailed ? layer.factsOf(handle).bytes - written : 0;
        hasFailed = true;
        await writing(file, () => layer.write(handle, chunk.subarray(done)));
        hasFailed = false;
        written += chunk.byteLength;
      };
      let closing: Promise<void> | undefined;
      const close = async (): Promise<void> => {
        if (opened === undefined) return;
        const { file, handle, number } = opened;
        let isFull = false;
        await writing(file, async () => {
          try {
            if (purpose === 'submit') {
              await layer.sync(handle);
              await layer.syncFolder(home.answers);
            }
          } catch (error) {
            isFull = writeError(error, file).code === 'disk.full';
            throw error;
          } finally {
            if (!isFull) layer.close(handle);
          }
          if (purpose === 'poll') dropPoll(attempt, number - 2);
        }).catch((error: unknown) => {
          // With room it is as good as new.
          if (isFull) closing = undefined;
          throw error;
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
        write,
        close() {
          closing ??= close();
          return closing;
        },
      };
    },
    newest(attempt) {
      space ??= Buffer.alloc(mostRead);
      const entries = all(attempt);
      for (let at = entries.length - 1; at >= 0; at -= 1) {
        const text = beginningOf(layer, path.join(home.answers, entries[at]?.name ?? ''), space);
        // A question that was called off has an empty answer.
        if (text !== '') return text;
      }
      return undefined;
    },
    hasBegun: (attempt) => layer.facts(path.join(home.answers, `${attempt}-1.submit`)) !== undefined,
  };
}

/** Empty when there is no such file. A list of tens of thousands of attempts asks for as many. */
function beginningOf(layer: FileLayer, file: string, space: Buffer): string {
  let handle: number;
  try {
    handle = layer.open(file, 'read');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  }
  try {
    // Less than was asked for is given only at the end of a file.
    const length = layer.readNow(handle, space, 0);
    if (length < space.length) return space.toString('utf8', 0, length);
    // A character that is cut in two is left out.
    return new StringDecoder('utf8').write(space);
  } finally {
    layer.close(handle);
  }
}
