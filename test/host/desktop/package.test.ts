import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { root, temporaryFolder } from './support/desktop.ts';

const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Stands for an unpacked Electron: its program is nothing but the fuses as they are delivered. */
function stubElectron(folder: string): void {
  fs.mkdirSync(path.join(folder, 'resources'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'locales'));
  const wire = Buffer.concat([Buffer.from(fuseMark), Buffer.from([1, 8]), Buffer.from('10110001')]);
  const program = Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]);
  fs.writeFileSync(path.join(folder, 'electron'), program, { mode: 0o755 });
  fs.writeFileSync(path.join(folder, 'version'), '44.11.5');
  fs.writeFileSync(path.join(folder, 'LICENSE'), '');
}

describe.skipIf(process.platform !== 'linux')('the package', () => {
  test('has what runs, nothing else, and all fuses as decided', async () => {
    const folder = temporaryFolder();
    stubElectron(path.join(folder, 'electron'));
    const output = path.join(folder, 'package');
    await promisify(execFile)(
      process.execPath,
      [
        path.join(root, 'node_modules/electron-builder/cli.js'),
        ...['--linux', 'dir', '--x64', '--publish', 'never', '--config', 'electron-builder.yml'],
        `-c.electronDist=${path.join(folder, 'electron')}`,
        `-c.directories.output=${output}`,
      ],
      { cwd: root, timeout: 90_000, env: { ...process.env, PATH: process.env['PATH'] } },
    );

    const unpacked = path.join(output, 'linux-unpacked');
    const asar = path.join(unpacked, 'resources', 'app.asar');
    const files = listPackage(asar, { isPack: false }).map((file) => file.replaceAll('\\', '/'));
    const needed = ['main/main.js', 'main/preload.cjs', 'main/practice.js', 'main/speech.js', 'renderer/index.html'];
    expect(files).toEqual(expect.arrayContaining(needed.map((name) => `/out/${name}`)));
    const tops = new Set(files.map((file) => file.split('/').slice(1, 3).join('/')));
    expect([...tops].sort()).toEqual([
      'node_modules',
      'node_modules/espeak-ng',
      'out',
      'out/main',
      'out/renderer',
      'package.json',
    ]);
    expect(files.filter((file) => /\.(?:map|ts|tsx|patchbay)$/.test(file))).toEqual([]);

    const manifest = JSON.parse(extractFile(asar, 'package.json').toString()) as Record<string, unknown>;
    expect(manifest).toMatchObject({ name: 'patchbay', main: 'out/main/main.js', type: 'module' });
    expect(manifest['scripts']).toBeUndefined();
    const preload = extractFile(asar, 'out/main/preload.cjs').toString();
    expect([...preload.matchAll(/require\(([^)]*)\)/g)].map((match) => match[1])).toEqual(['"electron"']);
    expect(preload).not.toMatch(/^import\b|\bimport\(/m);

    // The synthesizer is a program of its own, beside ours and with its licence.
    const synthesizer = path.join(unpacked, 'resources', 'app.asar.unpacked', 'node_modules', 'espeak-ng');
    expect(fs.existsSync(path.join(synthesizer, 'LICENSE'))).toBe(true);

    const wire = await getCurrentFuseWire(path.join(unpacked, 'patchbay'));
    const isOn = (fuse: FuseV1Options): boolean => String.fromCharCode(wire[fuse] ?? 0) === '1';
    expect(wire.version).toBe(FuseVersion.V1);
    expect(isOn(FuseV1Options.RunAsNode)).toBe(false);
    expect(isOn(FuseV1Options.EnableCookieEncryption)).toBe(true);
    expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false);
    expect(isOn(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false);
    expect(isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true);
    expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true);
    expect(isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot)).toBe(false);
    expect(isOn(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false);
  }, 120_000);
});
