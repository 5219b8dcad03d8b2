import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createPlace, type Place, workflow } from '../cli/support.ts';
import { startGateway } from '../host/support/gateway.ts';
import { afterTest, startServer } from '../host/support/server.ts';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, card, expectDrawn } from './support/work.ts';

const seedance = 'doubao-seedance-1-0-pro-250528';
const volcTasks = '/volc/v1/contents/generations/tasks';

/** A home folder in which commands were run before. */
function placeOn(gateway: PracticeProcess): Place {
  const place = createPlace(gateway);
  afterTest(async () => place.remove());
  return place;
}

async function showTasks(place: Place, gateway: PracticeProcess, pollMilliseconds = 100): Promise<Page> {
  const env = {
    PATCHBAY_BASE_URL: gateway.url,
    PATCHBAY_UPLOAD_URL: gateway.uploadUrl,
    PATCHBAY_API_KEY: 'sk-test',
    PATCHBAY_POLL_MS: String(pollMilliseconds),
  };
  const server = await startServer(place.home, { env });
  const { page } = await openScreen(server.address);
  await beginEmpty(page);
  await page.getByRole('tab', { name: 'Tasks' }).click();
  return page;
}

const rows = (page: Page): Locator => page.getByRole('list', { name: 'Tasks', exact: true }).getByRole('listitem');
const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' });

