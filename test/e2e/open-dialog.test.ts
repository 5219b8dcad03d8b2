import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, card, choosePractice, quickAdd } from './support/work.ts';

/** A home whose folder has a workflow called like a template. */
function homeWith(name: string): string {
  const home = temporaryHome();
  const folder = path.join(home, 'workflows');
  fs.mkdirSync(folder, { recursive: true });
  const workflow = {
    format: 'patchbay.workflow',
    version: 1,
    id: 'wf_1',
    name,
    description: '',
    edges: [],
    frames: [],
  };
  const note = { id: 'n1', type: 'prompt', version: 1, title: 'From the folder', position: { x: 0, y: 0 }, params: {} };
  fs.writeFileSync(path.join(folder, `${name}.patchbay`), JSON.stringify({ ...workflow, nodes: [note], notes: [] }));
  return home;
}

/** Holds back the answer to what matches until the test lets it go. */
async function holdBack(page: Page, what: string): Promise<() => void> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(what, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** A screen on which the dialog's code does not come before the test lets it. */
async function openWithoutItsCode(code = 'open-dialog') {
  const server = await startServer(homeWith('Sea'));
  const screen = await openScreen(server.address);
  const release = await holdBack(screen.page, `**/assets/${code}-*.js`);
  await choosePractice(screen.page);
  await screen.page.reload();
  await beginEmpty(screen.page);
  return { ...screen, release };
}

const chosen = (page: Page) => page.getByRole('dialog').locator('[cmdk-item][aria-selected="true"]');

describe.skipIf(!hasBrowser)('the dialog that opens workflows', () => {
  it('opens what was typed and nothing else, however late its list comes', { timeout: 120_000 }, async () => {
    const server = await startServer(homeWith('Teaser'));
    const { page, close } = await openScreen(server.address);
    await choosePractice(page);
    await beginEmpty(page);
    await quickAdd(page, 'Prompt');
    const before = await page.locator('[data-tab]').count();

    // Nothing is chosen before somebody chose it.
    const release = await holdBack(page, '**/call/workflow.list');
    await page.keyboard.press('Control+o');
    await page.keyboard.press('Enter');
    await expect.poll(() => chosen(page).textContent()).toBe('Nothing chosen yet');

    // Keys that are typed at once arrive, and Enter waits for the list.
    await page.keyboard.type('teas');
    await page.keyboard.press('Enter');
    await chosen(page).filter({ hasNotText: 'Nothing' }).waitFor();
    expect(await page.locator('[data-tab]').count()).toBe(before);
    release();
    await card(page, 'From the folder').waitFor();
    await close();
  });

  it('opens what was typed and entered while its code was being fetched', { timeout: 120_000 }, async () => {
    const { page, close, release } = await openWithoutItsCode();
    await page.keyboard.press('Control+o');
    await page.keyboard.type('sea');
    await page.keyboard.press('Enter');
    release();
    await card(page, 'From the folder').waitFor();
    await close();
  });

  it('knows of Enter in the command palette and in Save as too', { timeout: 120_000 }, async () => {
    const commands = await openWithoutItsCode('palette');
    await commands.page.keyboard.press('Control+k');
    await commands.page.keyboard.type('add a note');
    await commands.page.keyboard.press('Enter');
    commands.release();
    await commands.page.locator('.react-flow__node-note').waitFor();
    await commands.close();

    const saving = await openWithoutItsCode('save-as-dialog');
    await quickAdd(saving.page, 'Prompt');
    await saving.page.keyboard.press('Control+Shift+s');
    await saving.page.keyboard.type('Harbour');
    await saving.page.keyboard.press('Enter');
    saving.release();
    await saving.page.getByRole('dialog').waitFor({ state: 'detached' });
    await saving.page.locator('[data-tab]', { hasText: 'Harbour' }).waitFor();
    await saving.close();
  });

  it('keeps the keys while its code is being fetched, and gives the focus back', { timeout: 120_000 }, async () => {
    const { page, close, release } = await openWithoutItsCode();
    await quickAdd(page, 'Prompt');
    await page.keyboard.press('Control+o');
    await page.keyboard.type('sea');
    release();
    await expect.poll(() => page.getByRole('dialog').getByRole('combobox').inputValue()).toBe('sea');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.locator('.react-flow__node:focus').getAttribute('aria-label')).toBe('Prompt');

    await page.keyboard.press('Control+o');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await card(page, 'From the folder').waitFor();
    await close();
  });
});
