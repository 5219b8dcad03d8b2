import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlace, type Place, workflow } from './support.ts';

let place: Place;

beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

describe('the grid of a Midjourney picture', () => {
  it('is split into its four pictures', async () => {
    const file = place.write(
      'w.patchbay',
      workflow(
        [
          ['idea', 'prompt', 'Idea', { text: 'a lighthouse at dusk' }],
          ['grid', 'midjourney', 'Grid', {}],
          ['parts', 'image-split', 'Parts', {}],
          ['out', 'save', 'Out', { folder: 'parts' }],
        ],
        ['idea.text > grid.prompt', 'grid.image > parts.image', 'parts.images > out.value'],
      ),
    );
    const ended = await place.run(['run', file, '--practice']);
    expect(ended.code, ended.stderr + ended.stdout).toBe(0);
    expect(readdirSync(`${place.folder}/parts`)).toHaveLength(4);
  });
});
