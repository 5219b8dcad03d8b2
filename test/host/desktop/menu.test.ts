import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type Booted, boot, root } from './support/desktop.ts';

type Entry = Booted['electron']['Menu']['current'][number];

function flat(entries: readonly Entry[]): Entry[] {
  return entries.flatMap((entry) => [entry, ...flat(entry.submenu ?? [])]);
}

function labels({ electron }: Booted): string[] {
  return electron.Menu.current.map(({ label }) => label ?? '');
}

/** The commands that the screen's code makes known. */
function commandsOfScreen(): string[] {
  const folder = path.join(root, 'renderer');
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => {
    const text = fs.readFileSync(path.join(folder, file), 'utf8');
    return [...text.matchAll(/\bid: '([a-z]+\.[a-z-]+)'/g)].map((match) => match[1] ?? '');
  });
}

describe('the menu', () => {
  test('asks the screen to run its commands', async () => {
    const booted = await boot();
    const commands = booted.page().collect('command.invoke');
    const entries = flat(booted.electron.Menu.current).filter((entry) => entry.click !== undefined);
    for (const entry of entries) entry.click?.();
    await vi.waitFor(() => expect(commands).toHaveLength(entries.length));
    expect(commands.map(({ command }) => command)).toEqual([
      'document.new',
      'document.open',
      'document.save',
      'document.save-as',
      'document.close',
      'view.settings',
      'edit.undo',
      'edit.redo',
      'run.plan',
      'run.cancel',
      'view.commands',
      'view.help',
    ]);
    expect(booted.window.focused).toBe(entries.length);
    const known = commandsOfScreen();
    for (const { command } of commands) expect(known).toContain(command);
  });

  test('lists the workflows that were used last, and so does the system', async () => {
    const booted = await boot();
    const recent = (): Entry | undefined =>
      flat(booted.electron.Menu.current).find(({ label }) => label === 'Open Recent');
    expect(recent()?.submenu).toEqual([]);
    const { call, collect } = booted.page();
    const opened = (await call('workflow.create', {})) as { draft: string; lease: string; base: object };
    const { draft, lease, base } = opened;
    const document = { ...base, name: 'Salt & sea' };
    const saved = (await call('workflow.save', { draft, lease, document })) as { path: string };
    expect(recent()?.submenu?.map(({ label }) => label)).toEqual(['Salt && sea']);
    expect(booted.electron.app.recent).toEqual([saved.path]);
    const commands = collect('command.invoke');
    recent()?.submenu?.[0]?.click?.();
    await vi.waitFor(() => expect(commands).toEqual([{ command: 'document.open-path', path: saved.path }]));
    fs.rmSync(saved.path);
    await call('settings.change', { theme: 'light' });
    expect(recent()?.submenu).toEqual([]);
  });

  test('has the roles of the system, a label for each entry and no shortcut twice', async () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const spy = vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
      const booted = await boot();
      spy.mockRestore();
      const entries = flat(booted.electron.Menu.current);
      const roles = entries.flatMap(({ role }) => role ?? []);
      expect(roles).toEqual(expect.arrayContaining(['quit', 'cut', 'copy', 'paste', 'selectAll', 'minimize', 'close']));
      expect(roles.includes('hide')).toBe(platform === 'darwin');
      expect(roles.includes('undo')).toBe(platform === 'darwin');
      expect(roles).not.toContain('reload');
      for (const entry of entries) expect(entry.type === 'separator' || (entry.label ?? '') !== '').toBe(true);
      const keys = entries.flatMap(({ accelerator }) => accelerator ?? []);
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(key).toMatch(/^(?:(?:CmdOrCtrl|Ctrl|Shift|Alt)\+)+(?:[A-Z0-9,.=-]|Enter)$|^F1$/);
    }
  });

  test('is in the language of the user, at once', async () => {
    const booted = await boot();
    expect(labels(booted)).toEqual(['File', 'Edit', 'Run', 'View', 'Window', 'Help']);
    await booted.page().call('settings.change', { language: 'zh-CN', theme: 'dark' });
    expect(labels(booted)).toEqual(['文件', '编辑', '运行', '视图', '窗口', '帮助']);
    expect(booted.electron.nativeTheme.themeSource).toBe('dark');
    const texts = flat(booted.electron.Menu.current).flatMap(({ label }) => label ?? []);
    for (const text of texts) expect(text).toMatch(/\p{Script=Han}/u);
    const chinese = await boot({
      prepare: ({ app }) => {
        app.locale = 'zh-TW';
      },
    });
    expect(labels(chinese)[0]).toBe('文件');
  });
});
