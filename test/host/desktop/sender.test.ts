import { describe, expect, test } from 'vitest';
import { boot } from './support/desktop.ts';

const refused = { ok: false, error: { code: 'usage.invalid' } };

describe('who is answered', () => {
  test('the main frame of the window while it shows our page', async () => {
    const { electron, window } = await boot();
    const own = { sender: window.webContents, senderFrame: window.webContents.mainFrame };
    expect(await electron.ipcMain.ask(own, 'patchbay:call', 'run.list', {})).toEqual({ ok: true, value: [] });
    const bytes = new TextEncoder().encode('hello').buffer;
    expect(await electron.ipcMain.ask(own, 'patchbay:import', 'a.txt', bytes)).toMatchObject({
      ok: true,
      value: { file: { name: 'a.txt' }, media: { bytes: 5 } },
    });
    expect(await electron.ipcMain.ask(own, 'patchbay:import', 'a.txt', '/etc/passwd')).toMatchObject(refused);
    expect(await electron.ipcMain.ask(own, 'patchbay:call', 7, {})).toMatchObject(refused);
  });

  test('nobody else', async () => {
    const { electron, window } = await boot();
    const { webContents } = window;
    const page = webContents.mainFrame;
    const other = new electron.WebContents();
    other.mainFrame = page;
    const strangers = [
      { sender: other, senderFrame: page },
      { sender: webContents, senderFrame: null },
      { sender: webContents, senderFrame: { ...page, parent: page } },
      { sender: webContents, senderFrame: { ...page, origin: 'https://patchbay' } },
      { sender: webContents, senderFrame: { ...page, origin: 'null', url: 'about:blank' } },
      { sender: webContents, senderFrame: { ...page, url: 'app://patchbay.example/' } },
      { sender: webContents, senderFrame: { ...page, url: 'app://user@patchbay/' } },
      { sender: webContents, senderFrame: { ...page, url: 'file:///app://patchbay/' } },
    ];
    for (const stranger of strangers) {
      expect(await electron.ipcMain.ask(stranger, 'patchbay:call', 'app.start', {})).toMatchObject(refused);
      expect(await electron.ipcMain.ask(stranger, 'patchbay:import', 'a', new ArrayBuffer(1))).toMatchObject(refused);
      // What is held for the page stays held.
      electron.ipcMain.emit('patchbay:listen', stranger, 'command.invoke');
    }
    const heard: unknown[] = [];
    webContents.toPage.on('patchbay:push', (...args: unknown[]) => heard.push(args));
    electron.Menu.current[0]?.submenu?.[0]?.click?.();
    await Promise.resolve();
    expect(heard).toEqual([]);
    const own = { sender: webContents, senderFrame: page };
    electron.ipcMain.emit('patchbay:listen', own, 'command.invoke');
    await Promise.resolve();
    expect(heard).toEqual([[{}, 'command.invoke', { command: 'document.new' }]]);
    // No page is there that could answer when the program asks it to write everything.
    webContents.crashed = true;
  });
});
