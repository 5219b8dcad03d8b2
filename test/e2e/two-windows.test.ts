import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, card, choosePractice, journalOf, quickAdd } from './support/work.ts';

describe.skipIf(!hasBrowser)('two windows of one browser', () => {
  it('never write the same workflow, and the second may take it over', { timeout: 120_000 }, async () => {
    const { page, otherPage } = await openScreen((await startServer(temporaryHome())).address);
    const written = journalOf(page);
    await choosePractice(page);
    await beginEmpty(page);
    await quickAdd(page, 'Prompt');
    await written();

    const other = await otherPage();
    await other.getByRole('button', { name: /Untitled.*open in another window/ }).click();
    await card(other, 'Prompt').waitFor();
    await other.getByText('open in another window, so here it can only be read').waitFor();
    // It shows what the other one does, and undoes, as it happens.
    await page.locator('.react-flow__pane').click({ position: { x: 40, y: 40 } });
    await quickAdd(page, 'Number');
    await card(other, 'Number').waitFor();
    await page.keyboard.press('F2');
    await page.keyboard.type('Count');
    await page.keyboard.press('Enter');
    await card(other, 'Count').waitFor();
    if (process.env['SHOT'] !== undefined) await other.screenshot({ path: process.env['SHOT'] });
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await card(other, 'Number').waitFor({ state: 'detached' });

    await other.locator('.react-flow__pane').click({ position: { x: 40, y: 40 } });
    await other.keyboard.press('Space');
    expect(await other.getByRole('dialog', { name: 'Add a node' }).count()).toBe(0);

    await other.getByRole('button', { name: 'Edit here' }).click();
    await page.getByText('open in another window, so here it can only be read').waitFor();
    const writtenThere = journalOf(other);
    await other.locator('.react-flow__pane').click({ position: { x: 40, y: 40 } });
    await quickAdd(other, 'Chat');
    await writtenThere();
    await page.getByRole('button', { name: 'Edit here' }).click();
    await card(page, 'Chat').waitFor();
  });

  it('keep apart what one of them had not written when the other took over', { timeout: 120_000 }, async () => {
    const { page, otherPage } = await openScreen((await startServer(temporaryHome())).address, {
      expected: /draft\.append/,
    });
    const written = journalOf(page);
    await choosePractice(page);
    await beginEmpty(page);
    await quickAdd(page, 'Prompt');
    await written();
    const other = await otherPage();
    await other.getByRole('button', { name: /Untitled.*open in another window/ }).click();

    // The first window cannot reach the main process while the second takes over.
    await page.route('**/call/draft.append', (route) => route.abort());
    await quickAdd(page, 'Number');
    await other.getByRole('button', { name: 'Edit here' }).click();
    await other.getByRole('button', { name: 'Edit here' }).waitFor({ state: 'detached' });
    await page.unroute('**/call/draft.append');
    await page.getByRole('button', { name: 'Untitled (edited in another window)', exact: false }).first().waitFor();
    await card(page, 'Number').waitFor();
    await card(page, 'Prompt').waitFor();
    await card(other, 'Prompt').waitFor();
    expect(await card(other, 'Number').count()).toBe(0);
  });
});
