import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, choosePractice } from './support/work.ts';

describe.skipIf(!hasBrowser)('the palette', () => {
  it('folds its families by mouse and by keyboard, remembers it, and finds what is folded', {
    timeout: 60_000,
  }, async () => {
    const { page } = await openScreen((await startServer(temporaryHome())).address);
    await choosePractice(page);
    await beginEmpty(page);
    const palette = page.getByRole('region', { name: 'Node types' });
    const family = (name: string) => palette.getByRole('button', { name: new RegExp(`^${name}: \\d+ node types$`) });
    const row = (name: string) => palette.getByRole('button', { name, exact: true });

    await row('Swap a face').waitFor();
    await family('Pictures').click();
    await row('Swap a face').waitFor({ state: 'detached' });
    expect(await family('Pictures').getAttribute('aria-expanded')).toBe('false');

    // From the search an arrow leads into the list, up to the heading, and sideways it folds.
    await palette.getByRole('searchbox').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    await row('Prompt').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.evaluate('document.activeElement.dataset.family')).toBe('picture');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await row('Prompt').waitFor();
    if (process.env['SHOT'] !== undefined) await page.screenshot({ path: process.env['SHOT'] });

    await palette.getByRole('searchbox').fill('swap');
    await row('Swap a face').waitFor();
    // What is remembered is written a moment later.
    await expect
      .poll(() => page.evaluate('JSON.parse(localStorage.getItem("patchbay.layout")).folded'))
      .toEqual(['picture']);
    await page.reload();
    await row('Prompt').waitFor();
    expect(await row('Swap a face').count()).toBe(0);
    await family('Pictures').click();
    await row('Swap a face').waitFor();
  });
});
