import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { expectTeaserMade, expectTeaserSaved, fieldsOf, teaser, typeTitle } from './support/teaser.ts';
import { beginEmpty, card, choosePractice, dragWire, expectDrawn, port, showPanel, untilDone } from './support/work.ts';

describe.skipIf(!hasBrowser)('building by mouse', () => {
  it('makes the whole teaser from an empty canvas and runs it to real files', { timeout: 240_000 }, async () => {
    const home = temporaryHome();
    const server = await startServer(home);
    const { page } = await openScreen(server.address, { width: 2560, height: 1440 });
    await choosePractice(page);
    await beginEmpty(page);
    const inspector = page.getByRole('region', { name: 'Inspector' });
    const type = async (field: Locator, text: string): Promise<void> => {
      await field.click({ clickCount: 3 });
      await page.keyboard.type(text);
    };
    await type(inspector.getByRole('textbox', { name: 'Name', exact: true }), teaser.name);
    await type(inspector.getByRole('textbox', { name: 'Description', exact: true }), teaser.description);

    const cards = new Map<string, Locator>();
    for (const [index, node] of teaser.nodes.entries()) {
      const place = { x: 60 + (index % 6) * 330, y: 60 + Math.floor(index / 6) * 400 };
      const made = await dragFromPalette(page, typeTitle(node.type), place);
      cards.set(node.id, made);
      await made.locator('.card-title b').dblclick();
      await page.keyboard.type(node.title);
      await made.locator('.swatch').click();
      for (const { label, value } of fieldsOf(node)) {
        await type(inspector.getByRole('textbox', { name: label, exact: true }), value);
      }
    }
    const of = (id: string): Locator => {
      const found = cards.get(id);
      if (found === undefined) throw new Error(`no card for ${id}`);
      return found;
    };
    for (const { from, to } of teaser.edges) {
      await dragWire(page, port(of(from.node), 'output', from.port), port(of(to.node), 'input', to.port));
    }
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(teaser.edges.length);

    await page.locator('[data-tab]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Save(?! as)/ }).click();
    await page.getByText('saved', { exact: true }).waitFor();
    expectTeaserSaved(home);

    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const plan = page.getByRole('dialog', { name: 'What this run will do' });
    await plan.locator('[data-plan-run][aria-disabled="false"]').waitFor();
    const consent = plan.getByRole('switch', { name: /^Make .* public/ });
    if ((await consent.count()) > 0) await consent.click();
    await plan.locator('[data-plan-run]').click();
    await untilDone(page, teaser.name);
    await expectDrawn(card(page, 'Pictures').first().locator('img'), 3);
    await showPanel(page, 'Results');
    await expectTeaserMade(page, home);
  });
});

/** Drags a node type from the palette to a place on the canvas; gives the card that it became. */
async function dragFromPalette(page: Page, name: string, targetPosition: { x: number; y: number }): Promise<Locator> {
  const ids = async (): Promise<string[]> =>
    page
      .locator('.react-flow__node')
      .evaluateAll((list) => list.map((one) => String(Reflect.get(Reflect.get(one, 'dataset'), 'id'))));
  const before = await ids();
  const row = page
    .getByRole('region', { name: 'Node types' })
    .getByRole('button', { name: new RegExp(`^${name}( \\d|$)`) });
  await row.dragTo(page.locator('.react-flow__pane'), { targetPosition });
  await expect.poll(async () => (await ids()).length).toBe(before.length + 1);
  const [fresh = ''] = (await ids()).filter((id) => !before.includes(id));
  return page.locator(`.react-flow__node[data-id="${fresh}"]`);
}