/** Takes a picture when somebody wants to look at it. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

describe.skipIf(!hasBrowser)('the tasks panel', () => {
  it('shows what was delivered, finds it by words and state, and forgets nothing unasked', {
    timeout: 120_000,
  }, async () => {
    const gateway = await startGateway('--task-ms', '50', '--word-ms', '1');
    const place = placeOn(gateway);
    const nodes = [
      ['picture', 'image', 'Lighthouse', { prompt: 'a lighthouse' }],
      ['voice', 'tts', 'Narrator', { text: 'Good night.' }],
      ['talk', 'chat', 'Writer', { prompt: 'Say hello.' }],
    ] as const;
    expect((await place.run(['run', place.write('w.patchbay', workflow(nodes, [], 'Evening'))])).code).toBe(0);
    const page = await showTasks(place, gateway);
    await expect.poll(() => rows(page).count()).toBe(3);

    const search = page.getByRole('searchbox', { name: 'Search…' });
    await search.fill('good night');
    await expect.poll(() => rows(page).count()).toBe(1);
    await rows(page).getByRole('button', { name: 'Narrator', exact: true }).click();
    await details(page).getByText('Evening', { exact: false }).waitFor();
    const play = details(page).getByRole('button', { name: /^Play/ });
    await play.click();
    await details(page).getByRole('button', { name: 'Pause' }).waitFor();

    await search.fill('lighthouse');
    await rows(page).getByRole('button', { name: 'Lighthouse', exact: true }).click();
    const delivered = details(page).getByRole('list', { name: 'What it delivered' });
    await expectDrawn(delivered.locator('img'), 1);
    await details(page).getByRole('figure', { name: 'Raw answer' }).waitFor();
    await shoot(page, 'tasks-delivered');
    await delivered.getByRole('button', { name: /^Lighthouse/ }).click();
    await page
      .getByRole('dialog', { name: /^Lighthouse/ })
      .getByRole('button', { name: 'Save as' })
      .waitFor();
    await page.keyboard.press('Escape');
    await delivered.getByRole('button', { name: /^What to do with Lighthouse/ }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Save as' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^Lighthouse.*\.png$/);
    await delivered.getByRole('button', { name: /^What to do with Lighthouse/ }).click();
    await page.getByRole('menuitem', { name: 'Put it on the canvas' }).click();
    await card(page, 'File').waitFor();

    await details(page).getByRole('button', { name: 'Forget…' }).click();
    const question = details(page).getByRole('alertdialog', { name: 'Forget this request?' });
    await question.getByText('Its result is here and stays in its run', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await search.fill('');
    await page.getByRole('radio', { name: 'Dropped 0' }).click();
    await page.getByText('No request like that').waitFor();
    await page.getByRole('radio', { name: 'Delivered 3' }).click();
    await expect.poll(() => rows(page).count()).toBe(3);
  });

  it('asks the gateway at once and says what it said; forgetting says that it may have been billed', {
    timeout: 120_000,
  }, async () => {
    const gateway = await startGateway('--task-ms', '50');
    await gateway.addFaults({ kind: 'task-status', words: ['processing', 'succeeded'] });
    const place = placeOn(gateway);
    const nodes = [['film', 'video', 'Cat film', { model: seedance, prompt: 'a cat' }]] as const;
    await place.run(['run', place.write('w.patchbay', workflow(nodes)), '--wait', '0']);
    const page = await showTasks(place, gateway, 600_000);
    await rows(page).getByRole('button', { name: 'Check now' }).click();
    const said = details(page).getByRole('status');
    await said.getByText('still at the gateway, processing', { exact: false }).waitFor();
    await said.getByText(/^Asked at \d\d:\d\d:\d\d:$/).waitFor();
    await details(page).getByRole('button', { name: 'Forget…' }).click();
    const question = details(page).getByRole('alertdialog', { name: 'Forget this request?' });
    await question.getByText('it may have been billed. It may cost up to $0.30.', { exact: false }).waitFor();
    await shoot(page, 'tasks-forget');
    await question.getByRole('button', { name: 'Keep' }).click();
    await details(page).getByRole('button', { name: 'Check now' }).click();
    await said.getByText('its result is here.', { exact: false }).waitFor();
    const video = details(page).getByRole('list', { name: 'What it delivered' }).locator('video');
    await expect.poll(() => video.evaluate((film) => Reflect.get(film, 'readyState'))).toBe(4);
    await shoot(page, 'tasks-checked');
    // A file that is gone is brought home again, and nothing is bought for it.
    const films = () =>
      readdirSync(path.join(place.home, 'artifacts'), { recursive: true, encoding: 'utf8' }).filter((file) =>
        file.endsWith('.mp4'),
      );
    expect(films().length).toBe(1);
    for (const file of films()) rmSync(path.join(place.home, 'artifacts', file));
    await details(page).getByRole('button', { name: 'Collect', exact: true }).click();
    await expect.poll(() => films().length).toBe(1);
    await said.getByText('its result is here.', { exact: false }).waitFor();
    expect((await gateway.log()).created.jobs).toBe(1);
  });

  it('looks for a request without an answer whose run is gone, and brings its result home', {
    timeout: 120_000,
  }, async () => {
    const gateway = await startGateway('--task-ms', '50');
    await gateway.addFaults({
      kind: 'created-then-status',
      status: 524,
      match: { method: 'POST', path: volcTasks },
      times: 1,
    });
    const place = placeOn(gateway);
    const nodes = [['film', 'video', 'Cat film', { model: seedance, prompt: 'a cat' }]] as const;
    expect((await place.run(['run', place.write('w.patchbay', workflow(nodes))])).code).toBe(4);
    rmSync(path.join(place.home, 'runs'), { recursive: true });
    const page = await showTasks(place, gateway);
    await page.getByRole('radio', { name: 'Unclear 1' }).click();
    await rows(page).getByRole('button', { name: 'Cat film', exact: true }).click();
    await details(page).getByText('its run is gone', { exact: false }).waitFor();
    await details(page).getByRole('button', { name: 'Look for it' }).click();
    await details(page).getByText('The gateway has one task of that time', { exact: false }).waitFor();
    await shoot(page, 'tasks-lost');
    await details(page).getByRole('list', { name: 'Tasks that may be it' }).getByRole('button').click();
    await details(page).getByRole('list', { name: 'What it delivered' }).locator('video').waitFor({ timeout: 20_000 });
    expect((await gateway.log()).created.jobs).toBe(1);
  });
});
