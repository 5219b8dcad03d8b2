import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, card, choosePractice, expectWires, quickAdd, wireFrom } from './support/work.ts';

describe.skipIf(!hasBrowser)('the menus of the canvas', () => {
  it('open by mouse and by keyboard, and do what they say', { timeout: 120_000 }, async () => {
    const server = await startServer(temporaryHome());
    const { page } = await openScreen(server.address);
    const choose = (name: string | RegExp) => page.getByRole('menuitem', { name }).click();
    await choosePractice(page);
    await beginEmpty(page);
    await quickAdd(page, 'Prompt');
    await quickAdd(page, 'Chat');
    await wireFrom(page, 'prompt', 'prompt');

    // By keyboard on the node that has the focus.
    await card(page, 'Chat').focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu', { name: 'Chat' }).waitFor();
    await choose(/^Duplicate/);
    await card(page, 'Chat 2').waitFor();
    await page.keyboard.press('Control+z');
    await card(page, 'Chat 2').waitFor({ state: 'detached' });

    // Into a wire: the wire is drawn through the new node, and what follows makes room.
    const wire = await page.locator('.react-flow__edge path').first().boundingBox();
    if (wire === null) throw new Error('there is no wire');
    await page.mouse.click(wire.x + wire.width / 2, wire.y + wire.height / 2, { button: 'right' });
    await choose(/^Put a node into the wire/);
    await page.keyboard.type('Replace');
    await page.keyboard.press('Enter');
    await expectWires(page, ['Wire from Prompt to Replace text', 'Wire from Replace text to Chat']);

    await card(page, 'Replace text').click({ button: 'right' });
    await page.getByRole('menuitemcheckbox', { name: /^Mute/, checked: false }).click();
    await card(page, 'Replace text').getByText('muted', { exact: true }).waitFor();

    await page.locator('.react-flow__pane').click({ button: 'right', position: { x: 30, y: 30 } });
    await choose(/^Select all/);
    await card(page, 'Prompt').click({ button: 'right' });
    await choose(/^Delete/);
    await expect.poll(() => page.locator('.react-flow__node').count()).toBe(0);

    await page.locator('[data-tab]').click({ button: 'right' });
    await choose(/^Rename/);
    await page.locator('header input:focus').waitFor();
    await page.keyboard.type('Sea');
    await page.keyboard.press('Enter');
    await page.locator('[data-tab]').getByText('Sea', { exact: true }).waitFor();
  });
});
