import { describe, expect, test } from 'vitest';
import { emitStoppable } from '../../support/electron-stand-in.ts';
import { boot } from './support/desktop.ts';

const media = `patchbay-media://original/${'0'.repeat(64)}`;

describe('a page', () => {
  test('stays where it is', async () => {
    const { window, electron } = await boot();
    const { webContents } = window;
    const goes = (url: string): boolean => !emitStoppable(webContents, 'will-frame-navigate', { url });
    expect(goes('app://patchbay/')).toBe(true);
    for (const url of [
      'https://example.com/',
      'file:///etc/passwd',
      'app://patchbay/other',
      'app://other/',
      'data:,x',
    ]) {
      expect(goes(url)).toBe(false);
      expect(emitStoppable(webContents, 'will-redirect', { url })).toBe(true);
    }
    expect(emitStoppable(webContents, 'will-attach-webview')).toBe(true);
    expect(electron.shell.opened).toEqual([]);
    expect(webContents.downloads).toEqual([]);
    expect(goes(media)).toBe(false);
    expect(webContents.downloads).toEqual([media]);
  });

  test('opens no window; https goes to the browser of the system', async () => {
    const { window, electron } = await boot();
    const open = (url: string) => window.webContents.openHandler?.({ url });
    const others = [
      'http://example.com/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://host/share',
      'ms-msdt:/id',
      'https://user:secret@example.com/',
      'nonsense',
    ];
    for (const url of [...others, 'https://example.com/help']) expect(open(url)).toEqual({ action: 'deny' });
    expect(electron.shell.opened).toEqual(['https://example.com/help']);
    expect(open(media)).toEqual({ action: 'deny' });
    expect(window.webContents.downloads).toEqual([media]);
  });

  test('is refused permissions, devices, the network and downloads', async () => {
    const { window, electron } = await boot();
    const { check, request, device, display, filter, spellChecker } = electron.session.defaultSession;
    const ask = (permission: string): boolean => {
      let answer: boolean | undefined;
      request?.(window.webContents, permission, (granted) => {
        answer = granted;
      });
      expect(check?.(window.webContents, permission)).toBe(answer);
      return answer === true;
    };
    for (const permission of ['media', 'geolocation', 'clipboard-read', 'hid', 'usb', 'openExternal', 'fileSystem']) {
      expect(ask(permission)).toBe(false);
    }
    for (const permission of ['notifications', 'clipboard-sanitized-write', 'fullscreen']) {
      expect(ask(permission)).toBe(true);
    }
    expect(check?.(null, 'notifications')).toBe(false);
    expect(device?.()).toBe(false);
    display?.({}, (streams) => expect(streams).toBeNull());
    expect(spellChecker).toBe(false);

    const passes = (url: string): boolean => {
      let cancelled: boolean | undefined;
      filter?.({ url }, ({ cancel }) => {
        cancelled = cancel;
      });
      return cancelled === false;
    };
    for (const url of [
      'https://example.com/x.js',
      'http://127.0.0.1:1/',
      'ws://example.com/',
      'file:///x',
      'app://x/',
    ]) {
      expect(passes(url)).toBe(false);
    }
    for (const url of ['app://patchbay/a.js', media, 'blob:app://patchbay/1', 'data:,x'])
      expect(passes(url)).toBe(true);

    const saves = (url: string): boolean =>
      !emitStoppable(electron.session.defaultSession, 'will-download', {}, { getURL: () => url });
    for (const url of ['https://example.com/x.exe', 'data:,x', 'file:///x', 'blob:https://example.com/1']) {
      expect(saves(url)).toBe(false);
    }
    for (const url of [media, 'blob:app://patchbay/1']) expect(saves(url)).toBe(true);

    window.webContents.mainFrame = { url: 'https://example.com/', origin: 'https://example.com', parent: null };
    expect(ask('notifications')).toBe(false);
  });
});
