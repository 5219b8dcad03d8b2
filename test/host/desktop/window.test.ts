import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { boot, isElectronLoaded, root } from './support/desktop.ts';

describe('the built desktop program', () => {
  test('opens one window that can do nothing by itself', async () => {
    const { electron, window, home } = await boot();
    expect(isElectronLoaded()).toBe(false);
    expect(electron.BrowserWindow.all).toHaveLength(1);
    expect(window.options.webPreferences).toEqual({
      preload: path.join(root, 'out/main/preload.cjs'),
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
      devTools: true,
    });
    expect(window.loaded).toEqual(['app://patchbay/']);
    expect(electron.app.paths['userData']).toBe(path.join(home, 'desktop'));
    window.emit('ready-to-show');
    expect(window.shown).toBe(1);
  });

  test('has no developer tools once it is packaged', async () => {
    const { window, electron } = await boot({
      prepare: ({ app }) => {
        app.isPackaged = true;
      },
    });
    expect(window.options.webPreferences).toMatchObject({ devTools: false });
    expect(JSON.stringify(electron.Menu.current)).not.toContain('toggleDevTools');
  });

  test('puts the bridge on the page and nothing else', async () => {
    const { page, window } = await boot();
    const { bridge, exposed, call } = page();
    expect(exposed).toEqual(['patchbay']);
    expect(Object.keys(bridge).sort()).toEqual(['importFile', 'invoke', 'media', 'subscribe', 'thumb']);
    const start = await call('app.start', {});
    expect(start).toMatchObject({ host: 'desktop', open: [] });
    // A click on a notification brings a window back that is minimised.
    const before = window.shown;
    await call('window.show', {});
    expect(window.shown).toBe(before + 1);
    expect(await bridge.invoke('secrets.read', {})).toMatchObject({ ok: false, error: { code: 'usage.invalid' } });
  });

  test('remembers where the window was, unless that display is gone', async () => {
    const home = path.join((await boot()).home, 'again');
    fs.mkdirSync(path.join(home, 'index'), { recursive: true });
    const state = { x: 40, y: 50, width: 900, height: 700, maximized: true };
    fs.writeFileSync(path.join(home, 'index', 'window.json'), JSON.stringify(state));
    const again = await boot({ home });
    expect(again.window.options).toMatchObject({ x: 40, y: 50, width: 900, height: 700 });
    again.window.emit('ready-to-show');
    expect(again.window.maximized).toBe(true);
    again.window.close();
    expect(JSON.parse(fs.readFileSync(path.join(home, 'index', 'window.json'), 'utf8'))).toEqual(state);
    fs.writeFileSync(path.join(home, 'index', 'window.json'), JSON.stringify({ ...state, x: 5000 }));
    const other = await boot({ home });
    expect(other.window.options).toMatchObject({ width: 1440, height: 900 });
  });

  test('loads the page again when it crashed, and asks when that goes on', async () => {
    const { window, electron, page } = await boot();
    const { draft } = await page().call('workflow.create', {});
    const crash = (): void => {
      window.webContents.crashed = true;
      window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    };
    crash();
    expect(window.loaded).toHaveLength(2);
    expect((await page().call('app.start', {})).open.map((entry) => entry.draft)).toEqual([draft]);
    crash();
    crash();
    expect(window.loaded).toHaveLength(4);
    expect(electron.dialog.questions).toHaveLength(0);
    crash();
    expect(window.loaded).toHaveLength(4);
    expect(electron.dialog.questions).toHaveLength(1);
    electron.dialog.press();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(window.loaded).toHaveLength(5);
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(window.loaded).toHaveLength(5);
  });
});
