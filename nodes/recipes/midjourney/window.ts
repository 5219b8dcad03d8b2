import { defineRecipe } from '#core/recipe/schema';
import { midjourneySpeed, midjourneyTask, postMidjourney, pressButton } from '../midjourney-task.ts';

/** A task that then waits for `/mj/submit/modal`; that it waits is its result. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/window',
  version: 1,
  nodes: ['midjourney-window'],
  system: 'midjourney',
  title: { en: 'Midjourney window', zh: 'Midjourney 弹窗' },
  models: [],
  params: midjourneySpeed,
  charges: true,
  ...postMidjourney('submit/action', { object: pressButton }),
  task: { ...midjourneyTask, words: { MODAL: 'done' }, usual: 5 },
  outputs: { window: { as: 'json' } },
});
