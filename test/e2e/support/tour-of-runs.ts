import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { type Language, t } from '../../../renderer/i18n/index.ts';
import { workflow } from '../../cli/support.ts';
import { startGateway } from '../../host/support/gateway.ts';
import { startServer, temporaryHome } from '../../host/support/server.ts';
import { prepareTexts } from '../../renderer/support/texts.ts';
import { openScreen, type Screen } from './browser.ts';
import { closeDialog, dialog, type Look } from './tour-of-editing.ts';
import { showPanel } from './work.ts';

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));
const seedance = 'doubao-seedance-1-0-pro-250528';
const tasks = '/volc/v1/contents/generations/tasks';

/** Every screen of a run: what it will do, what it does, asks and has made, and what went wrong with it. */
export async function tourOfRuns(language: Language, look: Look): Promise<Screen> {
  await prepareTexts(language);
  const gateway = await startGateway('--task-ms', '1500');
  await gateway.addFaults({
    kind: 'created-then-status',
    status: 524,
    match: { method: 'POST', path: tasks },
    times: 1,
  });
  await gateway.addFaults({ kind: 'status', status: 400, match: { path: '/v1/audio/speech' }, after: 1 });
  const home = temporaryHome();
  const folder = path.join(home, 'workflows');
  mkdirSync(folder, { recursive: true });
  copyFileSync(path.join(examples, 'teaser.patchbay'), path.join(folder, 'Lighthouse teaser.patchbay'));
  const troubles = workflow(
    [
      ['lost', 'video', 'Lost', { model: seedance, prompt: 'a cat', duration: 5 }],
      ['picture', 'image', 'Picture', { prompt: 'a lamp' }],
      ['film', 'video', 'Public', { prompt: 'a lamp' }],
      ['voice', 'tts', 'Refused', { text: 'a lamp' }],
      ['unpriced', 'midjourney', 'Unpriced', { prompt: 'a lamp' }],
    ],
    ['picture.images > film.images'],
    'Troubles',
  );
  const faulty = workflow(
    [
      ['wrong', 'video', 'Wrong', { model: 'no-such-model', prompt: 'a lamp', duration: 400 }],
      ['chat', 'chat', 'Empty', {}],
      ['number', 'number', 'Number', { value: 3 }],
      ['gone', 'a-type-of-tomorrow', 'Unknown', {}],
    ],
    ['wrong.video > chat.prompt', 'number.nothing > chat.system'],
    'Faulty',
  );
  writeFileSync(path.join(folder, 'Faulty.patchbay'), faulty.replace('wf_test', 'wf_faulty'));
  writeFileSync(path.join(folder, 'Troubles.patchbay'), troubles);
  const env = {
    PATCHBAY_BASE_URL: gateway.url,
    PATCHBAY_UPLOAD_URL: gateway.uploadUrl,
    PATCHBAY_API_KEY: 'sk-test',
    PATCHBAY_POLL_MS: '100',
  };
  const screen = await openScreen((await startServer(home, { env })).address, { language });
  const { page } = screen;
  await page.getByRole('button', { name: t('welcome.empty') }).click();
  await page.locator('.react-flow__pane').waitFor();

  await open(page, 'Lighthouse teaser');
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
  await look('plan of a teaser', page);
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-state="awaiting"]').first().waitFor({ timeout: 30_000 });
  await look('a run under way', page);
  await showPanel(page, t('pane.runs'));
  const runs = page.getByRole('list', { name: t('pane.runs') }).getByRole('listitem');
  await runs.getByText(t('run.done'), { exact: true }).first().waitFor({ timeout: 30_000 });
  await page.keyboard.press('Shift+1');
  await look('runs', page);
  await showPanel(page, t('pane.tasks'));
  await look('tasks', page);
  await page
    .getByRole('list', { name: t('pane.tasks') })
    .getByRole('button')
    .first()
    .click();
  await page
    .getByRole('figure', { name: t('tasks.raw') })
    .locator('pre')
    .waitFor();
  await look('raw answer of a task', page);
  await showPanel(page, t('pane.results'));
  await look('results', page);
  const tiles = page.getByRole('list', { name: t('pane.results') }).getByRole('button');
  await tiles.first().waitFor();
  const count = await tiles.count();
  await tiles.first().click();
  for (let index = 1; index <= count; index += 1) {
    await dialog(page).getByText(t('viewer.position', { index, count })).waitFor();
    await look(`viewer ${index}`, page);
    await page.keyboard.press('ArrowRight');
  }
  await closeDialog(page);

  await open(page, 'Faulty');
  await showPanel(page, t('pane.issues'));
  await page.keyboard.press('Shift+1');
  await page.getByText('a-type-of-tomorrow').first().waitFor();
  await look('issues', page);
  await page.keyboard.press('Control+Enter');
  await dialog(page)
    .getByText(t('plan.stopped', { count: 4 }))
    .waitFor();
  await look('plan of what is faulty', page);
  await closeDialog(page);

  await open(page, 'Troubles');
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
  await dialog(page)
    .getByRole('textbox', { name: t('plan.budget') })
    .fill('5');
  await page.keyboard.press('Tab');
  await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
  await look('plan of troubles', page);
  await page.keyboard.press('Control+Enter');
  // The panel grows with each question that comes, and nothing holds still under the mouse before.
  await page.getByText(t('run.suspended.user')).first().waitFor({ timeout: 30_000 });
  await showPanel(page, t('pane.runs'));
  await page
    .getByRole('button', { name: t('questions.choice.allow') })
    .first()
    .waitFor();
  await page.keyboard.press('Shift+1');
  await look('questions of a run', page);
  await page
    .getByRole('list', { name: t('questions.title') })
    .getByRole('button', { name: t('questions.choice.look') })
    .click();
  await page
    .getByRole('list', { name: t('questions.candidates') })
    .first()
    .waitFor();
  await look('tasks that may be it', page);
  await page.locator('.react-flow__node', { hasText: 'Refused' }).click();
  await look('a node that failed', page);
  return screen;
}

async function open(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+o');
  await dialog(page).getByRole('combobox').waitFor();
  await page.keyboard.type(name);
  await dialog(page).getByRole('option', { name, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[data-tab][aria-current="page"]').getByText(name, { exact: true }).waitFor();
  await page.locator('.react-flow__node').first().waitFor();
}
