import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { beginEmpty, card, choosePractice, dragWire, port, quickAdd, showPanel, untilDone } from './support/work.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/openapi/${name}`, import.meta.url));

describe.skipIf(!hasBrowser)('an API document', () => {
  it('is imported, found in the palette by name, filled in and run', { timeout: 120_000 }, async () => {
    const server = await startServer(temporaryHome());
    const { page } = await openScreen(server.address);
    await choosePractice(page);
    await beginEmpty(page);

    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').fill('Import an API');
    await page.getByRole('option', { name: /Import an API document/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Import an API document' });
    await dialog.locator('input[type=file]').setInputFiles(fixture('sloppy.yaml'));
    await dialog.getByText('9 operations can be used.').waitFor();
    await dialog.getByText('5 parts cannot be used').click();
    await dialog.getByText('Requests with PATCH cannot be made.').waitFor();

    // Another document: a page of a documentation site.
    await dialog.locator('input[type=file]').setInputFiles(fixture('film.md'));
    await dialog.getByText('2 operations can be used.').waitFor();
    await dialog.getByRole('button', { name: 'Take none' }).click();
    // What Patchbay has already is not taken by itself, and a task is waited for only when that is confirmed.
    await dialog.getByRole('checkbox', { name: /^Answers with a task: wait for it by GET \/v1\/video\/query/ }).check();
    await dialog.getByText('1 chosen').waitFor();
    await page.screenshot({ path: '.cache/e2e/import-review.png' });
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('1 operation imported.', { exact: false }).first().waitFor();

    await page.locator('.palette-search input').fill('创建视频');
    await page.getByRole('button', { name: /^创建视频/ }).click();
    const node = card(page, 'Imported operation');
    await node.waitFor();
    await expect.poll(() => node.locator('.port.input').count()).toBe(2);
    await node.click();
    const form = page.getByRole('region', { name: 'Inspector' });
    await form.getByRole('textbox', { name: 'prompt' }).fill('A cat walks over the moon');
    await page.screenshot({ path: '.cache/e2e/import-node.png' });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const plan = page.getByRole('dialog', { name: 'What this run will do' });
    await plan.getByRole('button', { name: /^Run/ }).click();
    await untilDone(page, 'Untitled');
    await page.screenshot({ path: '.cache/e2e/import-done.png' });

    // The document changes: nodes that are there follow, and a wire to what is gone stays, is told and does nothing.
    await node.focus();
    await quickAdd(page, 'Prompt');
    await dragWire(page, port(card(page, 'Prompt'), 'output', 'text'), port(node, 'input', 'prompt'));
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(1);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').fill('Import an API');
    await page.getByRole('option', { name: /Import an API document/ }).click();
    const text = readFileSync(fixture('film.md'), 'utf8').replaceAll('prompt', 'words');
    const changed = { name: 'film.md', mimeType: 'text/markdown', buffer: Buffer.from(text) };
    await dialog.locator('input[type=file]').setInputFiles(changed);
    await dialog.getByText('2 operations can be used.').waitFor();
    await dialog.getByRole('button', { name: 'Take none' }).click();
    await dialog.getByRole('checkbox', { name: /^Answers with a task: wait for it by GET \/v1\/video\/query/ }).check();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.screenshot({ path: '.cache/e2e/import-again.png' });
    await page.getByText('Imported operation', { exact: true }).first().click();
    await form.getByRole('textbox', { name: 'words' }).waitFor();
    expect(await page.locator('.react-flow__edge').count()).toBe(1);
    await showPanel(page, 'Issues');
    await page.getByText('“prompt”', { exact: false }).first().waitFor();
    await page.screenshot({ path: '.cache/e2e/import-again.png' });
  });

  it('is also made of a model by its name, with the form of its schema', { timeout: 120_000 }, async () => {
    const server = await startServer(temporaryHome());
    const { page } = await openScreen(server.address);
    await choosePractice(page);
    await beginEmpty(page);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').fill('Import an API');
    await page.getByRole('option', { name: /Import an API document/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Import an API document' });
    await dialog.getByRole('textbox', { name: /^Or a Replicate model/ }).fill('minimax/video-01');
    await page.keyboard.press('Enter');
    await dialog.getByText('1 chosen').waitFor();
    await page.screenshot({ path: '.cache/e2e/import-model.png' });
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });

    await page.locator('.palette-search input').fill('minimax/video-01');
    await page.getByRole('button', { name: /^minimax\/video-01/ }).click();
    await card(page, 'Imported operation').click();
    const form = page.getByRole('region', { name: 'Inspector' });
    await form.getByRole('textbox', { name: 'prompt', exact: true }).fill('A cat walks over the moon');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('dialog', { name: 'What this run will do' }).getByRole('button', { name: /^Run/ }).click();
    await untilDone(page, 'Untitled');
  });
});
