import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';

/** Three words of English in a row; names of models and products are shorter. */
const sentence = /[A-Za-z]{2,}(?:['’,]?\s+[a-z]{2,}){2,}/;

/** Everything that people read or are told on the screen, as far as it is an English sentence. */
async function englishOn(page: Page): Promise<string[]> {
  const shown = (await page.locator('body').ariaSnapshot()).split('\n');
  const titles = await page
    .locator('[title], [placeholder]')
    .evaluateAll((list) =>
      list.flatMap((one) => [String(Reflect.get(one, 'title')), String(Reflect.get(one, 'placeholder'))]),
    );
  return [...shown, ...titles].map((line) => line.trim()).filter((line) => sentence.test(line));
}

describe.skipIf(!hasBrowser)('the language', () => {
  it('changes everything on the screen at once and stays', { timeout: 60_000 }, async () => {
    const server = await startServer(temporaryHome());
    const { page } = await openScreen(server.address);
    const found: Record<string, string[]> = {};
    const look = async (name: string): Promise<void> => {
      found[name] = await englishOn(page);
    };

    await page.getByRole('heading', { name: 'Welcome to Patchbay' }).waitFor();
    expect((await englishOn(page)).length).toBeGreaterThan(2);
    await page.getByText('简体中文', { exact: true }).click();
    await page.getByRole('heading', { name: '欢迎使用 Patchbay' }).waitFor();
    await look('welcome');
    await page.getByRole('button', { name: /^免费练习/ }).click();
    await page.getByRole('button', { name: '或者新建空白工作流' }).click();
    await page.locator('.react-flow__pane').waitFor();
    await look('empty workflow');

    await page.keyboard.press('Space');
    await page.keyboard.type('对话');
    await page.getByRole('option', { name: '对话', selected: true }).waitFor();
    await look('quick search');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: '系统提示词' }).waitFor();
    await page.getByRole('textbox', { name: '提示词', exact: true }).click();
    await page.keyboard.type('黄昏的灯塔');
    await page
      .getByRole('button', { name: /运行.*免费|1 运行/ })
      .first()
      .waitFor();
    await look('inspector');
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
    await look('plan');
    await page.keyboard.press('Escape');
    for (const name of ['运行', '任务', '结果', '问题']) {
      await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
      await page.getByRole('tab', { name: new RegExp(`^${name}`), selected: true }).waitFor();
      await look(name);
    }
    await page.keyboard.press('Control+,');
    await page.getByRole('dialog', { name: '设置' }).waitFor();
    await look('settings');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await look('commands');
    await page.keyboard.press('Escape');
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));

    await page.goto(server.base);
    await page.getByRole('tab', { name: /^任务/ }).waitFor();
  });
});
