import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly target: readonly string[] }[];
}

/** What axe finds that is serious or critical, in the dark and in the light theme, as one line each. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(`globalThis.axe ?? (() => { ${source} })()`);
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.locator(`html[data-theme="${theme}"]`).waitFor();
    const { violations } = await page.evaluate(async () => {
      const tool = Reflect.get(globalThis, 'axe') as { run(options: object): Promise<{ violations: Finding[] }> };
      return tool.run({ resultTypes: ['violations'] });
    });
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      found.push(`${theme} ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
    }
  }
  return found;
}
