import os from 'node:os';
import path from 'node:path';
import { AppError } from '#core/errors';
import { readError } from '../../../store/file-errors.ts';
import type { FileLayer } from '../../../store/file-layer.ts';
import type { SettingsStore } from '../../../store/settings.ts';

/** Which files the screen may name: those in the workflows folder, and those that the user chose outside of it. */
export interface WorkflowPaths {
  /**
   * The file behind a path, without links. It need not be there yet.
   * @throws AppError `file.outside-folder` for every other file, `file.not-found` when its folder is missing
   */
  check(file: string): string;
  /** The user chose this file outside of the screen: in a dialogue of the system, or on the command line. */
  allow(file: string): void;
  /**
   * A folder without links that the screen may look into, or `use` for workflows: below the user's own folder, where nothing
   * on the way is hidden; the workflows folder and what is below it; and what was chosen in a dialogue of the system. The
   * user's own folder itself is only to be looked into, as files of a workflow are found in the folder of the workflow.
   * @throws AppError `file.outside-folder`
   */
  checkFolder(folder: string, what: 'look' | 'use'): string;
  isFolder(folder: string, what: 'look' | 'use'): boolean;
  /** The user chose this folder in a dialogue of the system. */
  allowFolder(folder: string): void;
  /** The folder that files of a workflow are relative to. */
  folderOf(file: string | undefined): string;
}

export function createWorkflowPaths(layer: FileLayer, settings: SettingsStore): WorkflowPaths {
  const chosen = new Set<string>();
  const chosenFolders = new Set<string>();

  /** The path without links, also of a file that is not there yet. */
  const real = (file: string): string => {
    const full = path.resolve(file);
    try {
      if (layer.facts(full) !== undefined) return layer.realPath(full);
      return path.join(layer.realPath(path.dirname(full)), path.basename(full));
    } catch (error) {
      throw readError(error, file);
    }
  };

  const isInside = (file: string): boolean => {
    const folder = tryReal(real, settings.read().workflows);
    return folder !== undefined && isBelow(folder, file);
  };

  const folderBehind = (folder: string, what: 'look' | 'use'): string | undefined => {
    if (folder === '' || folder.includes('\0') || !path.isAbsolute(folder)) return undefined;
    const target = tryReal(real, folder);
    if (target === undefined || layer.facts(target)?.kind !== 'folder') return undefined;
    const workflows = tryReal(real, settings.read().workflows);
    if (target === workflows || isInside(target)) return target;
    if ([...chosenFolders].some((one) => one === target || isBelow(one, target))) return target;
    const home = tryReal(real, os.homedir());
    if (home === undefined) return undefined;
    if (target === home) return what === 'look' ? target : undefined;
    const isHidden = path
      .relative(home, target)
      .split(path.sep)
      .some((part) => part.startsWith('.'));
    return isBelow(home, target) && !isHidden ? target : undefined;
  };

  const isRecent = (file: string): boolean =>
    settings.recents().some((recent) => recent === file && layer.facts(recent)?.kind === 'file');

  return {
    check(file) {
      if (file === '' || file.includes('\0') || !path.isAbsolute(file)) throw outside(file);
      const target = tryReal(real, file);
      if (target !== undefined && (isInside(target) || chosen.has(target) || isRecent(target))) return target;
      throw outside(file);
    },
    allow(file) {
      chosen.add(real(file));
    },
    checkFolder(folder, what) {
      const target = folderBehind(folder, what);
      if (target !== undefined) return target;
      throw new AppError(
        'file.outside-folder',
        { en: 'This folder cannot be chosen here.', zh: '此处不能选择这个文件夹。' },
        {
          hint: {
            en: 'Choose one inside your own folder that is not hidden.',
            zh: '请选择个人文件夹内的非隐藏文件夹。',
          },
          place: { file: folder },
        },
      );
    },
    isFolder: (folder, what) => folderBehind(folder, what) !== undefined,
    allowFolder(folder) {
      chosenFolders.add(real(folder));
    },
    folderOf: (file) => (file === undefined ? settings.read().workflows : path.dirname(file)),
  };
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}

/** What lies in a folder that may not be looked at is not even said to be missing. */
function tryReal(real: (file: string) => string, file: string): string | undefined {
  try {
    return real(file);
  } catch {
    return undefined;
  }
}

function outside(file: string): AppError {
  const message = { en: 'This file is not in the workflows folder.', zh: '此文件不在工作流文件夹中。' };
  return new AppError('file.outside-folder', message, {
    hint: { en: 'Put it there, or start Patchbay with it.', zh: '请把它放进去，或用它启动 Patchbay。' },
    place: { file },
  });
}
