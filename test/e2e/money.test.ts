import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { workflow } from '../cli/support.ts';
import { startGateway } from '../host/support/gateway.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, card, tabTo } from './support/work.ts';

const seedance = 'doubao-seedance-1-0-pro-250528';
const tasks = '/volc/v1/contents/generations/tasks';

/** Two workflows that ask for the same, and others, on a gateway that costs something. */
async function begin(gateway: PracticeProcess, others: Readonly<Record<string, string>> = {}) {
  const home = temporaryHome();
  mkdirSync(path.join(home, 'workflows'), { recursive: true });
  const save = (name: string, id: string, title: string, seconds: number): void => {
    const text = workflow([[id, 'video', title, { model: seedance, prompt: 'a cat', duration: seconds }]], [], name);
    const document = { ...(JSON.parse(text) as object), id: `wf_${id}` };
    writeFileSync(path.join(home, 'workflows', `${name}.patchbay`), JSON.stringify(document));
  };
  save('First', 'one', 'Cat film', 5);
  save('Second', 'two', 'Same film', 5);
  for (const [name, text] of Object.entries(others))
    writeFileSync(path.join(home, 'workflows', `${name}.patchbay`), text);
  const env = {
    PATCHBAY_BASE_URL: gateway.url,
    PATCHBAY_UPLOAD_URL: gateway.uploadUrl,
    PATCHBAY_API_KEY: 'sk-test',
    PATCHBAY_POLL_MS: '100',
  };
  const server = await startServer(home, { env });
  return openScreen(server.address);
}

async function open(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+o');
  await page.getByRole('dialog').getByText(name, { exact: true }).first().click();
  await page.locator('[data-tab][aria-current="page"]').getByText(name, { exact: true }).waitFor();
  await page.locator('.react-flow__node').first().waitFor();
}

async function showPlan(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
}

