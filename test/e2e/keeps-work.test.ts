import { describe, expect, it } from 'vitest';
import { startGateway } from '../host/support/gateway.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import {
  beginEmpty,
  card,
  choosePractice,
  expectWires,
  journalOf,
  quickAdd,
  showPanel,
  typeInField,
  wireFrom,
} from './support/work.ts';

describe.skipIf(!hasBrowser)('work that is not saved', () => {
  it('is there again after the process was killed, with its undo list', { timeout: 60_000 }, async () => {
    const home = temporaryHome();
    const server = await startServer(home);
    const before = await openScreen(server.address, { expected: /ERR_/ });
    const written = journalOf(before.page);
    await choosePractice(before.page);
    await beginEmpty(before.page);
    await quickAdd(before.page, 'Prompt');
    await before.page.keyboard.press('F6');
    await typeInField(before.page, 'Text', 'A lighthouse at dusk');
    await before.page.keyboard.press('Shift+F6');
    await quickAdd(before.page, 'Chat');
    await wireFrom(before.page, 'prompt', 'prompt');
    await written();
    await server.end('SIGKILL');
    await before.close();

    const { page } = await openScreen((await startServer(home)).address);
    await card(page, 'Prompt').getByText('A lighthouse at dusk').waitFor();
    await expectWires(page, ['Wire from Prompt to Chat']);
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
    await page.keyboard.press('Control+z');
    await expectWires(page, []);
    await page.keyboard.press('Control+z');
    await card(page, 'Chat').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await card(page, 'Prompt').getByText('A lighthouse at dusk').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await card(page, 'Prompt').waitFor({ state: 'detached' });
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+Shift+z');
    await card(page, 'Prompt').getByText('A lighthouse at dusk').waitFor();
    await expectWires(page, ['Wire from Prompt to Chat']);
  });
});

describe.skipIf(!hasBrowser)('a run whose process is killed', () => {
  it('goes on when the process is back, and buys nothing twice', { timeout: 60_000 }, async () => {
    const gateway = await startGateway('--task-ms', '4000');
    const home = temporaryHome();
    const env = {
      PATCHBAY_BASE_URL: gateway.url,
      PATCHBAY_UPLOAD_URL: gateway.uploadUrl,
      PATCHBAY_API_KEY: 'sk-test',
      PATCHBAY_POLL_MS: '100',
    };
    const server = await startServer(home, { env });
    const before = await openScreen(server.address, { expected: /ERR_/ });
    const written = journalOf(before.page);
    await beginEmpty(before.page);
    await quickAdd(before.page, 'Prompt');
    await before.page.keyboard.press('F6');
    await typeInField(before.page, 'Text', 'A lighthouse at dusk');
    await before.page.keyboard.press('Shift+F6');
    await quickAdd(before.page, 'Video');
    await wireFrom(before.page, 'prompt', 'prompt');
    await written();
    await before.page.keyboard.press('Control+Enter');
    await before.page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
    await before.page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await gateway.log()).created.tasks, { timeout: 10_000 }).toBe(1);
    // Its id has come home; a task without one asks the user instead of going on.
    await card(before.page, 'Video').locator('[data-state="awaiting"]').waitFor();
    await server.end('SIGKILL');
    await before.close();

    const { page } = await openScreen((await startServer(home, { env })).address);
    await showPanel(page, 'Runs');
    const runs = page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
    await runs.getByText('done', { exact: true }).waitFor({ timeout: 20_000 });
    expect(await runs.count()).toBe(1);
    expect((await gateway.log()).created.tasks).toBe(1);
  });
});
