import { defineRecipe } from '#core/recipe/schema';
import { soraRecipe } from '../sora-video.ts';

export const recipe = defineRecipe(
  soraRecipe({
    id: 'video/sora-unified',
    title: { en: 'Sora', zh: 'Sora' },
    models: [{ id: 'sora-2' }, { id: 'sora-2-all' }],
    match: ['sora-*'],
    durations: [10, 15],
    isLarge: false,
  }),
);
