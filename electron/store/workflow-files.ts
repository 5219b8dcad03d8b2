import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#core/errors';
import type { StoredArtifact } from '#core/gateway/contract';
import type { FilePower } from '#core/node/definition';
import type { FileRef } from '#core/node/param';
import { say } from '#core/text';
import type { MediaKind } from '#core/value/type';
import { artifactIdSchema, type Json, type MediaValue } from '#core/value/value';
import type { ArtifactStore } from '../executor/services.ts';
import { splitPicture } from '../media/pictures.ts';
import { kindOfType } from './content-type.ts';
import { writing } from './file-errors.ts';
import { hashHandle } from './file-hash.ts';
import { diskLayer, type FileLayer } from './file-layer.ts';
import { makeFolderInside, openInside } from './inside-folder.ts';
import { safeFileName } from './output-names.ts';
import { placeFile } from './place-file.ts';
import { contentOf } from './value-content.ts';
import { parseJson } from './workflow-file.ts';

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
      const message = say(
        'The folder of the workflow, {folder}, is not there.',
        '工作流所在的文件夹 {folder} 不存在。',
        {
          folder,
        },
      );
      throw new AppError('file.not-found', message, {
        hint: { en: 'Save the workflow in a folder that exists.', zh: '请把工作流保存到存在的文件夹。' },
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
        const message = say(
          'The file {relative} changed since the workflow was saved.',
          '文件 {relative} 在工作流保存后有改动。',
          { relative },
        );
        throw new AppError('file.not-found', message, {
          hint: {
            en: 'Choose the file again in the node, or put the earlier one back.',
            zh: '请在节点中重新选择文件，或恢复原来的文件。',
          },
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

  return {
    async open(ref) {
      const stored = await openStored(ref);
      if (stored !== undefined) return stored;
      if (ref.path !== undefined) return openPath(ref, ref.path);
      const message = say('The file {file} is not on this computer.', '文件 {file} 不在本机上。', {
        file: ref.name ?? ref.artifact ?? '',
      });
      throw new AppError('file.not-found', message, {
        hint: { en: 'Choose the file again in the node.', zh: '请在节点中重新选择文件。' },
        place: { field: 'file' },
      });
    },

    async readJson(relative) {
      const handle = openInside(layer, root(), relative);
      try {
        const pieces: Uint8Array[] = [];
        await hashHandle(layer, handle, async (piece) => {
          pieces.push(Buffer.from(piece));
        });
        return parseJson(Buffer.concat(pieces).toString('utf8'), relative) as Json;
      } finally {
        layer.close(handle);
      }
    },

    async save(value, relative, name) {
      const target = makeFolderInside(layer, root(), relative);
      const file = await placeFile(layer, target, safeFileName(name), await contentOf(value, 'any', artifacts));
      return path.relative(root(), file).split(path.sep).join('/');
    },

    async split(picture, rows, columns) {
      const content = await contentOf(picture, 'image', artifacts);
      if (content.kind !== 'file') throw new TypeError('media is always a file');
      const parts = await splitPicture(await readFile(content.file), picture.mime ?? 'image/png', rows, columns);
      const stem = path.parse(picture.name ?? 'picture').name;
      const values: MediaValue[] = [];
      for (const [index, part] of parts.entries()) {
        const temporary = artifacts.temporary();
        await artifacts.fill(temporary, part);
        const name = `${stem}-${index + 1}${path.extname(content.file)}`;
        const stored = await artifacts.adopt(temporary, 'image', name);
        values.push(toMedia(stored, 'image', name));
      }
      return values;
    },
  };
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
