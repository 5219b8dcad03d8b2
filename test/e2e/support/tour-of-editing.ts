import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { createDefaultRegistry } from '#nodes/index';
import { type Language, localText, type TextKey, t } from '../../../renderer/i18n/index.ts';
import { startServer, temporaryHome } from '../../host/support/server.ts';
import { prepareTexts } from '../../renderer/support/texts.ts';
import { openScreen, type Screen } from './browser.ts';
import { showPanel } from './work.ts';

/** Is called on each screen of a tour, when that has come to rest. */
export type Look = (screen: string, page: Page) => Promise<void>;

const registry = createDefaultRegistry();
const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

/** What a node type is called in the language of the tour. */
function nameOf(type: string): string {
  const title = registry.node(type)?.title;
  return title === undefined ? type : localText(title);
}

/** The dialog on top. */
export const dialog = (page: Page): Locator => page.getByRole('dialog').last();
const inDialog = (page: Page, key: TextKey): Locator => dialog(page).getByText(t(key), { exact: true }).first();

export async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
}

async function lookAtMenu(page: Page, look: Look, screen: string): Promise<void> {
  await page.getByRole('menu').waitFor();
  await look(screen, page);
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
}

async function pane(page: Page): Promise<void> {
  await page.locator('.react-flow__pane').click({ position: { x: 30, y: 30 } });
}

async function quickAdd(page: Page, type: string, look?: () => Promise<void>): Promise<void> {
  await page.keyboard.press('Space');
  const search = page.locator('.quick-add');
  await search.waitFor();
  await page.keyboard.type(nameOf(type));
  await search
    .getByRole('option', { name: nameOf(type), selected: true })
    .first()
    .waitFor();
  await look?.();
  await page.keyboard.press('Enter');
  await search.waitFor({ state: 'detached' });
  await page.locator('.react-flow__node:focus').waitFor();
}

/** Every screen on which people edit and choose, with nothing run. */
export async function tourOfEditing(language: Language, look: Look): Promise<Screen> {
  await prepareTexts(language);
  const server = await startServer(temporaryHome());
  const screen = await openScreen(server.address, { language });
  const { page } = screen;
  await page.getByRole('heading', { name: t('welcome.title') }).waitFor();
  await look('welcome', page);
  await page.getByRole('button', { name: t('welcome.practice') }).click();
  await page.locator('button[aria-pressed="true"]', { hasText: t('welcome.practice') }).waitFor();
  await look('welcome, practice chosen', page);
  await page.getByRole('button', { name: t('welcome.empty') }).click();
  await page.locator('.react-flow__pane').waitFor();
  await look('empty workflow', page);

  await quickAdd(page, 'chat', () => look('quick search', page));
  await page
    .getByText(t('plan.blocked', { count: 1 }), { exact: false })
    .first()
    .waitFor();
  await look('editor', page);
  await page.keyboard.press('Shift+F10');
  await lookAtMenu(page, look, 'menu of a node');
  await quickAdd(page, 'prompt');
  await page.keyboard.press('c');
  await page.locator('.wire-dialog').getByRole('combobox').waitFor();
  await look('wire by keyboard', page);
  await page.keyboard.press('Enter');
  await page.locator('.wire-dialog').waitFor({ state: 'detached' });
  await page.locator('.react-flow__edge').waitFor();
  const wire = await page.locator('.react-flow__edge path').first().boundingBox();
  if (wire === null) throw new Error('there is no wire');
  await page.mouse.click(wire.x + wire.width / 2, wire.y + wire.height / 2, { button: 'right' });
  await lookAtMenu(page, look, 'menu of a wire');
  await page.locator('.react-flow__pane').click({ button: 'right', position: { x: 30, y: 30 } });
  await lookAtMenu(page, look, 'menu of the canvas');
  await page.locator('[data-tab]').click({ button: 'right' });
  await lookAtMenu(page, look, 'menu of a tab');
  await page.getByRole('button', { name: t('documents.new-menu') }).click();
  await lookAtMenu(page, look, 'menu of new workflows');
  await page.getByRole('button', { name: t('connection.pill') }).click();
  await lookAtMenu(page, look, 'menu of connections');
  await pane(page);
  await look('inspector of a workflow', page);
  await page.getByRole('tab', { name: t('pane.outline') }).click();
  await page.locator('[data-outline]').waitFor();
  await look('outline', page);
  await page.getByRole('tab', { name: t('pane.palette') }).click();
  await page.keyboard.press('Control+Enter');
  await dialog(page).locator('[data-plan-run]').waitFor();
  await look('plan', page);
  await closeDialog(page);
  for (const key of ['pane.runs', 'pane.tasks', 'pane.results', 'pane.issues'] as const) {
    await showPanel(page, t(key));
    await look(`nothing in ${key}`, page);
  }
  await pane(page);
  await tourOfDialogs(page, look);
  return screen;
}

