import { defineRecipe } from '#core/recipe/schema';
import { soraRecipe } from '../sora-video.ts';

export const recipe = defineRecipe(
  soraRecipe({
    id: 'video/sora-pro-unified',
    title: { en: 'Sora Pro', zh: 'Sora Pro' },
    models: [{ id: 'sora-2-pro' }, { id: 'sora-2-pro-all' }],
    match: ['sora-*-pro', 'sora-*-pro-*'],
    durations: [15, 25],
    isLarge: true,
  }),
);
