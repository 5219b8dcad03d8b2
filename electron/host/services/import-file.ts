import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#core/errors';
import type { FileRef } from '#core/node/param';
import { say } from '#core/text';
import type { MediaValue } from '#core/value/value';
import { writeError } from '../../store/file-errors.ts';
import { safeFileName } from '../../store/output-names.ts';
import type { App } from '../app/app.ts';

/** The largest file that is taken in, in bytes. */
export const largestImport = 2 * 1024 ** 3;

/**
 * Streams a file that the user dropped into the artifact store.
 * @throws AppError `artifact.too-large`, `disk.full`, `file.write-failed`
 */
export async function importFile(
  app: App,
  source: Readable,
  name: string,
  limit = largestImport,
): Promise<{ file: FileRef; media: MediaValue }> {
  const shown = safeFileName(path.basename(name.replaceAll('\\', '/')), 'file');
  const temporary = app.artifacts.temporary();
  try {
    await pipeline(source, limiter(shown, limit), createWriteStream(temporary, { flags: 'wx', mode: 0o600 }));
    const { id, kind, mime, bytes, width, height, duration } = await app.artifacts.adopt(temporary, undefined, shown);
    const media: MediaValue = {
      kind,
      artifact: id,
      mime,
      bytes,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(duration !== undefined && { duration }),
      name: shown,
    };
    return { file: { artifact: id, name: shown }, media };
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(error, shown);
  }
}

function limiter(name: string, limit: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= limit) done(null, chunk);
      else done(tooLarge(name, limit));
    },
  });
}

function tooLarge(name: string, limit: number): AppError {
  const size = limit >= 1024 ** 3 ? `${Math.round(limit / 1024 ** 3)} GB` : `${Math.round(limit / 1024 ** 2)} MB`;
  const message = say('{name} is larger than {size}.', '{name} 超过了 {size}。', { name, size });
  return new AppError('artifact.too-large', message, { hint: { en: 'Use a smaller file.', zh: '请使用更小的文件。' } });
}
