import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { workflow } from '../cli/support.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';
import { card, choosePractice, expectWires } from './support/work.ts';

describe.skipIf(!hasBrowser)('wires by keyboard', () => {
  it('are gone through, told, looked into and deleted', { timeout: 120_000 }, async () => {
    const home = temporaryHome();
    const folder = path.join(home, 'workflows');
    mkdirSync(folder, { recursive: true });
    const nodes = [
      ['idea', 'prompt', 'Idea', { text: 'a' }],
      ['rules', 'prompt', 'Rules', { text: 'b' }],
      ['chat', 'chat', 'Writer', {}],
      ['say', 'output', 'Say', {}],
    ] as const;
    const wires = ['idea.text > chat.prompt', 'rules.text > chat.system', 'chat.text > say.value'];
    const plain = JSON.parse(workflow(nodes, wires, 'Wires')) as { nodes: object[] };
    const places = [
      { x: 0, y: 0 },
      { x: 0, y: 160 },
      { x: 300, y: 40 },
      { x: 600, y: 40 },
    ];
    const placed = plain.nodes.map((node, index) => ({ ...node, position: places[index] }));
    writeFileSync(path.join(folder, 'Wires.patchbay'), JSON.stringify({ ...plain, nodes: placed }));
    const { page } = await openScreen((await startServer(home)).address);
    await choosePractice(page);
    await page.keyboard.press('Control+o');
    await page.keyboard.type('wires');
    await page.keyboard.press('Enter');
    await card(page, 'Writer').click();

    const focused = (): Promise<string> => page.evaluate('document.activeElement.getAttribute("aria-label")');
    const selected = page.locator('.react-flow__edge.selected');
    const said = page.locator('[aria-live="polite"]').filter({ hasText: / of 3/ });
    for (const [key, name, position] of [
      ['w', 'Wire from Idea to Writer', '1 of 3'],
      ['w', 'Wire from Rules to Writer', '2 of 3'],
      ['w', 'Wire from Writer to Say', '3 of 3'],
      ['w', 'Wire from Idea to Writer', '1 of 3'],
      ['Shift+W', 'Wire from Writer to Say', '3 of 3'],
      ['Shift+W', 'Wire from Rules to Writer', '2 of 3'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(focused).toBe(name);
      await said.filter({ hasText: position }).waitFor();
      expect(await selected.count()).toBe(1);
      expect(await selected.getAttribute('aria-label')).toBe(name);
    }
    if (process.env['SHOT'] !== undefined) await page.screenshot({ path: process.env['SHOT'] });

    await page.keyboard.press('Enter');
    await page.getByRole('menu', { name: 'Wire' }).waitFor();
    await page.getByRole('menuitem', { name: /^Put a node into the wire/ }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('Wire from Rules to Writer');

    await page.keyboard.press('Delete');
    await expectWires(page, ['Wire from Idea to Writer', 'Wire from Writer to Say']);
    await expect.poll(focused).toBe('Writer');
    await page.keyboard.press('w');
    await expect.poll(focused).toBe('Wire from Idea to Writer');
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('Writer');

    // Whoever does not know the key finds it by its name, and the sheet of all keys has it.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('next wire');
    await page.getByRole('option', { name: /Select the next wire/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Wire from Idea to Writer');
    await page.keyboard.press('F1');
    await page.getByRole('dialog').getByText('Select the previous wire').waitFor();
  });
});
