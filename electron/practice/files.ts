import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { digest } from './random.ts';

/** A file that the practice gateway serves. */
export interface StoredFile {
  /** `<hash>.<extension>`: the last part of its address. */
  readonly name: string;
  readonly hash: string;
  readonly path: string;
  readonly mime: string;
  /** Bytes. */
  readonly size: number;
  /** The model that made it, if one did. */
  readonly model?: string;
}

/** Files by the hash of their content, in one folder. */
export interface FileStore {
  put(bytes: Uint8Array, extension: string, mime: string, model?: string): Promise<StoredFile>;
  get(name: string): StoredFile | undefined;
}

/** A file store in a folder of its own, which must be there; once the folder is removed nothing can be stored any more. */
export function createFileStore(folder: string): FileStore {
  const files = new Map<string, StoredFile>();
  return {
    async put(bytes, extension, mime, model) {
      const hash = digest(bytes);
      const name = `${hash}.${extension}`;
      const known = files.get(name);
      if (known) return known;
      const target = path.join(folder, name);
      await writeFile(target, bytes);
      const file: StoredFile = { name, hash, path: target, mime, size: bytes.length, ...(model ? { model } : {}) };
      files.set(name, file);
      return file;
    },
    get: (name) => files.get(name),
  };
}
