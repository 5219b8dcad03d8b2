import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { card, choosePractice, expectDrawn, showPanel, untilDone } from './support/work.ts';

describe.skipIf(!hasBrowser)('the first start', () => {
  it('leads from the welcome through practice and a template to results that are there tomorrow', {
    timeout: 120_000,
  }, async () => {
    const server = await startServer(temporaryHome());
    const { page, asked } = await openScreen(server.address);

    await page.getByRole('heading', { name: 'Welcome to Patchbay' }).waitFor();
    // Nothing is chosen for people.
    expect(await page.locator('main button[aria-pressed="true"]').count()).toBe(0);
    await choosePractice(page);
    await page.getByRole('button', { name: /^Lighthouse teaser/ }).click();
    await page.getByRole('heading', { name: 'Lighthouse teaser' }).waitFor();

    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const plan = page.getByRole('dialog', { name: 'What this run will do' });
    await plan.getByRole('button', { name: /^Film sora-2/ }).waitFor();
    const consent = plan.getByRole('switch', { name: /^Make .* public/ });
    if ((await consent.count()) > 0) await consent.click();
    await plan.getByRole('button', { name: /^Run/ }).click();
    await plan.waitFor({ state: 'detached' });

    await untilDone(page, 'Lighthouse teaser');
    await showNode(page, 'Pictures');
    await expectDrawn(card(page, 'Pictures').first().locator('img'), 3);
    await showPanel(page, 'Results');
    const results = page.getByRole('list', { name: 'Results' });
    await expectDrawn(results.locator('img'), 3);
    await expect.poll(() => results.locator('video').evaluateAll(lengths)).toEqual([15]);

    // The next day: the same address without the token, as a bookmark has it.
    await page.goto(server.base);
    await page.getByRole('heading', { name: 'Lighthouse teaser' }).waitFor();
    await showPanel(page, 'Runs');
    await page.locator('button[aria-current="true"]', { hasText: 'Lighthouse teaser' }).waitFor();
    await showPanel(page, 'Results');
    await expectDrawn(results.locator('img'), 3);

    expect(asked.length).toBeGreaterThan(20);
  });
});

function lengths(videos: readonly Element[]): number[] {
  return videos.map((video) => Math.round(Number(Reflect.get(video, 'duration'))));
}

/** Brings a node into sight by the outline. */
async function showNode(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.locator('[data-outline]').getByText(name, { exact: true }).first().click();
}
