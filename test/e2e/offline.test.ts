import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../host/support/gateway.ts';
import { startLine } from '../host/support/line.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, card, expectWires, quickAdd, typeInField, untilDone, wireFrom } from './support/work.ts';

/** The editor with a key for a gateway that is reached by a network of its own. */
async function begin(...options: readonly string[]) {
  const gateway = await startGateway(...options);
  const line = await startLine(gateway.url);
  const env = { PATCHBAY_BASE_URL: line.url, PATCHBAY_UPLOAD_URL: gateway.uploadUrl, PATCHBAY_API_KEY: 'sk-test' };
  const server = await startServer(temporaryHome(), { env });
  const { page } = await openScreen(server.address);
  return { gateway, line, page };
}

/** A film of a text, by keyboard. */
async function buildFilm(page: Page): Promise<void> {
  await quickAdd(page, 'Prompt');
  await page.keyboard.press('F6');
  await typeInField(page, 'Text', 'A lighthouse at dusk');
  await page.keyboard.press('Shift+F6');
  await quickAdd(page, 'Video');
  await wireFrom(page, 'prompt', 'prompt');
  await expectWires(page, ['Wire from Prompt to Video']);
}

async function run(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
  await page.keyboard.press('Control+Enter');
}

describe.skipIf(!hasBrowser)('without a network', () => {
  it('edits, saves and undoes; a run says in a sentence that it waits, and goes on by itself', {
    timeout: 120_000,
  }, async () => {
    const { gateway, line, page } = await begin('--task-ms', '50');
    await beginEmpty(page);
    await line.cut('refuse');
    await buildFilm(page);
    await page.keyboard.press('Control+s');
    await page.getByText('saved', { exact: true }).waitFor();
    await page.keyboard.press('Control+z');
    await expectWires(page, []);
    await page.keyboard.press('Control+Shift+z');
    await expectWires(page, ['Wire from Prompt to Video']);

    await run(page);
    await page.locator('[data-pane="top"]').getByText('waits for the connection').waitFor({ timeout: 20_000 });
    const why = page.getByText('The run waits for its gateway and goes on by itself when that answers again.');
    await why.waitFor();
    expect((await gateway.log()).created.jobs).toBe(0);

    await line.mend();
    await untilDone(page, 'Untitled');
    await why.waitFor({ state: 'detached' });
    await card(page, 'Video').locator('video, img').first().waitFor();
    expect((await gateway.log()).created.jobs).toBe(1);
  });

  it('a run whose task is at the gateway keeps it, and takes the film when the network is back', {
    timeout: 120_000,
  }, async () => {
    const { gateway, line, page } = await begin('--task-ms', '2000');
    await beginEmpty(page);
    await buildFilm(page);
    await run(page);
    await card(page, 'Video').locator('[data-state="awaiting"]').waitFor();
    await line.cut('drop');
    // Several polls find no gateway, and the run is none the worse for it.
    await expect.poll(() => line.dropped(), { timeout: 20_000 }).toBeGreaterThan(3);
    await card(page, 'Video').locator('[data-state="awaiting"]').waitFor();
    await line.mend();
    await untilDone(page, 'Untitled');
    await card(page, 'Video').locator('video, img').first().waitFor();
    expect((await gateway.log()).created.jobs).toBe(1);
  });
});
