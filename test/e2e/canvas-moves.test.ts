import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { workflow } from '../cli/support.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { card, choosePractice } from './support/work.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Opens three nodes and two wires between them, so many times as far from each other as they usually lie. */
async function openChain(spread = 1, script?: { readonly content: string }): Promise<Page> {
  const home = temporaryHome();
  const folder = path.join(home, 'workflows');
  mkdirSync(folder, { recursive: true });
  const chain = JSON.parse(
    workflow(
      [
        ['idea', 'prompt', 'Idea', { text: 'a' }],
        ['chat', 'chat', 'Writer', {}],
        ['say', 'output', 'Say', {}],
      ],
      ['idea.text > chat.prompt', 'chat.text > say.value'],
      'Chain',
    ),
  ) as { nodes: { position: Point }[] };
  for (const [index, node] of chain.nodes.entries()) {
    node.position = { x: index * 330 * spread, y: index * 60 * spread };
  }
  writeFileSync(path.join(folder, 'Chain.patchbay'), JSON.stringify(chain));
  const { page } = await openScreen((await startServer(home)).address, script === undefined ? {} : { script });
  await choosePractice(page);
  await page.keyboard.press('Control+o');
  await page.getByRole('dialog').getByRole('combobox').waitFor();
  await page.keyboard.type('chain');
  await page.getByRole('option', { name: /^Chain/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await card(page, 'Writer').waitFor();
  return page;
}

/** In the page: how far the ends of the wires lie from the edges of the ports at which they should end, in pixels. */
const missedInPage = `(() => {
  const ports = [...document.querySelectorAll('.port')].map((port) => {
    const { left, right, top, bottom } = port.getBoundingClientRect();
    return { x: port.classList.contains('output') ? right : left, y: (top + bottom) / 2 };
  });
  const ends = [...document.querySelectorAll('.react-flow__edge-path')].flatMap((path) =>
    [0, path.getTotalLength()].map((at) => path.getPointAtLength(at).matrixTransform(path.getScreenCTM())),
  );
  const distance = (end) => Math.min(...ports.map(({ x, y }) => Math.hypot(x - end.x, y - end.y)));
  return ends.length === 0 ? 1000 : Math.max(...ends.map(distance));
})()`;

const missed = (page: Page): Promise<number> => page.evaluate<number>(missedInPage);

async function boxOf(page: Page, name: string): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await card(page, name).boundingBox();
  if (box === null) throw new Error(`not on the screen: ${name}`);
  return box;
}

/** Takes a card at its title and moves it; `held` looks while it is still in the hand. */
async function dragCard(page: Page, name: string, by: Point, held: () => Promise<void>): Promise<void> {
  const { x, y, width } = await boxOf(page, name);
  const start = { x: x + width / 2, y: y + 4 };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 2, start.y);
  await page.mouse.move(start.x + by.x, start.y + by.y, { steps: 8 });
  await held();
  await page.mouse.up();
}

async function expectMoved(page: Page, name: string, from: Point, by: Point): Promise<void> {
  await expect.poll(async () => Math.abs((await boxOf(page, name)).x - from.x - by.x)).toBeLessThan(4);
  await expect.poll(async () => Math.abs((await boxOf(page, name)).y - from.y - by.y)).toBeLessThan(4);
}

