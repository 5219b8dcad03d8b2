import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactId } from '#core/value/value';
import { writeFileAtomic } from '../../store/atomic-file.ts';
import type { App } from '../app/app.ts';
import { makeThumbnail } from './png-thumbnail.ts';

/** The sizes that are made; another one is rounded up, so that few are. */
const sides = [160, 320, 640, 1280] as const;
/** Larger files are not read into memory. */
const mostBytes = 64 << 20;
const atOnce = 2;

/** A file to be served: the thumbnail, or the original where there is none. */
export interface ServedFile {
  readonly file: string;
  readonly mime: string;
  readonly bytes: number;
}

/** Thumbnails, kept under `index/thumbs`: they can be made again. */
export interface Thumbnails {
  /** @throws AppError `artifact.missing` */
  find(artifact: ArtifactId, side: number): Promise<ServedFile>;
}

export function createThumbnails(app: App): Thumbnails {
  const { layer } = app.home;
  const folder = path.join(app.home.index, 'thumbs');
  const underWay = new Map<string, Promise<ServedFile>>();
  /** Those for which there is none. */
  const originals = new Set<string>();
  const waiting: (() => void)[] = [];
  let active = 0;

  const make = async (artifact: ArtifactId, side: number): Promise<ServedFile> => {
    const name = `${artifact.slice('sha256:'.length)}-${side}.png`;
    const file = path.join(folder, name);
    const facts = layer.facts(file);
    if (facts?.kind === 'file') return { file, mime: 'image/png', bytes: facts.bytes };
    const original = await app.artifacts.find(artifact);
    const isMade = original.mime === 'image/png' && original.bytes <= mostBytes && !originals.has(name);
    const thumbnail = isMade ? await inTurn(async () => makeThumbnail(await readFile(original.file), side)) : undefined;
    if (thumbnail === undefined) {
      originals.add(name);
      return original;
    }
    try {
      layer.makeFolder(folder);
      await writeFileAtomic(layer, file, thumbnail);
      return { file, mime: 'image/png', bytes: thumbnail.length };
    } catch {
      // A full disk is no reason to show nothing.
      return original;
    }
  };

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (active >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    active += 1;
    try {
      return await work();
    } finally {
      active -= 1;
      waiting.shift()?.();
    }
  };

  return {
    find(artifact, wanted) {
      const side = sides.find((known) => known >= wanted) ?? sides[sides.length - 1] ?? wanted;
      const key = `${artifact} ${side}`;
      const known = underWay.get(key);
      if (known !== undefined) return known;
      const work = make(artifact, side).finally(() => underWay.delete(key));
      underWay.set(key, work);
      return work;
    },
  };
}
