import fs from 'node:fs';
import { dirname, resolve } from 'node:path';

/** `create` refuses an existing file, `append` makes a missing one; `read` follows no link in the last component. */
type OpenMode = 'read' | 'append' | 'create';

/** What the file system says of a path, of the link itself when it is one. Sizes in bytes, times in milliseconds. */
export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly bytes: number;
  readonly modified: number;
  readonly mode: number;
  readonly owner: number;
  /** Two paths with the same identity are the same file. */
  readonly identity: string;
}

/**
 * All that the store does to the disk, so that a test can put a layer under it that forgets what was not synced. Paths
 * are those of real files: libraries that read media open them by themselves. Functions throw what Node throws; the
 * callers turn that into an AppError. What ends in `Now` is for callers that cannot wait.
 */
export interface FileLayer {
  open(path: string, mode: OpenMode): number;
  close(handle: number): void;
  /** Writes all of the bytes, at the end for `append`. */
  write(handle: number, bytes: Uint8Array): Promise<void>;
  writeNow(handle: number, bytes: Uint8Array): void;
  /** Reads from an offset; gives the number of bytes read, 0 at the end. */
  read(handle: number, into: Uint8Array, offset: number): Promise<number>;
  readNow(handle: number, into: Uint8Array, offset: number): number;
  /** Makes the content of a file durable (fdatasync). */
  sync(handle: number): Promise<void>;
  syncNow(handle: number): void;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  syncFolderNow(path: string): void;
  readFile(path: string): Buffer;
  rename(from: string, to: string): void;
  unlink(path: string): void;
  makeFolder(path: string): void;
  list(path: string): string[];
  /** Undefined when nothing is there. */
  facts(path: string): FileFacts | undefined;
  factsOf(handle: number): FileFacts;
  /** The path without links. */
  realPath(path: string): string;
}

const noFollow = fs.constants.O_NOFOLLOW ?? 0;
const noWait = fs.constants.O_NONBLOCK ?? 0;

const flags: Readonly<Record<OpenMode, number>> = {
  read: fs.constants.O_RDONLY | noFollow | noWait,
  append: fs.constants.O_RDWR | fs.constants.O_APPEND | fs.constants.O_CREAT,
  create: fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_EXCL,
};

function toFacts(stat: fs.BigIntStats): FileFacts {
  return {
    kind: stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : 'other',
    bytes: Number(stat.size),
    modified: Number(stat.mtimeMs),
    mode: Number(stat.mode),
    owner: Number(stat.uid),
    identity: `${stat.dev}-${stat.ino}-${stat.birthtimeNs}`,
  };
}

function writeAll(handle: number, bytes: Uint8Array, done: (error: Error | null) => void): void {
  fs.write(handle, bytes, 0, bytes.length, null, (error, written) => {
    if (error !== null || written === bytes.length) done(error);
    else writeAll(handle, bytes.subarray(written), done);
  });
}

/** Windows cannot sync a folder; its file system keeps names by itself. */
const foldersSync = process.platform !== 'win32';

/** The disk as it is. */
function makeOneFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been quicker.
    if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

export const diskLayer: FileLayer = {
  open: (path, mode) => fs.openSync(path, flags[mode], 0o600),
  close: (handle) => fs.closeSync(handle),
  write: (handle, bytes) =>
    new Promise((resolve, reject) => writeAll(handle, bytes, (error) => (error === null ? resolve() : reject(error)))),
  writeNow(handle, bytes) {
    for (let done = 0; done < bytes.length; ) done += fs.writeSync(handle, bytes, done);
  },
  read: (handle, into, offset) =>
    new Promise((resolve, reject) =>
      fs.read(handle, into, 0, into.length, offset, (error, count) =>
        error === null ? resolve(count) : reject(error),
      ),
    ),
  readNow: (handle, into, offset) => fs.readSync(handle, into, 0, into.length, offset),
  sync: (handle) =>
    new Promise((resolve, reject) => fs.fdatasync(handle, (error) => (error === null ? resolve() : reject(error)))),
  syncNow: (handle) => fs.fdatasyncSync(handle),
  async syncFolder(path) {
    if (!foldersSync) return;
    const handle = fs.openSync(path, 'r');
    try {
      await new Promise<void>((resolve, reject) =>
        fs.fsync(handle, (error) => (error === null ? resolve() : reject(error))),
      );
    } finally {
      fs.closeSync(handle);
    }
  },
  syncFolderNow(path) {
    if (!foldersSync) return;
    const handle = fs.openSync(path, 'r');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  },
  readFile: (path) => fs.readFileSync(path),
  rename: (from, to) => fs.renameSync(from, to),
  unlink: (path) => fs.unlinkSync(path),
  makeFolder(path) {
    // Node's own recursive mkdir never comes back where a folder cannot be made although its parent is there (/proc).
    const missing: string[] = [];
    for (let at = resolve(path); !fs.existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.push(at);
    if (missing.length === 0 && !fs.statSync(path).isDirectory()) missing.push(path);
    for (const folder of missing.reverse()) makeOneFolder(folder);
  },
  list: (path) => fs.readdirSync(path),
  facts(path) {
    const stat = fs.lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? undefined : toFacts(stat);
  },
  factsOf: (handle) => toFacts(fs.fstatSync(handle, { bigint: true })),
  realPath: (path) => fs.realpathSync(path),
};
