import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Chooses the practice connection on the welcome surface. */
export async function choosePractice(page: Page): Promise<void> {
  const choice = page.getByRole('button', { name: /^Practise for free/ });
  await choice.click();
  await page.locator('button[aria-pressed="true"]', { hasText: 'Practise for free' }).waitFor();
}

/** Leaves the welcome surface for an empty workflow. */
export async function beginEmpty(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Or begin with an empty workflow' }).click();
  await page.locator('.react-flow__pane').waitFor();
}

/** A card on the canvas, by its name. */
export function card(page: Page, name: string): Locator {
  return page.locator('.react-flow__node').and(page.getByRole('group', { name, exact: true }));
}

/** A port of a card. */
export function port(node: Locator, side: 'input' | 'output', name: string): Locator {
  return node.locator(`.port.${side}[data-handleid="${name}"]`);
}

/** Drags a wire from one port to another, as a hand does it. */
export async function dragWire(page: Page, from: Locator, to: Locator): Promise<void> {
  const start = await middle(from);
  const end = await middle(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 });
  await page.mouse.move(end.x, end.y, { steps: 5 });
  await page.mouse.up();
}

async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`not on the screen: ${locator}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Waits until the wires on the canvas are exactly these, in any order. */
export async function expectWires(page: Page, wires: readonly string[]): Promise<void> {
  const read = async () =>
    page
      .locator('.react-flow__edge')
      .evaluateAll((edges) => edges.map((edge) => String(Reflect.get(edge, 'ariaLabel'))));
  await expect.poll(async () => (await read()).sort()).toEqual([...wires].sort());
}

/** Shows a panel below the canvas. A click on the one that is open would fold it. */
export async function showPanel(page: Page, name: string): Promise<void> {
  // Its name ends in how many there are of what it shows.
  const tab = page.getByRole('tab', { name: new RegExp(`^${name}`) });
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  await page.getByRole('tab', { name: new RegExp(`^${name}`), selected: true }).waitFor();
}

/** Waits until the run that is shown has ended well. */
export async function untilDone(page: Page, name: string): Promise<void> {
  await showPanel(page, 'Runs');
  const row = page.getByRole('list', { name: 'Runs' }).getByRole('listitem').filter({ hasText: name }).first();
  await row.getByText('done', { exact: true }).waitFor({ timeout: 40_000 });
}

/** Whether every picture has been drawn; a broken one has no size. */
export async function expectDrawn(pictures: Locator, count: number): Promise<void> {
  await expect
    .poll(() =>
      pictures.evaluateAll((list) => list.filter((one) => Number(Reflect.get(one, 'naturalWidth')) > 0).length),
    )
    .toBeGreaterThanOrEqual(count);
}

/** Presses Tab until the focus is there. */
export async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
  await target.waitFor();
  for (let step = 0; step < most; step += 1) {
    if (
      await target.evaluate((element) => element === Reflect.get(Reflect.get(globalThis, 'document'), 'activeElement'))
    )
      return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead there: ${target}`);
}

/** Adds a node by the quick search of the canvas. */
export async function quickAdd(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Space');
  const search = page.getByRole('dialog', { name: 'Add a node' });
  await search.waitFor();
  await page.keyboard.type(name);
  await search.getByRole('option', { name, selected: true }).first().waitFor();
  await page.keyboard.press('Enter');
  await search.waitFor({ state: 'detached' });
  await page
    .locator('.react-flow__node:focus')
    // The second one of its kind has a number.
    .and(page.getByRole('group', { name: new RegExp(`^${name}( \\d+)?$`) }))
    .waitFor();
}

/**
 * Wires an input of the focused node by keyboard: the port first, then where its data comes from. A node with one port
 * only does not ask for it (`undefined`).
 */
export async function wireFrom(page: Page, input: string | undefined, source: string): Promise<void> {
  await page.keyboard.press('c');
  const wire = page.locator('.wire-dialog');
  for (const words of input === undefined ? [source] : [input, source]) {
    await wire.getByRole('combobox').waitFor();
    await page.keyboard.type(words);
    const chosen = wire.getByRole('option', { selected: true });
    await chosen.first().waitFor();
    // Several may have these words; the arrows go to the one that is called so.
    const exact = wire.getByRole('option').filter({ has: page.getByText(words, { exact: true }) });
    if ((await exact.count()) > 0) {
      const wanted = exact.filter({ hasNot: page.getByText('output ·') }).first();
      for (let step = await wire.getByRole('option').count(); step > 0; step -= 1) {
        if ((await wanted.getAttribute('aria-selected')) === 'true') break;
        await page.keyboard.press('ArrowDown');
      }
    }
    await page.keyboard.press('Enter');
  }
  await wire.waitFor({ state: 'detached' });
}

/** Goes to a field of the inspector by keyboard and types into it. */
export async function typeInField(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, page.getByRole('region', { name: 'Inspector' }).getByRole('textbox', { name, exact: true }));
  await page.keyboard.type(text);
}

/** Waits until every edit is in the journal of its draft. */
export function journalOf(page: Page): () => Promise<void> {
  let asked = 0;
  let answered = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/call/draft.append')) asked += 1;
  });
  page.on('requestfinished', (request) => {
    if (request.url().endsWith('/call/draft.append')) answered += 1;
  });
  return async () => {
    await expect.poll(() => asked > 0 && asked === answered).toBe(true);
  };
}
