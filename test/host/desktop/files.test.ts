import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { emitStoppable } from '../../support/electron-stand-in.ts';
import { boot, root, temporaryFolder } from './support/desktop.ts';

function workflow(name: string): string {
  const file = path.join(temporaryFolder(), `${name}.patchbay`);
  fs.copyFileSync(path.join(root, 'examples', 'teaser.patchbay'), file);
  return file;
}

describe('a workflow file', () => {
  test('that the program is started with is open on the first page', async () => {
    const file = workflow('one');
    const { page, electron } = await boot({ args: ['--some-switch', file] });
    expect((await page().call('app.start', {})).open).toMatchObject([{ path: file }]);
    expect(electron.dialog.errors).toEqual([]);
    expect(electron.app.lockData).toEqual({ files: [file] });
  });

  test('that is missing is said, and the window opens all the same', async () => {
    const { electron, window } = await boot({ args: ['none.patchbay'] });
    expect(electron.dialog.errors).toMatchObject([['The file could not be opened', expect.stringContaining('none')]]);
    expect(window.loaded).toHaveLength(1);
  });

  test('of a second start is opened by the first, which comes to the front', async () => {
    const { page, electron, window } = await boot();
    const screen = page();
    const commands = screen.collect('command.invoke');
    const file = workflow('two');
    await expect(screen.call('workflow.open', { path: file })).rejects.toThrow('not in the workflows folder');
    window.minimized = true;
    electron.app.emit('second-instance', {}, [], '/', { files: [file] });
    await vi.waitFor(() => expect(commands).toEqual([{ command: 'document.open-path', path: file }]));
    expect([window.minimized, window.focused > 0]).toEqual([false, true]);
    // The user chose it, so the page may open it.
    expect(await screen.call('workflow.open', { path: file })).toMatchObject({ path: file });
    const focused = window.focused;
    electron.app.emit('second-instance', {}, [], '/', { files: 'nonsense' });
    await vi.waitFor(() => expect(window.focused).toBeGreaterThan(focused));
    electron.app.emit('second-instance', {}, [], '/', { files: ['/etc/passwd'] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(commands).toHaveLength(1);
  });

  test('that a Mac hands over waits for a page that is not there yet', async () => {
    const { page, electron } = await boot();
    const file = workflow('three');
    expect(emitStoppable(electron.app, 'open-file', {}, file)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const commands = page().collect('command.invoke');
    await vi.waitFor(() => expect(commands).toEqual([{ command: 'document.open-path', path: file }]));
  });

  test('is all that a second start does: it opens no window and ends', async () => {
    const { electron } = await boot({
      prepare: ({ app }) => {
        app.isOnly = false;
      },
    });
    expect(electron.BrowserWindow.all).toEqual([]);
    expect(electron.app.quits).toBe(1);
    expect(electron.ipcMain.handlers.size).toBe(0);
  });
});
