import fs from 'node:fs';
import path from 'node:path';
import type { FileLayer } from '../../../store/file-layer.ts';
import { readVersion } from '../../../store/library.ts';

/** Milliseconds: one change is often told several times; and between two looks where nothing is told. */
const settle = 80;
const lookEvery = 2_000;

/** Tells of files that another program changed or removed. */
export interface FileWatch {
  /** Watches a file from a revision on; a change since then is told soon. */
  add(file: string, revision: string | undefined): void;
  /** This program itself wrote the file. */
  know(file: string, revision: string): void;
  remove(file: string): void;
  close(): void;
}

interface Watched {
  revision: string | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** `changed` gets the new revision; undefined when the file is gone. */
export function createFileWatch(
  layer: FileLayer,
  changed: (file: string, revision: string | undefined) => void,
): FileWatch {
  const files = new Map<string, Watched>();
  const folders = new Map<string, () => void>();

  const look = (file: string): void => {
    const watched = files.get(file);
    if (watched === undefined) return;
    let revision: string | undefined;
    try {
      revision = readVersion(layer, file)?.revision;
    } catch {
      // It cannot be read just now; the next change tells more.
      return;
    }
    if (revision === watched.revision) return;
    watched.revision = revision;
    changed(file, revision);
  };

  const lookSoon = (file: string): void => {
    const watched = files.get(file);
    if (watched === undefined) return;
    clearTimeout(watched.timer);
    watched.timer = setTimeout(() => look(file), settle);
  };

  const lookAll = (folder: string): void => {
    for (const file of files.keys()) if (path.dirname(file) === folder) lookSoon(file);
  };

  const watchFolder = (folder: string): void => {
    if (folders.has(folder)) return;
    try {
      const watcher = fs.watch(folder, { persistent: false }, () => lookAll(folder));
      watcher.on('error', () => {
        watcher.close();
        folders.set(folder, lookNowAndThen(folder));
      });
      folders.set(folder, () => watcher.close());
    } catch {
      folders.set(folder, lookNowAndThen(folder));
    }
  };

  /** Where the system tells nothing (a folder on another machine, no more watches left). */
  const lookNowAndThen = (folder: string): (() => void) => {
    const timer = setInterval(() => lookAll(folder), lookEvery).unref();
    return () => clearInterval(timer);
  };

  return {
    add(file, revision) {
      if (!files.has(file)) files.set(file, { revision, timer: undefined });
      watchFolder(path.dirname(file));
      lookSoon(file);
    },
    know(file, revision) {
      const watched = files.get(file);
      if (watched !== undefined) watched.revision = revision;
    },
    remove(file) {
      clearTimeout(files.get(file)?.timer);
      files.delete(file);
      const folder = path.dirname(file);
      if ([...files.keys()].some((other) => path.dirname(other) === folder)) return;
      folders.get(folder)?.();
      folders.delete(folder);
    },
    close() {
      for (const { timer } of files.values()) clearTimeout(timer);
      for (const stop of folders.values()) stop();
      files.clear();
      folders.clear();
    },
  };
}
