import { describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasBrowser } from './support/browser.ts';
import { tourOfEditing } from './support/tour-of-editing.ts';

describe.skipIf(!hasBrowser)('what everybody can use', () => {
  it('has nothing serious in either theme', { timeout: 240_000 }, async () => {
    const found: Record<string, string[]> = {};
    await tourOfEditing('en', async (screen, page) => {
      found[screen] = await findings(page);
    });
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((screen) => [screen, []])));
  });
});
