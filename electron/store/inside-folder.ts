import path from 'node:path';
import { AppError, type ErrorCode } from '#core/errors';
import { readError, systemCode, writeError } from './file-errors.ts';
import type { FileFacts, FileLayer } from './file-layer.ts';

function refuse(code: ErrorCode, message: string, hint: string, file: string): AppError {
  return new AppError(code, message, { hint, place: { file } });
}

function outside(relative: string, why: string): AppError {
  return refuse(
    'file.outside-folder',
    `The workflow names ${JSON.stringify(relative.slice(0, 200))}, which ${why}; only files in its own folder are used.`,
    'Put the file into the folder of the workflow and name it by its path from there.',
    relative,
  );
}

/**
 * The components of a path that a workflow names. Nothing but a plain relative path with `/` passes, on every system, so
 * that a workflow means the same everywhere.
 * @throws AppError `file.outside-folder`
 */
function pathComponents(relative: string): string[] {
  if (relative.includes('\0')) throw outside(relative, 'holds a character that no path has');
  if (relative.includes('\\')) throw outside(relative, 'holds a backslash');
  if (relative.startsWith('/') || /^[a-z]:/i.test(relative)) throw outside(relative, 'is an absolute path');
  const components = relative.split('/').filter((part) => part !== '' && part !== '.');
  if (components.includes('..')) throw outside(relative, 'leads out of the folder');
  if (process.platform === 'win32' && components.some((part) => part.includes(':'))) {
    throw outside(relative, 'holds a colon');
  }
  return components;
}

/** Looks at each component from the root on; none may be a link, each but the last must be a folder. */
function walk(layer: FileLayer, root: string, components: readonly string[], relative: string): FileFacts {
  let current = root;
  let facts: FileFacts | undefined;
  for (const component of components) {
    if (facts !== undefined && facts.kind !== 'folder') break;
    current = path.join(current, component);
    facts = layer.facts(current);
    if (facts === undefined) break;
    if (facts.kind === 'link') throw outside(relative, 'is a link or goes through one');
  }
  if (facts?.kind === 'file' && current === path.join(root, ...components)) return facts;
  throw refuse(
    'file.not-found',
    `There is no file ${relative} in the folder of the workflow.`,
    'Put it there, or choose another file.',
    relative,
  );
}

/**
 * Opens a file in a folder for reading and makes sure that what was opened is what was looked at. The caller closes it.
 * @throws AppError `file.outside-folder`, `file.not-found`, `file.unreadable`
 */
export function openInside(layer: FileLayer, root: string, relative: string): number {
  const components = pathComponents(relative);
  let handle: number | undefined;
  try {
    const before = walk(layer, root, components, relative);
    handle = layer.open(path.join(root, ...components), 'read');
    const opened = layer.factsOf(handle).identity;
    const after = walk(layer, root, components, relative);
    if (opened === before.identity && opened === after.identity) return handle;
    throw outside(relative, 'changed while it was opened');
  } catch (error) {
    if (handle !== undefined) layer.close(handle);
    if (systemCode(error) === 'ELOOP') throw outside(relative, 'is a link');
    throw readError(error, relative);
  }
}

/**
 * The full path of a folder inside another one; what is missing of it is made.
 * @throws AppError `file.outside-folder`, `file.write-failed`, `disk.full`
 */
export function makeFolderInside(layer: FileLayer, root: string, relative: string): string {
  let current = root;
  try {
    for (const component of pathComponents(relative)) {
      current = path.join(current, component);
      if (layer.facts(current) === undefined) layer.makeFolder(current);
      const facts = layer.facts(current);
      if (facts?.kind === 'link') throw outside(relative, 'is a link or goes through one');
      if (facts?.kind !== 'folder') {
        throw refuse(
          'file.write-failed',
          `${relative} is not a folder.`,
          'Choose another folder to save into.',
          relative,
        );
      }
    }
    if (layer.realPath(current) !== current) throw outside(relative, 'goes through a link');
    return current;
  } catch (error) {
    throw writeError(error, relative);
  }
}
