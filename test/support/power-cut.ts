import fs from 'node:fs';
import path from 'node:path';
import { diskLayer, type FileLayer } from '#electron/store/file-layer';

/** A name in a folder that came, went or moved. `folders` are those whose sync makes it durable. */
interface NameChange {
  readonly folders: readonly string[];
  apply(names: Map<string, Entry>): void;
}

/** A folder, or the number of a file's content. */
type Entry = 'folder' | number;

type Operation =
  | { readonly kind: 'name'; readonly change: NameChange }
  | { readonly kind: 'write'; readonly file: number; readonly bytes: Buffer }
  /** `known`: how many operations had begun when it began; `content` of a file that was written behind the layer's back. */
  | { readonly kind: 'sync'; readonly file: number; readonly known: number; readonly content?: Buffer }
  | { readonly kind: 'sync-folder'; readonly folder: string; readonly known: number }
  /** Something that the test wants to remember, such as a promise that was given. */
  | { readonly kind: 'note'; readonly note: unknown };

/** What is left of everything that no sync had made durable when the power went. */
export interface Fate {
  /** Whether a change of a name survived. */
  keepsName(): boolean;
  /** What stands behind the synced part of a file; `bytes` is what was written there. */
  tail(bytes: Buffer): Buffer;
}

/** Nothing survives but what was synced. */
export const least: Fate = { keepsName: () => false, tail: () => Buffer.alloc(0) };
/** Everything survives. */
export const most: Fate = { keepsName: () => true, tail: (bytes) => bytes };

/** Some of it survives: names here and there, writes torn at any length, or only their length with nothing in it. */
export function mixed(seed: number): Fate {
  let state = seed + 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    keepsName: () => random() < 0.5,
    tail(bytes) {
      const kept = bytes.subarray(0, Math.floor(random() * (bytes.length + 1)));
      return random() < 0.25 ? Buffer.alloc(kept.length) : kept;
    },
  };
}

/** A disk that remembers in which order things were done to it, and what was made durable. */
export interface PowerCutDisk {
  readonly layer: FileLayer;
  /** Puts a note between the operations. */
  note(note: unknown): void;
  /** How many operations there were: the power can be cut after none of them, one, … or all. */
  readonly length: number;
  /** The notes of the operations before the cut. */
  notesBefore(cut: number): unknown[];
  /** Builds the folder as it is found when the power is back. `target` must not exist. */
  restore(cut: number, fate: Fate, target: string): void;
}

/** Which syncs are left out, to see that a test notices. */
export interface Broken {
  /** Of a file, by its path and what was written since it was synced last. */
  file?(path: string, unsynced: string): boolean;
  folder?(path: string): boolean;
}

