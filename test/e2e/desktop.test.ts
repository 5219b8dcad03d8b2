import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright-core';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Electron's own program where it was installed; looked for without loading the package, which would download it. */
function electronProgram(): string | undefined {
  const named = process.env['ELECTRON_PATH'];
  if (named !== undefined && named !== '') return named;
  const folder = path.join(root, 'node_modules', 'electron');
  try {
    const file = path.join(folder, 'dist', fs.readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
    return fs.existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

const program = electronProgram();

it.skipIf(program === undefined)(
  'the desktop program starts in the real Electron (not run where its binary is missing)',
  async () => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-electron-'));
    const isRoot = process.getuid?.() === 0;
    const desktop = await _electron.launch({
      executablePath: program ?? '',
      args: [root, ...(isRoot ? ['--no-sandbox'] : [])],
      env: { ...process.env, PATCHBAY_HOME: home } as Record<string, string>,
    });
    try {
      const page = await desktop.firstWindow();
      await page.waitForSelector('#root > *');
      expect(page.url()).toBe('app://patchbay/');
      const seen = await page.evaluate(async () => {
        const outside = await fetch('https://example.com/').then(
          () => 'reached',
          () => 'refused',
        );
        return { outside, hasRequire: 'require' in globalThis, hasProcess: 'process' in globalThis };
      });
      expect(seen).toEqual({ outside: 'refused', hasRequire: false, hasProcess: false });
    } finally {
      await desktop.close();
      fs.rmSync(home, { recursive: true, force: true });
    }
  },
);
