import { describe, it } from 'vitest';
import { startGateway } from '../host/support/gateway.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, expectWires, quickAdd, typeInField, wireFrom } from './support/work.ts';

describe.skipIf(!hasBrowser)('without a network', () => {
  it('edits, saves and undoes, and a run says in a sentence that it cannot', { timeout: 60_000 }, async () => {
    const gateway = await startGateway();
    await gateway.stop();
    const server = await startServer(temporaryHome(), {
      env: { PATCHBAY_BASE_URL: gateway.url, PATCHBAY_UPLOAD_URL: gateway.uploadUrl, PATCHBAY_API_KEY: 'sk-test' },
    });
    const { page } = await openScreen(server.address);
    await beginEmpty(page);
    await quickAdd(page, 'Prompt');
    await page.keyboard.press('F6');
    await typeInField(page, 'Text', 'A lighthouse at dusk');
    await page.keyboard.press('Shift+F6');
    await quickAdd(page, 'Video');
    await wireFrom(page, 'prompt', 'prompt');
    await expectWires(page, ['Wire from Prompt to Video']);
    await page.keyboard.press('Control+s');
    await page.getByText('saved', { exact: true }).waitFor();
    await page.keyboard.press('Control+z');
    await expectWires(page, []);
    await page.keyboard.press('Control+Shift+z');
    await expectWires(page, ['Wire from Prompt to Video']);

    await page.keyboard.press('Control+Enter');
    await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-pane="top"]').getByText('waits for the connection').waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Resume' }).waitFor();
  });
});
