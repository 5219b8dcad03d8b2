import { describe, expect, it } from 'vitest';
import { startGateway } from '../host/support/gateway.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { expectTeaserMade, teaser } from './support/teaser.ts';
import {
  beginEmpty,
  card,
  choosePractice,
  expectWires,
  journalOf,
  quickAdd,
  showPanel,
  typeInField,
  untilDone,
  wireFrom,
} from './support/work.ts';

describe.skipIf(!hasBrowser)('work that is not saved', () => {
  it('is there again after the process was killed, with its undo list', { timeout: 120_000 }, async () => {
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
  it('goes on in the reloaded page, with the edits made meanwhile; every result arrives and nothing is bought twice', {
    timeout: 120_000,
  }, async () => {
    const gateway = await startGateway('--task-ms', '6000');
    const home = temporaryHome();
    const env = {
      PATCHBAY_BASE_URL: gateway.url,
      PATCHBAY_UPLOAD_URL: gateway.uploadUrl,
      PATCHBAY_API_KEY: 'sk-test',
      PATCHBAY_POLL_MS: '100',
    };
    const server = await startServer(home, { env });
    const { page } = await openScreen(server.address, { expected: /ERR_/ });
    await page.getByRole('button', { name: /^Lighthouse teaser/ }).click();
    await page.getByRole('heading', { name: 'Lighthouse teaser' }).waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const plan = page.getByRole('dialog', { name: 'What this run will do' });
    await plan.locator('[data-plan-run][aria-disabled="false"]').click();
    await plan.waitFor({ state: 'detached' });

    const written = journalOf(page);
    await page.keyboard.press('Shift+1');
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
    await quickAdd(page, 'Prompt');
    await page.keyboard.press('F6');
    await typeInField(page, 'Text', 'The next teaser');
    await written();
    // The film is half done. What was answered at once has its answer, as without one its node would ask.
    const film = card(page, 'Film').locator('[data-state="awaiting"]');
    await film.waitFor({ timeout: 30_000 });
    await expect.poll(() => card(page, 'Transcript').locator('[data-state="done"]').count()).toBe(2);
    expect(await film.count()).toBe(1);
    await server.end('SIGKILL');

    const { port } = new URL(server.base);
    const again = await startServer(home, { env, args: ['--port', port] });
    await page.goto(again.address);
    await card(page, 'Prompt').click();
    const text = page.getByRole('region', { name: 'Inspector' }).getByRole('textbox', { name: 'Text', exact: true });
    await expect.poll(() => text.inputValue()).toBe('The next teaser');
    await untilDone(page, teaser.name);
    await showPanel(page, 'Results');
    await expectTeaserMade(page, home);
    expect((await gateway.log()).created).toEqual({
      jobs: 7,
      tasks: 1,
      byPath: {
        '/v1/chat/completions': 1,
        '/v1/images/generations': 3,
        '/v1/audio/speech': 1,
        '/v1/audio/transcriptions': 1,
        '/v1/video/create': 1,
      },
    });

    await card(page, 'Prompt').click();
    await page.keyboard.press('Control+z');
    await expect.poll(() => text.inputValue()).toBe('');
    await page.keyboard.press('Control+z');
    await card(page, 'Prompt').waitFor({ state: 'detached' });
  });
});
