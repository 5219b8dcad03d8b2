import path from 'node:path';
import { AppError, type ErrorCode } from '#core/errors';
import { type LocalText, say } from '#core/text';
import { readError, systemCode, writeError } from './file-errors.ts';
import type { FileFacts, FileLayer } from './file-layer.ts';

function refuse(code: ErrorCode, message: LocalText, hint: LocalText, file: string): AppError {
  return new AppError(code, message, { hint, place: { file } });
}

function outside(relative: string, why: LocalText): AppError {
  return refuse(
    'file.outside-folder',
    say(
      'The workflow names {file}, which {why}; only files in its own folder are used.',
      '工作流指定的 {file} {why}；只能使用工作流所在文件夹内的文件。',
      { file: JSON.stringify(relative.slice(0, 200)), why },
    ),
    {
      en: 'Put the file into the folder of the workflow and name it by its path from there.',
      zh: '请把文件放进工作流所在的文件夹，并用相对路径指定。',
    },
    relative,
  );
}

/**
 * The components of a path that a workflow names. Nothing but a plain relative path with `/` passes, on every system, so
 * that a workflow means the same everywhere.
 * @throws AppError `file.outside-folder`
 */
function pathComponents(relative: string): string[] {
  if (relative.includes('\0'))
    throw outside(relative, { en: 'holds a character that no path has', zh: '含有路径不允许的字符' });
  if (relative.includes('\\')) throw outside(relative, { en: 'holds a backslash', zh: '含有反斜杠' });
  if (relative.startsWith('/') || /^[a-z]:/i.test(relative))
    throw outside(relative, { en: 'is an absolute path', zh: '是绝对路径' });
  const components = relative.split('/').filter((part) => part !== '' && part !== '.');
  if (components.includes('..')) throw outside(relative, { en: 'leads out of the folder', zh: '指向文件夹之外' });
  if (process.platform === 'win32' && components.some((part) => part.includes(':'))) {
    throw outside(relative, { en: 'holds a colon', zh: '含有冒号' });
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
    if (facts.kind === 'link') throw outside(relative, { en: 'is a link or goes through one', zh: '是链接或经过链接' });
  }
  if (facts?.kind === 'file' && current === path.join(root, ...components)) return facts;
  throw refuse(
    'file.not-found',
    say('There is no file {relative} in the folder of the workflow.', '工作流所在文件夹中没有文件 {relative}。', {
      relative,
    }),
    { en: 'Put it there, or choose another file.', zh: '请把文件放在那里，或选择其他文件。' },
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
    throw outside(relative, { en: 'changed while it was opened', zh: '在打开时发生了变化' });
  } catch (error) {
    if (handle !== undefined) layer.close(handle);
    if (systemCode(error) === 'ELOOP') throw outside(relative, { en: 'is a link', zh: '是链接' });
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
      if (facts?.kind === 'link')
        throw outside(relative, { en: 'is a link or goes through one', zh: '是链接或经过链接' });
      if (facts?.kind !== 'folder') {
        throw refuse(
          'file.write-failed',
          say('{relative} is not a folder.', '{relative} 不是文件夹。', { relative }),
          { en: 'Choose another folder to save into.', zh: '请选择其他文件夹保存。' },
          relative,
        );
      }
    }
    if (layer.realPath(current) !== current) throw outside(relative, { en: 'goes through a link', zh: '经过链接' });
    return current;
  } catch (error) {
    throw writeError(error, relative);
  }
}
