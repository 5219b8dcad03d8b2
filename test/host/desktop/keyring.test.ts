import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { boot, type TestPage, temporaryFolder } from './support/desktop.ts';

const key = 'sk-test-0123456789abcdef';

function addConnection(page: TestPage) {
  return page.call('connection.save', {
    name: 'mine',
    baseUrl: 'http://127.0.0.1:9',
    keyToUploadHost: true,
    key,
  });
}

/** Everything in the home folder that can be read as it is. */
function textOf(folder: string): string {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), 'latin1')).join('\n');
}

describe('a key', () => {
  test('lies encrypted in secrets.bin, is found by the next start and never gets to the page', async () => {
    const home = path.join(temporaryFolder(), 'home');
    const first = await boot({ home });
    const page = first.page();
    const pushes = page.collect('connection.changed');
    const views = await addConnection(page);
    expect(views.find(({ name }) => name === 'mine')?.key).toBe('keyring');
    await vi.waitFor(() => expect(pushes).toHaveLength(1));
    expect(JSON.stringify([views, pushes, await page.call('app.start', {})])).not.toContain(key);
    expect(textOf(home)).not.toContain(key);
    const secrets = path.join(home, 'secrets.bin');
    expect(JSON.parse(first.electron.safeStorage.decryptString(fs.readFileSync(secrets)))).toEqual({ mine: key });
    if (process.platform !== 'win32') expect(fs.statSync(secrets).mode & 0o077).toBe(0);
    first.electron.app.quit();
    await vi.waitFor(() => expect(first.electron.app.exitCode).toBe(0));

    const again = await boot({ home });
    const found = await again.page().call('connection.list', {});
    expect(found.find(({ name }) => name === 'mine')?.key).toBe('keyring');
    await again.page().call('connection.remove', { name: 'mine' });
    expect(JSON.parse(again.electron.safeStorage.decryptString(fs.readFileSync(secrets)))).toEqual({});
  });

  test.each([
    ['there is no encryption', false, 'gnome_libsecret'],
    ['there is no keyring', true, 'basic_text'],
  ])('stays in memory, and that is said, where %s', async (_why, available, backend) => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
    try {
      const { page, home } = await boot({
        prepare({ safeStorage }) {
          safeStorage.available = available;
          safeStorage.backend = backend;
        },
      });
      const views = await addConnection(page());
      expect(views.find(({ name }) => name === 'mine')?.key).toBe('session');
      expect(fs.existsSync(path.join(home, 'secrets.bin'))).toBe(false);
      expect(textOf(home)).not.toContain(key);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test('that another machine wrote is missing, and its file is kept', async () => {
    const home = path.join(temporaryFolder(), 'home');
    fs.mkdirSync(home, { recursive: true });
    fs.writeFileSync(path.join(home, 'secrets.bin'), 'of another machine');
    const { page } = await boot({ home });
    await addConnection(page());
    expect(fs.readFileSync(path.join(home, 'secrets.bin.previous'), 'utf8')).toBe('of another machine');
  });
});
