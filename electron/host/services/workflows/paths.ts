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
  /** The folder that files of a workflow are relative to. */
  folderOf(file: string | undefined): string;
}

export function createWorkflowPaths(layer: FileLayer, settings: SettingsStore): WorkflowPaths {
  const chosen = new Set<string>();

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
    if (folder === undefined) return false;
    const relative = path.relative(folder, file);
    return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
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
    folderOf: (file) => (file === undefined ? settings.read().workflows : path.dirname(file)),
  };
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
  return new AppError('file.outside-folder', 'This file is not in the workflows folder.', {
    hint: 'Put it there, or start Patchbay with it.',
    place: { file },
  });
}
