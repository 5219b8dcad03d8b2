import path from 'node:path';
import { AppError } from '#core/errors';
import type { StoredArtifact } from '#core/gateway/contract';
import type { FilePower } from '#core/node/definition';
import type { FileRef } from '#core/node/param';
import type { MediaKind } from '#core/value/type';
import { artifactIdSchema, isMediaValue, type MediaValue, type Value } from '#core/value/value';
import type { ArtifactStore } from '../executor/services.ts';
import { kindOfType } from './content-type.ts';
import { writing } from './file-errors.ts';
import { hashHandle } from './file-hash.ts';
import { diskLayer, type FileLayer } from './file-layer.ts';
import { makeFolderInside, openInside } from './inside-folder.ts';
import { indexedName, safeFileName } from './output-names.ts';
import { placeFile } from './place-file.ts';
import { contentOf } from './value-content.ts';

interface WorkflowFilesOptions {
  /** The folder of the workflow file: nothing outside it is read or written. */
  readonly folder: string;
  readonly artifacts: ArtifactStore;
  readonly layer?: FileLayer;
}

/** Brings the files of one workflow in and out. */
export function createWorkflowFiles({ folder, artifacts, layer = diskLayer }: WorkflowFilesOptions): FilePower {
  /** The folder itself was chosen by the user, so links that lead to it are fine. */
  const root = () => {
    try {
      return layer.realPath(folder);
    } catch (cause) {
      throw new AppError('file.not-found', `The folder of the workflow, ${folder}, is not there.`, {
        hint: 'Save the workflow in a folder that exists.',
        place: { file: folder },
        cause,
      });
    }
  };

  const openStored = async (ref: FileRef): Promise<MediaValue | undefined> => {
    const id = artifactIdSchema.safeParse(ref.artifact);
    if (!id.success) return undefined;
    try {
      const stored = await artifacts.find(id.data);
      return toMedia(stored, kindOfType(stored.mime), ref.name ?? baseName(ref.path));
    } catch (error) {
      if (error instanceof AppError && error.code === 'artifact.missing') return undefined;
      throw error;
    }
  };

  const openPath = async (ref: FileRef, relative: string): Promise<MediaValue> => {
    const handle = openInside(layer, root(), relative);
    try {
      const temporary = artifacts.temporary();
      const hash = await copyHandle(layer, handle, temporary);
      if (ref.artifact !== undefined && ref.artifact !== `sha256:${hash}`) {
        layer.unlink(temporary);
        throw new AppError('file.not-found', `The file ${relative} changed since the workflow was saved.`, {
          hint: 'Choose the file again in the node, or put the earlier one back.',
          place: { file: relative },
        });
      }
      const name = ref.name ?? baseName(relative);
      const stored = await artifacts.adopt(temporary, undefined, name);
      return toMedia(stored, stored.kind, name);
    } finally {
      layer.close(handle);
    }
  };

  const saveOne = async (value: Value, target: string, name: string): Promise<string> => {
    const file = await placeFile(layer, target, name, await contentOf(value, 'any', artifacts));
    return path.relative(root(), file).split(path.sep).join('/');
  };

  return {
    async open(ref) {
      const stored = await openStored(ref);
      if (stored !== undefined) return stored;
      if (ref.path !== undefined) return openPath(ref, ref.path);
      throw new AppError('file.not-found', `The file ${ref.name ?? ref.artifact ?? ''} is not on this computer.`, {
        hint: 'Choose the file again in the node.',
        place: { field: 'file' },
      });
    },

    async save(value, relative, name) {
      const files = mediaLeaves(value);
      const target = makeFolderInside(layer, root(), relative);
      if (files === undefined) return saveOne(value, target, safeFileName(name));
      const written: string[] = [];
      for (const { item, media } of files) written.push(await saveOne(media, target, indexedName(name, item)));
      return written.join('\n');
    },
  };
}

/** The files of a list that holds nothing but media and gaps; undefined for any other value, which is one file. */
function mediaLeaves(value: Value): { item: number[]; media: MediaValue }[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found: { item: number[]; media: MediaValue }[] = [];
  const collect = (inner: Value, item: number[]): boolean => {
    if (inner === null) return true;
    if (Array.isArray(inner)) return inner.every((next, index) => collect(next as Value, [...item, index]));
    if (!isMediaValue(inner)) return false;
    found.push({ item, media: inner });
    return true;
  };
  return collect(value, []) && found.length > 0 ? found : undefined;
}

function copyHandle(layer: FileLayer, from: number, to: string): Promise<string> {
  return writing(to, async () => {
    const target = layer.open(to, 'create');
    try {
      return await hashHandle(layer, from, (piece) => layer.write(target, piece));
    } finally {
      layer.close(target);
    }
  });
}

function baseName(relative: string | undefined): string | undefined {
  return relative === undefined ? undefined : path.posix.basename(relative);
}

function toMedia(stored: StoredArtifact, kind: MediaKind, name: string | undefined): MediaValue {
  return {
    kind,
    artifact: stored.id,
    mime: stored.mime,
    bytes: stored.bytes,
    ...(stored.width !== undefined && { width: stored.width }),
    ...(stored.height !== undefined && { height: stored.height }),
    ...(stored.duration !== undefined && { duration: stored.duration }),
    ...(name !== undefined && { name }),
  };
}