/** A real folder (which must exist) under a layer that syncs nothing and writes everything down. */
export function createPowerCutDisk(base: string, broken: Broken = {}): PowerCutDisk {
  const operations: Operation[] = [];
  const names = new Map<string, Entry>([[base, 'folder']]);
  const files = new Map<number, number>();
  /** Files that others write too; what is in them is looked up when they are synced. */
  const foreign = new Map<number, string>();
  let count = 0;

  const change = (folders: readonly string[], apply: NameChange['apply']): void => {
    operations.push({ kind: 'name', change: { folders, apply } });
    apply(names);
  };
  const create = (file: string): number => {
    const number = count++;
    change([path.dirname(file)], (all) => all.set(file, number));
    return number;
  };
  const numberOf = (file: string): number => {
    const known = names.get(file);
    if (typeof known === 'number') return known;
    const number = create(file);
    foreign.set(number, file);
    return number;
  };
  const fileOf = (handle: number): number => files.get(handle) ?? -1;
  const pathOf = (file: number): string => [...names].find(([, entry]) => entry === file)?.[0] ?? '';
  const unsynced = (file: number): string => {
    const since = operations.findLastIndex((operation) => operation.kind === 'sync' && operation.file === file);
    const written = operations.slice(since + 1).flatMap((operation) => {
      return operation.kind === 'write' && operation.file === file ? [operation.bytes] : [];
    });
    return Buffer.concat(written).toString('latin1');
  };
  const write = (handle: number, bytes: Uint8Array): void => {
    operations.push({ kind: 'write', file: fileOf(handle), bytes: Buffer.from(bytes) });
  };
  const sync = (file: number, known: number): void => {
    const source = foreign.get(file);
    if (file < 0 || broken.file?.(pathOf(file), unsynced(file)) === true) return;
    operations.push({ kind: 'sync', file, known, ...(source !== undefined && { content: fs.readFileSync(source) }) });
  };
  const syncFolder = (folder: string, known: number): void => {
    if (broken.folder?.(folder) !== true) operations.push({ kind: 'sync-folder', folder, known });
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  const layer: FileLayer = {
    ...diskLayer,
    open(file, mode) {
      const isThere = fs.existsSync(file);
      const handle = diskLayer.open(file, mode);
      if (mode !== 'read') files.set(handle, isThere ? numberOf(file) : create(file));
      return handle;
    },
    close(handle) {
      files.delete(handle);
      diskLayer.close(handle);
    },
    write(handle, bytes) {
      write(handle, bytes);
      return diskLayer.write(handle, bytes);
    },
    writeNow(handle, bytes) {
      write(handle, bytes);
      diskLayer.writeNow(handle, bytes);
    },
    async sync(handle) {
      const [file, known] = [fileOf(handle), operations.length];
      await turn();
      sync(file, known);
    },
    syncNow: (handle) => sync(fileOf(handle), operations.length),
    async syncFolder(folder) {
      const known = operations.length;
      await turn();
      syncFolder(folder, known);
    },
    syncFolderNow: (folder) => syncFolder(folder, operations.length),
    rename(from, to) {
      const file = numberOf(from);
      foreign.set(file, foreign.has(file) ? to : '');
      if (foreign.get(file) === '') foreign.delete(file);
      diskLayer.rename(from, to);
      change([path.dirname(from), path.dirname(to)], (all) => {
        if (all.get(from) === file) all.delete(from);
        all.set(to, file);
      });
    },
    unlink(file) {
      diskLayer.unlink(file);
      const number = names.get(file);
      change([path.dirname(file)], (all) => {
        if (all.get(file) === number) all.delete(file);
      });
    },
    makeFolder(folder) {
      const missing: string[] = [];
      for (let at = folder; !fs.existsSync(at); at = path.dirname(at)) missing.push(at);
      diskLayer.makeFolder(folder);
      for (const made of missing.reverse()) change([path.dirname(made)], (all) => all.set(made, 'folder'));
    },
  };

  return {
    layer,
    note: (note) => operations.push({ kind: 'note', note }),
    get length() {
      return operations.length;
    },
    notesBefore: (cut) =>
      operations.slice(0, cut).flatMap((operation) => (operation.kind === 'note' ? [operation.note] : [])),
    restore: (cut, fate, target) => restore(base, operations.slice(0, cut), fate, target),
  };
}

interface Content {
  synced: Buffer;
  rest: { readonly at: number; readonly bytes: Buffer }[];
}

function restore(base: string, operations: readonly Operation[], fate: Fate, target: string): void {
  const names = new Map<string, Entry>([[base, 'folder']]);
  const contents = new Map<number, Content>();
  let pending: { readonly at: number; readonly change: NameChange }[] = [];
  const contentOf = (file: number): Content => {
    const content = contents.get(file) ?? { synced: Buffer.alloc(0), rest: [] };
    contents.set(file, content);
    return content;
  };
  for (const [at, operation] of operations.entries()) {
    if (operation.kind === 'name') pending.push({ at, change: operation.change });
    else if (operation.kind === 'write') contentOf(operation.file).rest.push({ at, bytes: operation.bytes });
    else if (operation.kind === 'sync') {
      const content = contentOf(operation.file);
      const durable = content.rest.filter((write) => write.at < operation.known).map((write) => write.bytes);
      content.synced = operation.content ?? Buffer.concat([content.synced, ...durable]);
      content.rest = content.rest.filter((write) => write.at >= operation.known);
    } else if (operation.kind === 'sync-folder') {
      const isSynced = (entry: (typeof pending)[number]): boolean =>
        entry.at < operation.known && entry.change.folders.includes(operation.folder);
      for (const entry of pending) if (isSynced(entry)) entry.change.apply(names);
      pending = pending.filter((entry) => !isSynced(entry));
    }
  }
  for (const { change } of pending) if (fate.keepsName()) change.apply(names);
  fs.mkdirSync(target);
  for (const [name, entry] of [...names].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (name === base) continue;
    const place = path.join(target, path.relative(base, name));
    // What lies in a folder that was lost is lost with it.
    if (!fs.existsSync(path.dirname(place))) continue;
    if (entry === 'folder') fs.mkdirSync(place);
    else {
      const { synced, rest } = contentOf(entry);
      fs.writeFileSync(place, Buffer.concat([synced, fate.tail(Buffer.concat(rest.map(({ bytes }) => bytes)))]));
    }
  }
}
