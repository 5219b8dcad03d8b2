import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openersFor } from '../../electron/host/services/file-manager.ts';
import { type Client, enter, until } from './support/client.ts';
import { documentOf } from './support/documents.ts';
import { startServer, temporaryHome } from './support/server.ts';

/** Programs on the path that write down what they were started with, and end as they are told. */
function fakePrograms(folder: string, codes: Readonly<Record<string, number>>) {
  const log = path.join(folder, 'started');
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  for (const [name, code] of Object.entries(codes)) {
    const lines = ['#!/bin/sh', `printf '%s\\n' ${name} "$@" >> '${log}'`, `exit ${code}`];
    fs.writeFileSync(path.join(bin, name), lines.join('\n'), { mode: 0o755 });
  }
  return {
    env: { DISPLAY: ':7', WAYLAND_DISPLAY: '', PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    started: () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\n') : []),
  };
}

/** Runs a workflow that saves two texts beside it. */
async function saveTexts(client: Client): Promise<string> {
  const document = documentOf(
    [
      { id: 'ask', type: 'prompt', params: { text: 'Dawn\nDusk' } },
      { id: 'split', type: 'text-split' },
      { id: 'keep', type: 'save', params: { folder: 'out, of', name: 'shot-{index}' } },
      { id: 'say', type: 'output', params: { name: 'out, of/shot-1.txt' } },
    ],
    ['ask.text>split.text', 'split.texts>keep.value', 'split.texts>say.value'],
  );
  const { run } = await client.call('run.start', { draft: 'd', document });
  const ended = await until(
    () => client.call('run.open', { run }),
    ({ snapshot }) => snapshot.phase.state !== 'running',
  );
  expect(ended.snapshot.phase.state).toBe('done');
  return run;
}

describe.skipIf(process.platform !== 'linux')('a file is shown in its folder', () => {
  test('what a node saved and what was made, by the file manager of the desktop', async () => {
    const home = temporaryHome();
    const { env, started } = fakePrograms(path.dirname(home), { 'dbus-send': 0, 'xdg-open': 0 });
    const client = await enter(await startServer(home, { env }));
    const run = await saveTexts(client);
    const { snapshot } = await client.call('run.open', { run });
    const item = snapshot.nodes.find(({ node }) => node === 'keep')?.items[0]?.[1];
    expect(item).toMatchObject({ outputs: { files: { value: ['out, of/shot-1.txt', 'out, of/shot-2.txt'] } } });

    const file = path.join(home, 'workflows', 'out, of', 'shot-1.txt');
    const what = { run, node: 'keep', file: 'out, of/shot-1.txt' };
    expect(await client.call('file.reveal', what)).toEqual({ shown: true, path: file });
    expect(started()[0]).toBe('dbus-send');
    // A comma would end the item of the list.
    expect(started()).toContain(`array:string:file://${file.replaceAll(' ', '%20').replaceAll(',', '%2C')}`);
  });

  test('by another program where the desktop has none that can point at it', async () => {
    const home = temporaryHome();
    const { env, started } = fakePrograms(path.dirname(home), { 'dbus-send': 1, 'xdg-open': 0 });
    const client = await enter(await startServer(home, { env }));
    const run = await saveTexts(client);
    expect(await client.call('file.reveal', { run, node: 'keep', file: 'out, of/shot-2.txt' })).toMatchObject({
      shown: true,
    });
    expect(started().slice(-2)).toEqual(['xdg-open', path.join(home, 'workflows', 'out, of')]);
  });

  test('and where nobody could see one, where it lies is said', async () => {
    const home = temporaryHome();
    const { env, started } = fakePrograms(path.dirname(home), { 'dbus-send': 0, 'xdg-open': 0 });
    const client = await enter(await startServer(home, { env: { ...env, DISPLAY: '' } }));
    const run = await saveTexts(client);
    const file = 'out, of/shot-1.txt';
    const full = path.join(home, 'workflows', ...file.split('/'));
    expect(await client.call('file.reveal', { run, node: 'keep', file })).toEqual({ shown: false, path: full });
    expect(started()).toEqual([]);
  });

  test('only when the program wrote it, and it is still what it was', async () => {
    const home = temporaryHome();
    const { env, started } = fakePrograms(path.dirname(home), { 'dbus-send': 0, 'xdg-open': 0 });
    const client = await enter(await startServer(home, { env }));
    const run = await saveTexts(client);
    const own = { run, node: 'keep', file: 'out, of/shot-1.txt' };
    fs.writeFileSync(path.join(home, 'workflows', 'other.txt'), 'not ours');
    for (const other of [
      { ...own, file: 'other.txt' },
      { ...own, file: '../settings.json' },
      { ...own, file: '/etc/passwd' },
      { ...own, node: 'say' },
      { ...own, node: 'split' },
      { artifact: `sha256:${'0'.repeat(64)}` },
    ]) {
      expect((await client.failing('file.reveal', other)).code).toMatch(/^(file\.not-found|artifact\.missing)$/);
    }
    expect(await client.failing('file.reveal', { ...own, run: '../x' })).toMatchObject({ code: 'run.not-found' });
    expect(await client.failing('file.reveal', { ...own, artifact: 'a' })).toMatchObject({ code: 'usage.invalid' });
    const saved = path.join(home, 'workflows', 'out, of', 'shot-1.txt');
    fs.rmSync(saved);
    fs.symlinkSync('/etc/passwd', saved);
    expect(await client.failing('file.reveal', own)).toMatchObject({ code: 'file.outside-folder' });
    expect(started()).toEqual([]);
  });
});

test('other systems are asked in their own way', () => {
  expect(openersFor('/Users/a/b c.png', 'darwin', {})).toEqual([
    { program: '/usr/bin/open', args: ['-R', '/Users/a/b c.png'] },
  ]);
  expect(openersFor('C:\\films\\b, c.png', 'win32', { SystemRoot: 'D:\\Windows' })).toEqual([
    { program: 'D:\\Windows\\explorer.exe', args: ['/select,"C:\\films\\b, c.png"'], isVague: true, isQuoted: true },
  ]);
});
