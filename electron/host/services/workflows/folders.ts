import os from 'node:os';
import path from 'node:path';
import { AppError } from '#core/errors';
import type { CallName, Handlers } from '#core/services/contract';
import type { FolderView } from '#core/services/document-views';
import { writingNow } from '../../../store/file-errors.ts';
import type { FileLayer } from '../../../store/file-layer.ts';
import { safeFileName } from '../../../store/output-names.ts';
import type { ServicesContext } from '../context.ts';
import type { ClientSession } from '../session.ts';

type FolderCalls = Pick<Handlers, Extract<CallName, `folder.${string}`> | 'workflow.choose'>;

/** How many folders are listed. */
const mostListed = 500;

/** Choosing folders: in a list that goes no further up than the user's own folder, or in a dialog of the system. */
export function folderCalls(context: ServicesContext, session: ClientSession): FolderCalls {
  const { app, options, paths, settings } = context;
  const { layer } = app.home;
  const chooser = () => {
    if (options.choose !== undefined && session.host === 'desktop') return options.choose;
    throw new AppError(
      'usage.invalid',
      { en: 'A browser has no dialog of the system.', zh: '浏览器没有系统对话框。' },
      { hint: { en: 'Choose in the list.', zh: '请在列表中选择。' } },
    );
  };
  return {
    'folder.list'({ path: asked }) {
      const wanted = asked ?? settings.read().workflows;
      // The workflows folder of a new home is made when it is first needed.
      if (asked === undefined) writingNow(wanted, () => layer.makeFolder(wanted));
      return viewFolder(context, wanted);
    },

    'folder.make'({ path: parent, name }) {
      const folder = path.join(paths.checkFolder(parent, 'look'), safeFileName(name, 'folder'));
      writingNow(folder, () => layer.makeFolder(folder));
      return viewFolder(context, folder);
    },

    async 'folder.choose'() {
      const chosen = await chooser().folder();
      if (chosen === undefined) return {};
      paths.allowFolder(chosen);
      return { path: chosen };
    },

    async 'workflow.choose'() {
      const chosen = await chooser().file();
      if (chosen === undefined) return {};
      paths.allow(chosen);
      return { path: chosen };
    },
  };
}

function viewFolder({ app, library, paths, settings }: ServicesContext, asked: string): FolderView {
  const { layer } = app.home;
  const folder = paths.checkFolder(asked, 'look');
  const isFolder = (name: string): boolean => {
    try {
      return !name.startsWith('.') && layer.facts(path.join(folder, name))?.kind === 'folder';
    } catch {
      return false;
    }
  };
  // From a hidden place the way up leads to the user's own folder.
  const above = [path.dirname(folder), os.homedir()].find((one) => one !== folder && paths.isFolder(one, 'look'));
  const parent = folder === realHome(layer) ? undefined : above;
  const workflows = library.list(folder).filter(({ path: file }) => layer.facts(file)?.kind === 'file');
  // What was shown to be chosen may be opened.
  for (const entry of workflows) paths.allow(entry.path);
  return {
    path: folder,
    name: shownPath(folder),
    ...(parent !== undefined && { parent }),
    folders: listOrNothing(() => layer.list(folder))
      .filter(isFolder)
      .sort((one, other) => one.localeCompare(other))
      .slice(0, mostListed)
      .map((name) => ({ name, path: path.join(folder, name) })),
    workflows,
    usable: folder === settings.read().workflows || paths.isFolder(folder, 'use'),
  };
}

function realHome(layer: FileLayer): string {
  try {
    return layer.realPath(os.homedir());
  } catch {
    return os.homedir();
  }
}

/** A folder that this account may not look into is empty for it. */
function listOrNothing(list: () => string[]): string[] {
  try {
    return list();
  } catch {
    return [];
  }
}

function shownPath(folder: string): string {
  const home = os.homedir();
  const relative = path.relative(home, folder);
  if (relative === '') return '~';
  return relative.startsWith('..') || path.isAbsolute(relative) ? folder : path.join('~', relative);
}
