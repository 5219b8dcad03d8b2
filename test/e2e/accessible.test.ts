import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, choosePractice, quickAdd, showPanel } from './support/work.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds that is serious or critical, as one line each. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(async () => {
    const tool = Reflect.get(globalThis, 'axe') as { run(): Promise<{ violations: Finding[] }> };
    return tool.run();
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

describe.skipIf(!hasBrowser)('what everybody can use', () => {
  it.each(['dark', 'light'] as const)('has nothing serious in the %s theme', { timeout: 60_000 }, async (theme) => {
    const server = await startServer(temporaryHome());
    const { page } = await openScreen(server.address, { script: { path: axe } });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const found: Record<string, string[]> = {};
    const look = async (name: string): Promise<void> => {
      found[name] = await findings(page);
    };

    await page.getByRole('heading', { name: 'Welcome to Patchbay' }).waitFor();
    await look('welcome');
    await choosePractice(page);
    await beginEmpty(page);
    await quickAdd(page, 'Chat');
    await page.getByRole('textbox', { name: 'System prompt' }).waitFor();
    await page.getByRole('button', { name: /blocked/ }).waitFor();
    await look('editor');
    await page.keyboard.press('Space');
    await page.getByRole('dialog', { name: 'Add a node' }).waitFor();
    await look('quick search');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('dialog', { name: 'What this run will do' })
      .getByText(/stops this run/)
      .waitFor();
    await look('plan');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+,');
    await page.getByRole('dialog', { name: 'Settings' }).waitFor();
    await look('settings');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await look('commands');
    await page.keyboard.press('Escape');
    for (const name of ['Runs', 'Tasks', 'Results', 'Issues'] as const) {
      await showPanel(page, name);
      await look(name);
    }
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
  });
});
