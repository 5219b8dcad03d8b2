import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { workflow } from '../cli/support.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { card, choosePractice, expectDrawn } from './support/work.ts';

describe.skipIf(!hasBrowser)('copies that a workflow saved', () => {
  it('are named on the card and among the results, and where they are is said', { timeout: 120_000 }, async () => {
    const home = temporaryHome();
    const folder = path.join(home, 'workflows');
    mkdirSync(folder, { recursive: true });
    const nodes = [
      ['ask', 'prompt', 'Times', { text: 'Dawn\nDusk' }],
      ['split', 'text-split', 'Lines', {}],
      ['keep', 'save', 'Keep', { folder: 'out', name: 'time-{index}' }],
    ] as const;
    const signs = { type: 'list<image>', default: [{ path: 'sign.png' }, { path: 'sign.png' }] };
    const other = workflow([['sign', 'input', 'Signs', signs]], [], 'Signs').replace('wf_test', 'wf_signs');
    writeFileSync(path.join(folder, 'Signs.patchbay'), other);
    copyFileSync(fileURLToPath(new URL('../../build/icon.png', import.meta.url)), path.join(folder, 'sign.png'));
    const wires = ['ask.text > split.text', 'split.texts > keep.value'];
    writeFileSync(path.join(folder, 'Times.patchbay'), workflow(nodes, wires, 'Times'));
    const server = await startServer(home, { env: { DISPLAY: '', WAYLAND_DISPLAY: '' } });
    const { page } = await openScreen(server.address);
    await choosePractice(page);
    await page.keyboard.press('Control+o');
    await page.keyboard.type('times');
    await page.keyboard.press('Enter');
    await card(page, 'Keep').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
    await page.keyboard.press('Control+Enter');

    const files = card(page, 'Keep').getByRole('list', { name: 'Saved files' });
    await expect.poll(() => files.getByRole('button').allTextContents()).toEqual(['time-1.txt', 'time-2.txt']);
    await page.getByRole('tab', { name: 'Results', exact: true }).click();
    const results = page.getByRole('list', { name: 'Results' });
    await results.getByText('time-1.txt').click();
    const where = page.getByRole('list', { name: 'Messages' });
    await where.getByText(path.join(folder, 'out', 'time-1.txt'), { exact: false }).waitFor();
    await where.getByRole('button', { name: 'Copy path' }).waitFor();
    if (process.env['SHOT'] !== undefined) await page.screenshot({ path: process.env['SHOT'] });
    await files.getByRole('button', { name: 'time-2.txt' }).click();
    await where.getByText(path.join(folder, 'out', 'time-2.txt'), { exact: false }).waitFor();

    // An input shows the files that it names before anything is run.
    await page.keyboard.press('Control+o');
    await page.keyboard.type('signs');
    await page.keyboard.press('Enter');
    await expectDrawn(card(page, 'Signs').locator('img'), 2);
  });
});