describe.skipIf(!hasBrowser)('the canvas', { timeout: 60_000 }, () => {
  it('moves a card with its wires while it is held, as one step of undo', async () => {
    const page = await openChain();
    await expect.poll(() => missed(page)).toBeLessThan(1);
    const before = await boxOf(page, 'Writer');
    const by = { x: 40, y: 130 };
    await dragCard(page, 'Writer', by, async () => {
      await expectMoved(page, 'Writer', before, by);
      expect(await missed(page)).toBeLessThan(1);
    });
    await expectMoved(page, 'Writer', before, by);
    await page.keyboard.press('Control+z');
    await expectMoved(page, 'Writer', before, { x: 0, y: 0 });
    await expect.poll(() => missed(page)).toBeLessThan(1);
  });

  it('lets wires end at the ports of a card that is pulled wider', async () => {
    const page = await openChain();
    await card(page, 'Writer').click();
    const corner = await card(page, 'Writer').locator('.resize-corner').boundingBox();
    if (corner === null) throw new Error('there is no corner to pull at');
    const { width } = await boxOf(page, 'Writer');
    await page.mouse.move(corner.x + 6, corner.y + 6);
    await page.mouse.down();
    await page.mouse.move(corner.x + 66, corner.y + 6, { steps: 6 });
    await expect.poll(async () => (await boxOf(page, 'Writer')).width - width).toBeGreaterThan(40);
    await expect.poll(() => missed(page)).toBeLessThan(1);
    await page.mouse.up();
    await expect.poll(() => missed(page)).toBeLessThan(1);
  });

  it('draws all wires from far, and moves cards there too', async () => {
    const page = await openChain();
    await page.locator('[data-canvas]').focus();
    const blocks = page.locator('.card.far');
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('-');
    await expect.poll(() => blocks.count()).toBe(3);
    const strokes = (): Promise<string[]> =>
      page.evaluate<string[]>(`[...document.querySelectorAll('.far-wires path')].flatMap((path) =>
        path.getAttribute('d').split('M').filter((stroke) => stroke !== ''))`);
    const drawn = await strokes();
    expect(drawn).toHaveLength(2);
    const before = await boxOf(page, 'Say');
    const by = { x: 30, y: 60 };
    await dragCard(page, 'Say', by, async () => {
      await expectMoved(page, 'Say', before, by);
      // Only the wire of the card that moves is another one.
      expect((await strokes()).filter((stroke) => !drawn.includes(stroke))).toHaveLength(1);
    });
    await page.keyboard.press('Control+z');
    await expect.poll(strokes).toEqual(drawn);
    // A wire can be pointed at there, chosen and deleted.
    const wires = page.locator('.react-flow__edge');
    expect(await wires.count()).toBe(0);
    const between = await page.evaluate<Point>(`(() => {
      const path = document.querySelector('.far-wires path');
      const { x, y } = path.getPointAtLength(path.getTotalLength() / 4).matrixTransform(path.getScreenCTM());
      return { x, y };
    })()`);
    await page.mouse.move(between.x, between.y + 3);
    await expect.poll(() => wires.count()).toBe(1);
    await page.mouse.move(between.x, between.y + 40);
    await expect.poll(() => wires.count()).toBe(0);
    await page.mouse.click(between.x, between.y - 3);
    await page.locator('.react-flow__edge.selected').waitFor();
    await page.keyboard.press('Delete');
    await expect.poll(strokes).toHaveLength(1);
    await page.keyboard.press('Control+z');
    await expect.poll(strokes).toHaveLength(2);
    // Keys after F2 are a name there too, not commands of the canvas.
    await card(page, 'Say').focus();
    await page.keyboard.press('F2');
    await page.keyboard.type('mute me');
    await page.keyboard.press('Enter');
    await expect.poll(() => blocks.allTextContents()).toContain('mute me');
    await expect.poll(() => page.locator('.card.muted').count()).toBe(0);
  });

  it('draws nothing of the near view when it opens what is seen from far', async () => {
    const page = await openChain(20, {
      content: `globalThis.drawn = new Map();
        new MutationObserver((changes) => {
          const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node instanceof Element);
          for (const one of added.flatMap((node) => [node, ...node.querySelectorAll('*')])) {
            if (one.matches('.card, .react-flow__edge')) drawn.set(one, one.getAttribute('class'));
          }
        }).observe(document, { subtree: true, childList: true });`,
    });
    expect(await page.evaluate<string[]>('[...drawn.values()]')).toEqual(['card far', 'card far', 'card far']);
  });

  it('keeps in sight what was in sight when a panel takes room, and goes back with it', async () => {
    const page = await openChain();
    await page.locator('[data-canvas]').focus();
    await page.keyboard.press('Shift+1');
    const names = ['Idea', 'Writer', 'Say'];
    const boxes = (): Promise<{ x: number; y: number; width: number }[]> =>
      Promise.all(names.map((name) => boxOf(page, name)));
    const before = await boxes();
    await page.setViewportSize({ width: 1024, height: 560 });
    const centre = page.locator('[data-pane="centre"]');
    const isAllInSight = async (): Promise<boolean> => {
      const room = await centre.boundingBox();
      if (room === null) return false;
      return (await boxes()).every(({ x, width }) => x >= room.x && x + width <= room.x + room.width);
    };
    await expect.poll(isAllInSight).toBe(true);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(boxes).toEqual(before);
    // The plan lies over the canvas.
    await page.keyboard.press('Control+Enter');
    const plan = page.locator('[data-plan]');
    await plan.waitFor();
    await expect
      .poll(async () => (await boxOf(page, 'Say')).x + (await boxOf(page, 'Say')).width)
      .toBeLessThanOrEqual((await plan.boundingBox())?.x ?? 0);
    await page.keyboard.press('Escape');
    await expect.poll(boxes).toEqual(before);
  });

  it('is looked at where it was when its tab comes back', async () => {
    const page = await openChain();
    const first = await boxOf(page, 'Say');
    const zoom = (): Promise<string | null> => page.locator('.zoom-bar').textContent();
    await page.locator('[data-canvas]').focus();
    for (const there of [await zoom(), undefined]) {
      if (there === undefined) {
        await page.keyboard.press('-');
        await page.keyboard.press('-');
        await expect.poll(async () => (await boxOf(page, 'Say')).width).toBeLessThan(first.width * 0.7);
      }
      const before = [await zoom(), await boxOf(page, 'Say')];
      await page.keyboard.press('Control+n');
      await card(page, 'Say').waitFor({ state: 'detached' });
      await page.locator('[data-tab]').filter({ hasText: 'Chain' }).click();
      await card(page, 'Say').waitFor();
      await expect.poll(async () => [await zoom(), await boxOf(page, 'Say')]).toEqual(before);
      await page.locator('[data-canvas]').focus();
    }
  });
});