async function tourOfDialogs(page: Page, look: Look): Promise<void> {
  await page.keyboard.press('Control+,');
  for (const key of ['settings.connections', 'settings.appearance', 'settings.runs', 'settings.about'] as const) {
    await dialog(page)
      .getByRole('tab', { name: t(key) })
      .click();
    await look(key, page);
  }
  await dialog(page)
    .getByRole('tab', { name: t('settings.runs') })
    .click();
  await dialog(page)
    .getByRole('button', { name: t('folder.change') })
    .click();
  await dialog(page)
    .getByRole('button', { name: t('folder.new') })
    .waitFor();
  await look('folder of workflows', page);
  await dialog(page)
    .getByRole('tab', { name: t('settings.connections') })
    .click();
  await dialog(page)
    .getByRole('button', { name: t('connection.add') })
    .click();
  await dialog(page)
    .getByRole('button', { name: t('connection.save') })
    .waitFor();
  await look('a new connection', page);
  await closeDialog(page);

  await page.keyboard.press('Control+k');
  await dialog(page).getByRole('combobox').waitFor();
  await look('commands', page);
  await dialog(page).getByRole('combobox').fill(t('command.view.import').slice(0, -1));
  await dialog(page)
    .getByRole('option', { name: t('command.view.import') })
    .click();
  await inDialog(page, 'import.choose').waitFor();
  await look('import', page);
  await dialog(page).locator('input[type=file]').setInputFiles(fixture('openapi/sloppy.yaml'));
  await dialog(page)
    .getByText(t('import.found', { count: 9 }))
    .waitFor();
  await look('import, found', page);
  await closeDialog(page);

  await page.keyboard.press('?');
  await dialog(page).waitFor();
  await look('help', page);
  await closeDialog(page);
  await page.keyboard.press('Control+Shift+s');
  await inDialog(page, 'documents.name').waitFor();
  await dialog(page)
    .getByRole('button', { name: t('folder.change') })
    .click();
  await dialog(page)
    .getByRole('button', { name: t('folder.new') })
    .waitFor();
  await look('save as', page);
  await closeDialog(page);
  await page.keyboard.press('Control+o');
  await dialog(page).getByRole('option').nth(3).waitFor();
  await look('open', page);
  await dialog(page)
    .getByRole('button', { name: t('open.browse') })
    .click();
  await dialog(page)
    .getByRole('button', { name: t('folder.new') })
    .or(dialog(page).getByText(t('folder.empty')))
    .first()
    .waitFor();
  await look('open, browsing', page);
  await closeDialog(page);
  await page.locator('[data-tab]').click({ button: 'middle' });
  await page.getByRole('button', { name: t('documents.close.discard') }).waitFor();
  await look('closing what is not saved', page);
  await page.getByRole('button', { name: t('documents.close.discard') }).click();
  await page.getByText(t('home.heading')).waitFor();
  await look('start page', page);
}
