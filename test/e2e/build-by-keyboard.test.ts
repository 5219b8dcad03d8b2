import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { filesBelow } from './support/files.ts';
import { expectWires, quickAdd, tabTo, typeInField, wireFrom } from './support/work.ts';

describe.skipIf(!hasBrowser)('building by keyboard', () => {
  it('wires a film from an empty canvas without a mouse and runs it to real files', { timeout: 60_000 }, async () => {
    const home = temporaryHome();
    const server = await startServer(home);
    const { page, errors, foreign, close } = await openScreen(`${server.base}/#token=${server.token}`);

    await tabTo(page, page.getByRole('button', { name: /^Practise for free/ }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Or begin with an empty workflow' }));
    await page.keyboard.press('Enter');
    await page.locator('.react-flow__pane').waitFor();

    await quickAdd(page, 'Prompt');
    await page.keyboard.press('F6');
    await typeInField(page, 'Text', 'A lighthouse at dusk');
    await page.keyboard.press('Shift+F6');
    await quickAdd(page, 'Chat');
    await wireFrom(page, 'prompt', 'prompt');
    await quickAdd(page, 'Picture');
    await wireFrom(page, 'prompt', 'chat');
    await quickAdd(page, 'Upload');
    await wireFrom(page, 'input', 'picture ·');
    await quickAdd(page, 'Video');
    await wireFrom(page, 'prompt', 'chat');
    await wireFrom(page, 'pictures', 'upload');
    await expectWires(page, [
      'Wire from Prompt to Chat',
      'Wire from Chat to Picture',
      'Wire from Picture to Upload',
      'Wire from Chat to Video',
      'Wire from Upload to Video',
    ]);

    await page.keyboard.press('Control+Enter');
    const plan = page.getByRole('dialog', { name: 'What this run will do' });
    await plan.locator('[data-plan-run][aria-disabled="false"]').waitFor();
    const consent = plan.getByRole('switch', { name: /^Make .* public/ });
    if ((await consent.count()) > 0) {
      await tabTo(page, consent);
      await page.keyboard.press('Space');
    }
    await page.keyboard.press('Control+Enter');
    await plan.waitFor({ state: 'detached' });
    await tabTo(page, page.getByRole('tab', { name: 'Runs', exact: true }), 200);
    await page.keyboard.press('Enter');
    const row = page.getByRole('list', { name: 'Runs' }).getByRole('listitem').first();
    await row.getByText('done', { exact: true }).waitFor({ timeout: 40_000 });

    const files = filesBelow(path.join(home, 'artifacts'));
    expect(files.some((file) => readFileSync(file).subarray(0, 4).toString('latin1') === '\x89PNG')).toBe(true);
    expect(files.some((file) => readFileSync(file).subarray(4, 8).toString('latin1') === 'ftyp')).toBe(true);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  });
});
