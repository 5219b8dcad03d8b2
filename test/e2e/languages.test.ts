import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { tourOfEditing } from './support/tour-of-editing.ts';
import { tourOfRuns } from './support/tour-of-runs.ts';

/** Three words of English in a row; names of models and products are shorter. */
const sentence = /[A-Za-z]{2,}(?:['’,]?\s+[a-z]{2,}){2,}/;

/** What the workflow itself says, and what the gateway made of it. */
const content = /lighthouse keeper|becomes a script|centred on/;

/** Everything that people read or are told on the screen, as far as it is an English sentence. */
async function englishOn(page: Page): Promise<string[]> {
  const shown = (await page.locator('body').ariaSnapshot()).split('\n');
  const titles = await page
    .locator('[title], [placeholder]')
    .evaluateAll((list) =>
      list.flatMap((one) => [String(Reflect.get(one, 'title')), String(Reflect.get(one, 'placeholder'))]),
    );
  return [...shown, ...titles].map((line) => line.trim()).filter((line) => sentence.test(line) && !content.test(line));
}

describe.skipIf(!hasBrowser)('the language', () => {
  it('changes everything on the screen at once and stays', { timeout: 120_000 }, async () => {
    const server = await startServer(temporaryHome());
    const { page } = await openScreen(server.address);
    await page.getByRole('heading', { name: 'Welcome to Patchbay' }).waitFor();
    expect((await englishOn(page)).length).toBeGreaterThan(2);
    await page.getByText('简体中文', { exact: true }).click();
    await page.getByRole('heading', { name: '欢迎使用 Patchbay' }).waitFor();
    expect(await englishOn(page)).toEqual([]);
    await page.goto(server.base);
    await page.getByRole('heading', { name: '欢迎使用 Patchbay' }).waitFor();
  });

  it.each([
    { what: 'editing', tour: tourOfEditing },
    { what: 'runs', tour: tourOfRuns },
  ])('is Chinese alone on every screen of $what', { timeout: 240_000 }, async ({ tour }) => {
    const found: Record<string, string[]> = {};
    await tour('zh-CN', async (screen, page) => {
      found[screen] = await englishOn(page);
    });
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((screen) => [screen, []])));
  });
});
