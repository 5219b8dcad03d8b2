import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { workflow } from '../cli/support.ts';
import { startGateway } from '../host/support/gateway.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, card } from './support/work.ts';

/** Nobody looks at the window, notifications are wished for and allowed, and the test can see and click them. */
const away = `
  if (location.protocol === 'http:') localStorage.setItem('patchbay.layout', JSON.stringify({ notifyWhenDone: true }));
  document.hasFocus = () => false;
  window.shown = [];
  window.Notification = class {
    static permission = 'granted';
    constructor(title, options) { this.title = title; this.options = options; window.shown.push(this); }
  };
`;
const titles = (page: Page): Promise<string[]> => page.evaluate('window.shown.map((one) => one.title)');

describe.skipIf(!hasBrowser)('a notification', () => {
  it('leads to the node that it is about, also when its workflow was closed', { timeout: 120_000 }, async () => {
    const gateway = await startGateway();
    await gateway.addFaults({ kind: 'reset-before-answer', times: 1, match: { path: '/v1/chat/completions' } });
    const home = temporaryHome();
    const folder = path.join(home, 'workflows');
    mkdirSync(folder, { recursive: true });
    const nodes = [
      ['ask', 'prompt', 'Idea', { text: 'a lighthouse' }],
      ...Array.from({ length: 12 }, (_, index) => [`n${index}`, 'number', `Number ${index}`, {}] as const),
      ['chat', 'chat', 'Writer', {}],
    ] as const;
    writeFileSync(path.join(folder, 'Sea.patchbay'), workflow(nodes, ['ask.text > chat.prompt'], 'Sea'));
    const env = {
      PATCHBAY_BASE_URL: gateway.url,
      PATCHBAY_UPLOAD_URL: gateway.uploadUrl,
      PATCHBAY_API_KEY: 'sk-test',
      PATCHBAY_POLL_MS: '100',
    };
    const server = await startServer(home, { env });
    const { page } = await openScreen(server.address, { script: { content: away } });
    await beginEmpty(page);
    await page.keyboard.press('Control+o');
    await page.keyboard.type('sea');
    await page.locator('[cmdk-item][aria-selected="true"]').filter({ hasText: 'Sea' }).waitFor();
    await page.keyboard.press('Enter');
    await card(page, 'Idea').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => titles(page)).toEqual(['A run needs you']);

    await page.keyboard.press('Alt+w');
    await page.locator('[data-tab]').filter({ hasText: 'Sea' }).waitFor({ state: 'detached' });
    await page.evaluate('window.shown[0].onclick()');
    const found = page.locator('.react-flow__node.selected').and(page.getByRole('group', { name: 'Writer' }));
    await found.waitFor();
    await expect
      .poll(async () => {
        const [box, canvas] = [await found.boundingBox(), await page.locator('.react-flow').boundingBox()];
        if (box === null || canvas === null) return Number.POSITIVE_INFINITY;
        const off = (start: number, size: number, from: number, all: number) =>
          Math.abs(start + size / 2 - from - all / 2);
        return Math.max(off(box.x, box.width, canvas.x, canvas.width), off(box.y, box.height, canvas.y, canvas.height));
      })
      .toBeLessThan(30);
    // It is the workflow itself and no copy of what ran.
    await page.getByText('saved', { exact: true }).waitFor();
    if (process.env['SHOT'] !== undefined) await page.screenshot({ path: process.env['SHOT'] });
  });
});
