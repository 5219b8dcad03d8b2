import path from 'node:path';
import { BrowserWindow, dialog, app as electron, screen } from 'electron';
import type { Home } from '../../store/home.ts';
import { type Language, menuText } from './menu-texts.ts';
import { screenUrl } from './schemes.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

/** How often the screen may stop within a minute before its user is asked. */
const mostCrashes = 3;

/** Opens the window: a page of ours that can do what `window.patchbay` offers and nothing else. */
export function openWindow(home: Home, language: () => Language): BrowserWindow {
  const state = readWindowState(
    home,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...(state === undefined
      ? { width: 1440, height: 900 }
      : { x: state.x, y: state.y, width: state.width, height: state.height }),
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Patchbay',
    backgroundColor: '#14161a',
    webPreferences: {
      preload: path.join(electron.getAppPath(), 'out', 'main', 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !electron.isPackaged,
    },
  });
  window.once('ready-to-show', () => {
    if (state?.maximized === true) window.maximize();
    window.show();
  });
  window.on('close', () => {
    writeWindowState(home, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  reloadAfterCrash(window, language);
  load(window);
  return window;
}

/** Brings the window before the others. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function load(window: BrowserWindow): void {
  // A window that is closed while it loads is no fault; a missing file shows as an empty window with its reason.
  window.loadURL(screenUrl).catch(() => undefined);
}

/** Runs are not touched by that: they are executed in the main process. */
function reloadAfterCrash(window: BrowserWindow, language: () => Language): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < 60_000), now];
    if (crashes.length <= mostCrashes) return load(window);
    const t = menuText(language());
    dialog
      .showMessageBox(window, { type: 'error', message: t('crashed'), buttons: [t('reload')] })
      .then(() => {
        crashes = [];
        if (!window.isDestroyed()) load(window);
      })
      .catch(() => undefined);
  });
}