describe.skipIf(!hasBrowser)('money on the screen', () => {
  it('an answer that was lost is looked for and chosen; the same is offered, taken, and its cost is told', {
    timeout: 120_000,
  }, async () => {
    const gateway = await startGateway('--task-ms', '50');
    await gateway.addFaults({
      kind: 'created-then-status',
      status: 524,
      match: { method: 'POST', path: tasks },
      times: 1,
    });
    const { page } = await begin(gateway);
    await beginEmpty(page);
    await open(page, 'First');
    await showPlan(page);
    // The overlay on the graph says why the node runs and what that may cost.
    const film = card(page, 'Cat film');
    await film.getByText('nothing like it was made before').waitFor();
    await film.getByText('$0.30').waitFor();
    const limit = page.locator('#plan-budget');
    await limit.fill('0.10');
    await page.getByText('The budget of $0.10 is not enough for everything', { exact: false }).waitFor();
    // It holds although the field was not left.
    await page.keyboard.press('Control+Enter');
    await film.getByText('of the budget of $0.10, $0.10 is left', { exact: false }).waitFor();
    expect((await gateway.log()).created.jobs).toBe(0);
    await showPlan(page);
    await page.keyboard.press('Control+Enter');
    await film.getByText('it may have been billed', { exact: false }).waitFor();
    await film.getByRole('button', { name: 'Look for it' }).click();
    await film.getByText('The gateway has one task of that time', { exact: false }).waitFor();
    const candidate = film.getByRole('list', { name: 'Tasks that may be it' }).getByRole('button');
    await candidate.click();
    await film.getByText('done', { exact: false }).first().waitFor();
    expect((await gateway.log()).created.jobs).toBe(1);
    await page.getByText('the balance fell by $0.30 during this run').waitFor();

    await open(page, 'Second');
    await showPlan(page);
    await card(page, 'Same film').getByText('You already bought this', { exact: false }).waitFor();
    const panel = page.getByRole('dialog', { name: 'What this run will do' });
    await panel.getByText('You already bought this: Cat film in First', { exact: false }).waitFor();
    await panel.getByRole('button', { name: 'Take it' }).click();
    await panel.getByText('taken from Cat film in First', { exact: false }).waitFor();
    await page.locator('[data-plan-run]').click();
    await card(page, 'Same film').getByText('reused', { exact: false }).first().waitFor();
    expect((await gateway.log()).created.jobs).toBe(1);
  });

  it('a part of the graph is run by mouse and by keyboard, retried, varied, pinned and run afresh', {
    timeout: 120_000,
  }, async () => {
    const gateway = await startGateway('--task-ms', '50', '--word-ms', '1');
    const nodes = [
      ['idea', 'prompt', 'Idea', { text: 'Say hello.' }],
      ['talk', 'chat', 'Writer', {}],
      ['voice', 'tts', 'Narrator', {}],
      ['picture', 'image', 'Poster', { prompt: 'a lighthouse' }],
    ] as const;
    const { page } = await begin(gateway, {
      Parts: workflow(nodes, ['idea.text > talk.prompt', 'talk.text > voice.text'], 'Parts'),
    });
    await beginEmpty(page);
    await open(page, 'Parts');
    const panel = page.getByRole('dialog', { name: 'What this run will do' });
    const atGateway = (name: string, why: string) =>
      panel.getByRole('button').filter({ hasText: name }).filter({ hasText: why });
    const select = (name: string, more = false) =>
      card(page, name).click({ position: { x: 60, y: 10 }, ...(more && { modifiers: ['Shift'] }) });
    const menu = async (name: string, entry: RegExp): Promise<void> => {
      await select(name);
      await card(page, name).click({ button: 'right', position: { x: 60, y: 10 } });
      await page
        .getByRole('menuitem', { name: entry })
        .or(page.getByRole('menuitemcheckbox', { name: entry }))
        .click();
    };
    const command = async (words: string): Promise<void> => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(words);
      await page.getByRole('option', { selected: true }).filter({ hasText: words }).waitFor();
      await page.keyboard.press('Enter');
    };
    const jobs = async () => (await gateway.log()).created.jobs;

    await page.keyboard.press('Shift+1');
    await menu('Writer', /^Run up to this node/);
    await panel.getByRole('heading', { name: 'Run up to Writer' }).waitFor();
    await atGateway('Writer', 'nothing like it was made before').waitFor();
    expect(await panel.getByText('Poster').count()).toBe(0);
    await page.locator('[data-plan-run][aria-disabled="false"]').click();
    await card(page, 'Writer').getByText('done', { exact: false }).first().waitFor();
    expect(await jobs()).toBe(1);

    await select('Narrator');
    await page.keyboard.press('Control+Shift+Enter');
    await panel.getByRole('heading', { name: 'Run up to Narrator' }).waitFor();
    await atGateway('Writer', 'same request as at').waitFor();
    await page.keyboard.press('Escape');
    await select('Writer');
    await command('from this node');
    await panel.getByRole('heading', { name: 'Run from Writer on' }).waitFor();
    await page.keyboard.press('Escape');

    await gateway.addFaults({ kind: 'status', status: 400, body: '{}', match: { path: '/v1/audio' }, times: 1 });
    await select('Narrator');
    await select('Poster', true);
    await page.keyboard.press('Control+Alt+Enter');
    await panel.getByRole('heading', { name: 'Run 2 nodes' }).waitFor();
    await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
    await page.keyboard.press('Enter');
    await card(page, 'Narrator').getByText('failed', { exact: false }).first().waitFor();
    await card(page, 'Poster').getByText('done', { exact: false }).first().waitFor();
    await command('Retry what failed');
    await card(page, 'Narrator').getByText('done', { exact: false }).first().waitFor();
    expect(await jobs()).toBe(3);

    await select('Poster');
    await page.keyboard.press('v');
    await showPlan(page);
    await atGateway('Poster', 'the variation: 0 → 1').waitFor();
    await card(page, 'Poster').getByText('the variation: 0 → 1', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await menu('Poster', /^Pin/);
    await showPlan(page);
    await card(page, 'Poster').getByText('its result is pinned').waitFor();
    await tabTo(page, panel.getByRole('button', { name: 'Afresh' }));
    await page.keyboard.press('Enter');
    await atGateway('Writer', 'asked to run again').waitFor();
    await card(page, 'Poster').getByText('its result is pinned').waitFor();
    expect(await jobs()).toBe(3);
  });
});
