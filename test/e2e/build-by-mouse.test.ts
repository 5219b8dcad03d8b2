import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { filesBelow } from './support/files.ts';
import {
  beginEmpty,
  card,
  choosePractice,
  dragWire,
  expectDrawn,
  expectWires,
  port,
  untilDone,
} from './support/work.ts';

describe.skipIf(!hasBrowser)('building by mouse', () => {
  it('wires a film from an empty canvas and runs it to real files', { timeout: 60_000 }, async () => {
    const home = temporaryHome();
    const server = await startServer(home);
    const address = `${server.base}/#token=${server.token}`;
    const { page, errors, foreign, close } = await openScreen(address, { width: 1700, height: 950 });
    await choosePractice(page);
    await beginEmpty(page);

    await dragFromPalette(page, 'Prompt', { x: 80, y: 120 });
    await dragFromPalette(page, 'Chat', { x: 340, y: 120 });
    await dragFromPalette(page, 'Picture', { x: 600, y: 120 });
    await dragFromPalette(page, 'Upload', { x: 600, y: 500 });
    await dragFromPalette(page, 'Video', { x: 900, y: 300 });

    // Text is typed where it stands, and in the inspector.
    await card(page, 'Prompt').getByText('Empty', { exact: false }).dblclick();
    await page.keyboard.type('A lighthouse at dusk');
    await card(page, 'Chat').locator('.card-title').click();
    await page.getByRole('textbox', { name: 'System prompt' }).click();
    await page.keyboard.type('One sentence, plain words.');

    await dragWire(page, port(card(page, 'Prompt'), 'output', 'text'), port(card(page, 'Chat'), 'input', 'prompt'));
    await dragWire(page, port(card(page, 'Chat'), 'output', 'text'), port(card(page, 'Picture'), 'input', 'prompt'));
    await dragWire(page, port(card(page, 'Chat'), 'output', 'text'), port(card(page, 'Video'), 'input', 'prompt'));
    await dragWire(page, port(card(page, 'Picture'), 'output', 'images'), port(card(page, 'Upload'), 'input', 'file'));
    await dragWire(page, port(card(page, 'Upload'), 'output', 'url'), port(card(page, 'Video'), 'input', 'images'));
    await expectWires(page, [
      'Wire from Prompt to Chat',
      'Wire from Chat to Picture',
      'Wire from Chat to Video',
      'Wire from Picture to Upload',
      'Wire from Upload to Video',
    ]);

    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const plan = page.getByRole('dialog', { name: 'What this run will do' });
    await plan.locator('[data-plan-run][aria-disabled="false"]').waitFor();
    const consent = plan.getByRole('switch', { name: /^Make .* public/ });
    if ((await consent.count()) > 0) await consent.click();
    await plan.locator('[data-plan-run]').click();
    await untilDone(page, 'Untitled');
    await expectDrawn(card(page, 'Picture').locator('img'), 1);

    const files = filesBelow(path.join(home, 'artifacts'));
    expect(files.some((file) => readFileSync(file).subarray(0, 4).toString('latin1') === '\x89PNG')).toBe(true);
    expect(files.some((file) => readFileSync(file).subarray(4, 8).toString('latin1') === 'ftyp')).toBe(true);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  });
});

/** Drags a node type from the palette to a place on the canvas. */
async function dragFromPalette(page: Page, name: string, targetPosition: { x: number; y: number }): Promise<void> {
  const row = page
    .getByRole('region', { name: 'Node types' })
    .getByRole('button', { name: new RegExp(`^${name}( \\d|$)`) });
  await row.dragTo(page.locator('.react-flow__pane'), { targetPosition });
  await card(page, name).waitFor();
}
