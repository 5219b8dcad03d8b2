import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { afterTest, type Booted, boot, type TestPage } from './support/desktop.ts';

function ended({ electron }: Booted): Promise<void> {
  return vi.waitFor(() => expect(electron.app.exitCode).toBe(0), 10_000);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A page that holds a change which it has not written yet. */
async function pageWithChange(page: TestPage, write: (draft: string) => Promise<unknown>): Promise<string> {
  const { draft } = await page.call('workflow.create', {});
  page.bridge.subscribe('command.invoke', (command) => {
    if (JSON.stringify(command) === '{"command":"app.flush"}') write(draft).catch(() => undefined);
  });
  return draft;
}

describe('closing the window', () => {
  test('waits until the page has saved, then ends the program', async () => {
    const booted = await boot();
    const page = booted.page();
    let saved: string | undefined;
    await pageWithChange(page, async (draft) => {
      await pause(60);
      const { base, lease = '' } = await page.call('workflow.restore', { draft });
      await pause(60);
      const answer = await page.call('workflow.save', { draft, lease, document: { ...base, name: 'Late' } });
      saved = answer.path;
    });
    expect(booted.window.close()).toBe(false);
    expect(booted.window.destroyed).toBe(false);
    // Another click changes nothing.
    expect(booted.window.close()).toBe(false);
    await ended(booted);
    expect(booted.window.destroyed).toBe(true);
    expect(saved).toBe(path.join(booted.home, 'workflows', 'Late.patchbay'));
    expect(fs.existsSync(saved ?? '')).toBe(true);
  });

  test('waits for a call that takes its time', async () => {
    const slow = createServer((_request, response) => void setTimeout(() => response.writeHead(404).end(), 500));
    await new Promise<void>((resolve) => {
      slow.listen(0, '127.0.0.1', resolve);
    });
    afterTest(() => slow.close());
    const booted = await boot();
    const page = booted.page();
    const { port } = slow.address() as AddressInfo;
    await page.call('connection.save', { name: 'slow', baseUrl: `http://127.0.0.1:${port}`, keyToUploadHost: true });
    let checks = 0;
    await pageWithChange(page, async () => {
      checks = (await page.call('connection.test', { name: 'slow' })).length;
    });
    const begun = performance.now();
    booted.window.close();
    await vi.waitFor(() => expect(booted.window.destroyed).toBe(true), 5_000);
    expect(performance.now() - begun).toBeGreaterThan(500);
    expect(checks).toBeGreaterThan(0);
  });

  test('waits for a page that is stuck no longer than five seconds', async () => {
    const booted = await boot();
    await pageWithChange(booted.page(), async () => undefined);
    // It never says that it has called its listeners.
    booted.electron.ipcMain.removeAllListeners('patchbay:told');
    const begun = performance.now();
    booted.window.close();
    await ended(booted);
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(4_500);
    expect(took).toBeLessThan(8_000);
  });

  test('does not wait for a page that crashed or never came', async () => {
    const booted = await boot();
    await pageWithChange(booted.page(), async () => undefined);
    booted.window.webContents.crashed = true;
    booted.window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    const begun = performance.now();
    booted.electron.app.quit();
    await ended(booted);
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  test('leaves the program and its runs on a Mac; the next window is another screen', async () => {
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
    try {
      const booted = await boot();
      const { electron } = booted;
      await booted.page().call('workflow.create', {});
      booted.window.close();
      await vi.waitFor(() => expect(booted.window.destroyed).toBe(true));
      await pause(20);
      expect([electron.app.exitCode, electron.app.quits]).toEqual([undefined, 0]);
      electron.app.emit('activate');
      expect(electron.BrowserWindow.all).toHaveLength(1);
      electron.app.emit('activate');
      expect(electron.BrowserWindow.all).toHaveLength(1);
      electron.app.quit();
      await ended(booted);
    } finally {
      platform.mockRestore();
    }
  });
});
