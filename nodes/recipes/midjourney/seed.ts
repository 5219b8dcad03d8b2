import { defineRecipe } from '#core/recipe/schema';
import { taskIdIn } from '../midjourney-task.ts';

/** The seed of a finished task. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/seed',
  version: 1,
  nodes: ['midjourney-seed'],
  system: 'midjourney',
  title: { en: 'Midjourney seed', zh: 'Midjourney 种子' },
  models: [],
  params: {},
  charges: false,
  submit: { method: 'GET', path: '/mj/task/{of}/image-seed', values: { of: taskIdIn('task') } },
  outputs: { seed: { as: 'text', paths: ['result', 'seed', 'properties.seed'] } },
});
