import type { Page } from 'playwright-core';
import { describe, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import {
  expectTeaserMade,
  expectTeaserSaved,
  fieldsOf,
  hasOnePort,
  nodeOf,
  portTitle,
  teaser,
  typeTitle,
} from './support/teaser.ts';
import { quickAdd, tabTo, typeInField, wireFrom } from './support/work.ts';

describe.skipIf(!hasBrowser)('building by keyboard', () => {
  it('makes the whole teaser without a mouse and runs it to real files', { timeout: 240_000 }, async () => {
    const home = temporaryHome();
    const server = await startServer(home);
    const { page } = await openScreen(server.address);

    await tabTo(page, page.getByRole('button', { name: /^Practise for free/ }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Or begin with an empty workflow' }));
    await page.keyboard.press('Enter');
    await page.locator('.react-flow__pane').waitFor();
    await page.keyboard.press('F6');
    for (const [label, text] of [
      ['Name', teaser.name],
      ['Description', teaser.description],
    ] as const) {
      await replaceInField(page, label, text);
    }
    await page.keyboard.press('Shift+F6');

    for (const node of teaser.nodes) {
      await quickAdd(page, typeTitle(node.type));
      await page.keyboard.press('F2');
      await page.locator('.react-flow__node .title-field').waitFor();
      await page.keyboard.type(node.title);
      await page.keyboard.press('Enter');
      await page
        .locator('.react-flow__node:focus')
        .and(page.getByRole('group', { name: node.title, exact: true }))
        .waitFor();
      const fields = fieldsOf(node);
      if (fields.length > 0) await page.keyboard.press('F6');
      for (const { label, value } of fields) await replaceInField(page, label, value);
      if (fields.length > 0) await page.keyboard.press('Shift+F6');
      for (const { from, to } of teaser.edges.filter((edge) => edge.to.node === node.id)) {
        const source = nodeOf(from.node);
        await wireFrom(
          page,
          hasOnePort(node) ? undefined : portTitle(node, 'inputs', to.port),
          `${source.title} · ${portTitle(source, 'outputs', from.port)}`,
        );
      }
    }
    await page.keyboard.press('Control+s');
    await page.getByText('saved', { exact: true }).waitFor();
    expectTeaserSaved(home);

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
    const tab = (name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) });
    await tabTo(page, tab('Runs'), 200);
    await page.keyboard.press('Enter');
    const row = page.getByRole('list', { name: 'Runs' }).getByRole('listitem').first();
    await row.getByText('done', { exact: true }).waitFor({ timeout: 60_000 });
    await tab('Runs').press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    if ((await tab('Results').getAttribute('aria-selected')) !== 'true') await page.keyboard.press('Enter');
    await expectTeaserMade(page, home);
  });
});

/** Goes to a field of the inspector by keyboard and writes it anew. */
async function replaceInField(page: Page, label: string, text: string): Promise<void> {
  await typeInField(page, label, '');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}
