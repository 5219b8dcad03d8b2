import path from 'node:path';
import { systemCode, writing, writingNow } from './file-errors.ts';
import type { FileLayer } from './file-layer.ts';
import { randomText } from './ids.ts';

interface WriteOptions {
  /** Keeps the content that was there before as `<name>.previous`. */
  readonly keepPrevious?: boolean;
}

function temporaryBeside(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file).slice(0, 60)}.${randomText(8)}.tmp`);
}

/** Removes a file that need not be there. */
export function removeQuietly(layer: FileLayer, file: string): void {
  try {
    layer.unlink(file);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}

/**
 * Replaces a file as a whole: after a crash or a power cut there is either the old content or the new one.
 * @throws AppError `disk.full`, `file.write-failed`
 */
export async function writeFileAtomic(
  layer: FileLayer,
  file: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  await writing(file, async () => {
    if (options.keepPrevious === true && layer.facts(file)?.kind === 'file') {
      // A copy, not a rename: there is never a moment without the file.
      await replace(layer, `${file}.previous`, layer.readFile(file));
    }
    await replace(layer, file, typeof content === 'string' ? Buffer.from(content) : content);
    await layer.syncFolder(path.dirname(file));
  });
}

async function replace(layer: FileLayer, file: string, bytes: Uint8Array): Promise<void> {
  const temporary = temporaryBeside(file);
  try {
    const handle = layer.open(temporary, 'create');
    try {
      await layer.write(handle, bytes);
      await layer.sync(handle);
    } finally {
      layer.close(handle);
    }
    layer.rename(temporary, file);
  } catch (error) {
    removeQuietly(layer, temporary);
    throw error;
  }
}

/**
 * The same without waiting, for what happens between two events. Without `sync` a power cut may lose the file, but never
 * leaves half of it under a name that was there before.
 * @throws AppError `disk.full`, `file.write-failed`
 */
export function writeFileNow(
  layer: FileLayer,
  file: string,
  content: string | Uint8Array,
  options: { readonly sync: boolean },
): void {
  const temporary = temporaryBeside(file);
  writingNow(file, () => {
    try {
      const handle = layer.open(temporary, 'create');
      try {
        layer.writeNow(handle, typeof content === 'string' ? Buffer.from(content) : content);
        if (options.sync) layer.syncNow(handle);
      } finally {
        layer.close(handle);
      }
      layer.rename(temporary, file);
      if (options.sync) layer.syncFolderNow(path.dirname(file));
    } catch (error) {
      removeQuietly(layer, temporary);
      throw error;
    }
  });
}
