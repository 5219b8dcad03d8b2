import { randomFillSync } from 'node:crypto';
import path from 'node:path';
import { AppError } from '#core/errors';
import { say } from '#core/text';
import type { DiskReserve, ReservedSpace } from '../executor/services.ts';
import { removeQuietly } from './atomic-file.ts';
import { writeError, writing } from './file-errors.ts';
import type { Home } from './home.ts';
import { randomText } from './ids.ts';

const mebibyte = 1024 * 1024;
/** What is secured is given back in about so many parts, as the disk needs it. */
const parts = 4;
const smallestPart = 64 * 1024;

/**
 * Holds space back on the disk of the home folder by files that are full of noise, which no file system can store as
 * less. They need not outlive the process, so they are not synced, and what an earlier one left is removed.
 */
export function openDiskReserve(home: Home): DiskReserve {
  const { layer } = home;
  for (const name of layer.list(home.reserve)) removeQuietly(layer, path.join(home.reserve, name));
  let noise: Buffer | undefined;

  const writePart = async (bytes: number): Promise<string> => {
    noise ??= randomFillSync(Buffer.alloc(mebibyte));
    const file = path.join(home.reserve, randomText(12));
    const handle = layer.open(file, 'create');
    try {
      for (let left = bytes; left > 0; left -= noise.length) {
        await layer.write(handle, noise.subarray(0, Math.min(left, noise.length)));
      }
      return file;
    } catch (error) {
      removeQuietly(layer, file);
      throw error;
    } finally {
      layer.close(handle);
    }
  };

  const spaceOf = (files: string[]): ReservedSpace => ({
    async spend(work) {
      for (;;) {
        try {
          return await work();
        } catch (error) {
          const file = writeError(error, home.directory).code === 'disk.full' ? files.pop() : undefined;
          if (file === undefined) throw error;
          removeQuietly(layer, file);
        }
      }
    },
    release() {
      for (const file of files.splice(0)) removeQuietly(layer, file);
    },
  });

  return {
    async secure(bytes) {
      const files: string[] = [];
      const part = Math.max(smallestPart, Math.ceil(bytes / parts));
      try {
        await writing(home.directory, async () => {
          for (let left = bytes; left > 0; left -= part) files.push(await writePart(Math.min(left, part)));
        });
      } catch (error) {
        spaceOf(files).release();
        throw error instanceof AppError && error.code === 'disk.full' ? noRoom(home, bytes, error) : error;
      }
      return spaceOf(files);
    },
  };
}

function noRoom(home: Home, bytes: number, cause: AppError): AppError {
  const size = `${(bytes / mebibyte).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
  const message = say(
    'The disk is full: there is no room for what comes next ({size}), so nothing was sent.',
    '磁盘已满：没有空间存放接下来的内容（{size}），因此没有发送任何请求。',
    { size },
  );
  const hint = say('Free some space where {folder} lies, then go on.', '请在 {folder} 所在的磁盘清理空间，然后继续。', {
    folder: home.directory,
  });
  return new AppError('disk.full', message, { hint, place: { file: home.directory }, billed: 'no', cause });
}
