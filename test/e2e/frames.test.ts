import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { workflow } from '../cli/support.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { card, choosePractice, expectDrawn } from './support/work.ts';

const nodes = [
  ['ask', 'prompt', 'Idea', { text: 'a lighthouse' }],
  ['picture', 'image', 'Picture', {}],
] as const;

/** Whether a box lies within another one with all its edges. */
async function isEnclosed(inner: Locator, outer: Locator): Promise<boolean> {
  const [one, other] = [await inner.boundingBox(), await outer.boundingBox()];
  if (one === null || other === null) return false;
  return (
    one.x > other.x &&
    one.y > other.y &&
    one.x + one.width < other.x + other.width &&
    one.y + one.height < other.y + other.height
  );
}

describe.skipIf(!hasBrowser)('a frame', () => {
  it('grows with what lies in it: with results by itself, with a node that is put in by the same edit', {
    timeout: 120_000,
  }, async () => {
    const home = temporaryHome();
    const folder = path.join(home, 'workflows');
    mkdirSync(folder, { recursive: true });
    const plain = JSON.parse(workflow(nodes, ['ask.text > picture.prompt'], 'Framed')) as { nodes: object[] };
    const framed = {
      ...plain,
      nodes: plain.nodes.map((node, index) => ({ ...node, position: { x: 20 + index * 250, y: 30 } })),
      frames: [{ id: 'f', title: 'Scene', position: { x: 0, y: 0 }, size: { width: 510, height: 180 } }],
    };
    writeFileSync(path.join(folder, 'Framed.patchbay'), JSON.stringify(framed));
    const { page } = await openScreen((await startServer(home)).address);
    await choosePractice(page);
    await page.keyboard.press('Control+o');
    await page.keyboard.type('framed');
    await page.keyboard.press('Enter');
    const [frame, picture] = [page.locator('.react-flow__node-frame'), card(page, 'Picture')];
    await picture.waitFor();
    const before = (await frame.boundingBox())?.width ?? 0;

    await page.keyboard.press('Control+Enter');
    await page.locator('[data-plan-run][aria-disabled="false"]').waitFor();
    await page.keyboard.press('Control+Enter');
    await expectDrawn(picture.locator('img'), 1);
    await expect.poll(() => isEnclosed(picture, frame)).toBe(true);
    // Nothing was written for that.
    await page.getByText('saved', { exact: true }).waitFor();
    if (process.env['SHOT'] !== undefined) await page.screenshot({ path: process.env['SHOT'] });

    const wire = await page.locator('.react-flow__edge path').first().boundingBox();
    if (wire === null) throw new Error('there is no wire');
    await page.mouse.click(wire.x + wire.width / 2, wire.y + wire.height / 2, { button: 'right' });
    await page.getByRole('menuitem', { name: /^Put a node into the wire/ }).click();
    await page.getByRole('dialog', { name: 'Add a node' }).waitFor();
    await page.keyboard.type('Replace');
    await page.keyboard.press('Enter');
    const added = card(page, 'Replace text');
    await added.waitFor();
    await expect.poll(() => isEnclosed(picture, frame)).toBe(true);
    expect(await isEnclosed(added, frame)).toBe(true);
    expect((await frame.boundingBox())?.width).toBeGreaterThan(before + 200);
    await page.keyboard.press('Control+z');
    await added.waitFor({ state: 'detached' });
    await expect.poll(async () => (await frame.boundingBox())?.width).toBe(before);
    await page.getByText('saved', { exact: true }).waitFor();
  });
});
