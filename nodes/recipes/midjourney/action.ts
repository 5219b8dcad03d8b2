import { defineRecipe } from '#core/recipe/schema';
import {
  midjourneyLifetime,
  midjourneyOutputs,
  midjourneySpeed,
  midjourneyTask,
  postMidjourney,
  pressButton,
} from '../midjourney-task.ts';

/**
 * Presses a button of a finished task. The button is named by its label, its emoji or its id; its id is always taken from
 * the task's own buttons and never made up. Source: PROTOCOL 7.
 */
export const recipe = defineRecipe({
  id: 'midjourney/action',
  version: 1,
  nodes: ['midjourney-action'],
  system: 'midjourney',
  title: { en: 'Midjourney button', zh: 'Midjourney 按钮' },
  models: [],
  params: midjourneySpeed,
  charges: true,
  ...postMidjourney('submit/action', {
    object: {
      ...pressButton,
    },
  }),
  task: midjourneyTask,
  outputs: midjourneyOutputs,
  resultLifetime: midjourneyLifetime,
});
