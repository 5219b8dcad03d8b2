import { createHash } from 'node:crypto';
import path from 'node:path';
import { AppError } from '#core/errors';
import { say } from '#core/text';
import { removeQuietly } from './atomic-file.ts';
import { systemCode, writing } from './file-errors.ts';
import { hashFile, hashHandle } from './file-hash.ts';
import type { FileLayer } from './file-layer.ts';
import { randomText } from './ids.ts';
import { type Occupant, uniqueTarget } from './output-names.ts';

/** What is to be placed: bytes, or a file that is copied. `hash` is its SHA-256, hexadecimal. */
export type Content =
  | { readonly kind: 'bytes'; readonly extension: string; readonly bytes: Uint8Array }
  | {
      readonly kind: 'file';
      readonly extension: string;
      readonly file: string;
      readonly length: number;
      readonly hash: string;
    };

/** Work on one folder goes one after the other, so that equal contents of one run find each other. */
const lastWork = new Map<string, Promise<unknown>>();

async function oneByOne<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = lastWork.get(folder);
  const own = (async () => {
    await Promise.allSettled([before]);
    return work();
  })();
  lastWork.set(folder, own);
  try {
    return await own;
  } finally {
    if (lastWork.get(folder) === own) lastWork.delete(folder);
  }
}

/**
 * Puts a copy of a content into a folder that is there, never over another file: `name.ext`, else `name~2.ext` …. The
 * same content under one of these names is not written again. Gives the file's full path.
 * @throws AppError `disk.full`, `file.write-failed`, `artifact.missing` when the file to copy is damaged
 */
export function placeFile(layer: FileLayer, folder: string, name: string, content: Content): Promise<string> {
  const hash = content.kind === 'file' ? content.hash : createHash('sha256').update(content.bytes).digest('hex');
  const length = content.kind === 'file' ? content.length : content.bytes.length;

  /** Takes a free name at once by an empty file, so that no other process can take it in between. */
  const occupant = async (fileName: string): Promise<Occupant> => {
    const file = path.join(folder, fileName);
    try {
      layer.close(layer.open(file, 'create'));
      return 'free';
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const facts = layer.facts(file);
    if (facts?.kind !== 'file' || facts.bytes !== length) return 'other';
    // A file that cannot be read stays what it is.
    return (await hashFile(layer, file).catch(() => undefined)) === hash ? 'same' : 'other';
  };

  return oneByOne(folder, () =>
    writing(path.join(folder, `${name}.${content.extension}`), async () => {
      const { fileName, isThere } = await uniqueTarget(name, content.extension, occupant);
      const file = path.join(folder, fileName);
      if (isThere) return file;
      const temporary = path.join(folder, `.${randomText(12)}.tmp`);
      try {
        await copyTo(layer, temporary, content);
        layer.rename(temporary, file);
      } catch (error) {
        removeQuietly(layer, temporary);
        removeQuietly(layer, file);
        throw error;
      }
      await layer.syncFolder(folder);
      return file;
    }),
  );
}

async function copyTo(layer: FileLayer, target: string, content: Content): Promise<void> {
  const handle = layer.open(target, 'create');
  try {
    if (content.kind === 'bytes') await layer.write(handle, content.bytes);
    else await copyChecked(layer, content.file, handle, content.hash);
    await layer.sync(handle);
  } finally {
    layer.close(handle);
  }
}

async function copyChecked(layer: FileLayer, from: string, to: number, hash: string): Promise<void> {
  const source = layer.open(from, 'read');
  try {
    const actual = await hashHandle(layer, source, (piece) => layer.write(to, piece));
    if (actual === hash) return;
    const message = say('The stored file {file} is damaged.', '保存的文件 {file} 已损坏。', {
      file: path.basename(from),
    });
    throw new AppError('artifact.missing', message, {
      hint: { en: 'Run the node that made it again.', zh: '请重新运行生成它的节点。' },
      place: { file: from },
    });
  } finally {
    layer.close(source);
  }
}
