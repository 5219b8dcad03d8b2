import { existsSync } from 'node:fs';
import path from 'node:path';
import { type BrowserWindow, dialog, app as electron, nativeTheme, powerMonitor, protocol, session } from 'electron';
import { type AppError, toAppError } from '#core/errors';
import type { PushName, PushPayload } from '#core/services/contract';
import type { Settings } from '#core/services/document-views';
import { hintIn, inLanguage, messageIn } from '#core/text';
import { openSettings } from '../../store/settings.ts';
import { openApp, openUserHome } from '../app/app.ts';
import { executeFor } from '../cli/execute.ts';
import { createThumbnails } from '../media/thumbnails.ts';
import { takeHome } from '../owner/enter-home.ts';
import { createServices } from '../services/services.ts';
import { createChooser } from './choose.ts';
import { createEnding, settleBeforeClose } from './closing.ts';
import { guardContents, guardSession } from './guards.ts';
import { registerIpc } from './ipc.ts';
import { openKeyring } from './keyring.ts';
import { answerMedia } from './media-files.ts';
import { setMenu } from './menu.ts';
import { type Language, menuText } from './menu-texts.ts';
import { createPage, type Page } from './page.ts';
import { startPracticeUtility } from './practice-utility.ts';
import { revealFile } from './reveal.ts';
import { createRunProgress } from './run-progress.ts';
import { mediaScheme, screenScheme } from './schemes.ts';
import { answerScreen } from './screen-files.ts';
import { stayAwake } from './stay-awake.ts';
import { openWindow, showWindow } from './window.ts';

/** What the entry hands over once the program is ready. */
export interface Desktop {
  /** Opens a workflow file in the window, whether there is one yet or not. */
  open(file: string): Promise<void>;
  /** Shows the window; opens one when there is none. */
  show(): void;
}

/** Puts the window before the services. To be called when the program is ready. @throws AppError `file.*`, `disk.full` */
export async function startDesktop(files: readonly string[]): Promise<Desktop> {
  const home = openUserHome(process.env);
  const settings = openSettings(home);
  const language = (): Language => settings.read().language ?? systemLanguage();
  const onOther = ({ info }: AppError): void => {
    const [message, hint] = [messageIn(info), hintIn(info)].map((text) => text && inLanguage(text, language()));
    void dialog.showMessageBox({ type: 'warning', message: message ?? '', detail: hint ?? '' });
  };
  const owned = await takeHome({ home, kind: 'desktop', execute: executeFor, onOther });
  const app = openApp(process.env, home, { keyring: openKeyring(home), startPractice: startPracticeUtility });
  const services = createServices(app, {
    reveal: revealFile,
    used(file) {
      electron.addRecentDocument(file);
      apply(settings.read());
    },
    show: () => current && showWindow(current.window),
    choose: createChooser(() => current?.window),
  });
  owned.serve({ app, services });
  const thumbnails = createThumbnails(app);
  let current: { readonly window: BrowserWindow; readonly page: Page } | undefined;

  const apply = ({ theme }: Settings): void => {
    nativeTheme.themeSource = theme;
    setMenu({
      language: language(),
      platform: process.platform,
      developer: !electron.isPackaged,
      invoke: (command, path) => {
        show();
        current?.page.invoke({ command, ...(path !== undefined && { path }) });
      },
      recents: settings.recents().filter((file) => existsSync(file)),
    });
  };
  const progress = createRunProgress((part) => current?.window.setProgressBar(part));
  const observe = <N extends PushName>(name: N, payload: PushPayload<N>): void => {
    progress.note(name, payload);
    if (name === 'settings.changed') apply(payload as PushPayload<'settings.changed'>);
  };
  const show = (): void => {
    if (current !== undefined) return showWindow(current.window);
    const window = openWindow(home, language);
    const page = createPage(services, window.webContents, observe);
    current = { window, page };
    settleBeforeClose(window, page);
    window.once('closed', () => {
      current = undefined;
    });
  };
  const open = async (file: string): Promise<void> => {
    try {
      // The first page finds it among what is open; one that is there already is told.
      if (current === undefined) await services.openFile(file);
      else services.allowFile(file);
      current?.page.invoke({ command: 'document.open-path', path: file });
    } catch (error) {
      const message = messageIn(toAppError(error).info);
      dialog.showErrorBox(menuText(language())('notOpened'), inLanguage(message, language()));
    }
  };

  guardSession(session.defaultSession);
  guardContents(electron);
  const screen = path.join(electron.getAppPath(), 'out', 'renderer');
  protocol.handle(screenScheme, (request) => answerScreen(screen, request));
  protocol.handle(mediaScheme, (request) => answerMedia(app, thumbnails, request));
  registerIpc(app, () => current?.page);
  stayAwake(app.live);
  powerMonitor.on('resume', () => services.wake());

  const ending = createEnding(owned, services, app, language);
  electron.on('window-all-closed', () => {
    // On a Mac a program stays without a window, and its runs with it.
    if (process.platform !== 'darwin' || quitting) electron.quit();
  });
  let quitting = false;
  electron.on('before-quit', () => {
    quitting = true;
  });
  electron.on('will-quit', (event) => {
    event.preventDefault();
    ending.end().then(
      () => electron.exit(0),
      () => electron.exit(1),
    );
  });
  electron.on('activate', show);

  apply(settings.read());
  for (const file of files) await open(file);
  show();
  return {
    async open(file) {
      await open(file);
      show();
    },
    show,
  };
}

function systemLanguage(): Language {
  return electron.getLocale().toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
