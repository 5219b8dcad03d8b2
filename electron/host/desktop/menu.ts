import path from 'node:path';
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { type Language, menuText } from './menu-texts.ts';

export interface MenuOptions {
  readonly language: Language;
  readonly platform: NodeJS.Platform;
  /** The developer tools are not part of what users get. */
  readonly developer: boolean;
  /** Asks the screen to run one of its commands. */
  readonly invoke: (command: string, path?: string) => void;
  /** Workflow files that were used last, the latest first. */
  readonly recents: readonly string[];
}

/** Puts the menu of the program in place. Entries that are not the system's own are commands of the screen. */
export function setMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
}

/** How many recent files the menu lists. */
const mostRecents = 12;

/** The name of a file; with its folder when another one has the same. An ampersand would mark a letter. */
function labelOf(file: string, all: readonly string[]): string {
  const nameOf = (one: string): string => path.basename(one, '.patchbay');
  const isTwice = all.filter((other) => nameOf(other) === nameOf(file)).length > 1;
  return (isTwice ? `${nameOf(file)} (${path.dirname(file)})` : nameOf(file)).replaceAll('&', '&&');
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { language, platform, developer, invoke, recents } = options;
  const t = menuText(language);
  const isMac = platform === 'darwin';
  const command = (label: string, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator !== undefined && { accelerator }),
    click: () => invoke(id),
  });
  const settings = command(t('settings'), 'view.settings', 'CmdOrCtrl+,');
  const quit: MenuItemConstructorOptions = { role: 'quit', label: t('quit') };

  const program: MenuItemConstructorOptions = {
    label: 'Patchbay',
    submenu: [
      { role: 'about', label: t('about') },
      separator,
      settings,
      separator,
      { role: 'services', label: t('services') },
      separator,
      { role: 'hide', label: t('hide') },
      { role: 'hideOthers', label: t('hideOthers') },
      { role: 'unhide', label: t('showAll') },
      separator,
      quit,
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: t('file'),
    submenu: [
      command(t('new'), 'document.new', 'CmdOrCtrl+N'),
      command(t('open'), 'document.open', 'CmdOrCtrl+O'),
      {
        label: t('openRecent'),
        enabled: recents.length > 0,
        submenu: recents.slice(0, mostRecents).map((file) => ({
          label: labelOf(file, recents),
          click: () => invoke('document.open-path', file),
        })),
      },
      separator,
      command(t('save'), 'document.save', 'CmdOrCtrl+S'),
      command(t('saveAs'), 'document.save-as', 'CmdOrCtrl+Shift+S'),
      separator,
      command(t('closeTab'), 'document.close', 'CmdOrCtrl+W'),
      ...(isMac ? [] : [separator, settings, separator, quit]),
    ],
  };
  // On a Mac a field of text gets these keys through the menu only, so there they are the system's.
  const undoing: MenuItemConstructorOptions[] = isMac
    ? [
        { role: 'undo', label: t('undo') },
        { role: 'redo', label: t('redo') },
      ]
    : [command(t('undo'), 'edit.undo', 'Ctrl+Z'), command(t('redo'), 'edit.redo', 'Ctrl+Shift+Z')];
  const edit: MenuItemConstructorOptions = {
    label: t('edit'),
    submenu: [
      ...undoing,
      separator,
      { role: 'cut', label: t('cut') },
      { role: 'copy', label: t('copy') },
      { role: 'paste', label: t('paste') },
      { role: 'selectAll', label: t('selectAll') },
    ],
  };
  const run: MenuItemConstructorOptions = {
    label: t('run'),
    submenu: [command(t('plan'), 'run.plan', 'CmdOrCtrl+Enter'), command(t('cancel'), 'run.cancel', 'CmdOrCtrl+.')],
  };
  const view: MenuItemConstructorOptions = {
    label: t('view'),
    submenu: [
      command(t('palette'), 'view.commands', 'CmdOrCtrl+K'),
      separator,
      { role: 'zoomIn', label: t('zoomIn'), accelerator: 'CmdOrCtrl+Alt+=' },
      { role: 'zoomOut', label: t('zoomOut'), accelerator: 'CmdOrCtrl+Alt+-' },
      { role: 'resetZoom', label: t('actualSize'), accelerator: 'CmdOrCtrl+Alt+0' },
      separator,
      { role: 'togglefullscreen', label: t('fullScreen') },
      ...(developer ? [separator, { role: 'toggleDevTools' as const, label: t('developer') }] : []),
    ],
  };
  const window: MenuItemConstructorOptions = {
    label: t('window'),
    role: 'window',
    submenu: [
      { role: 'minimize', label: t('minimize') },
      { role: 'close', label: t('close'), accelerator: 'CmdOrCtrl+Shift+W' },
      ...(isMac ? [separator, { role: 'front' as const, label: t('front') }] : []),
    ],
  };
  const help: MenuItemConstructorOptions = {
    label: t('help'),
    role: 'help',
    submenu: [
      command(t('shortcuts'), 'view.help', 'F1'),
      ...(isMac ? [] : [{ role: 'about' as const, label: t('about') }]),
    ],
  };
  return [...(isMac ? [program] : []), file, edit, run, view, window, help];
}
