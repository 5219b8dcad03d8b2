import { defineRecipe } from '#core/recipe/schema';
import {
  midjourneyLifetime,
  midjourneyOutputs,
  midjourneyPicture,
  midjourneyTask,
  taskIdIn,
} from '../midjourney-task.ts';

/** Answers the window of a task that waits; the task stays the same. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/modal',
  version: 1,
  nodes: ['midjourney-modal'],
  system: 'midjourney',
  title: { en: 'Midjourney region or zoom', zh: 'Midjourney 局部与缩放' },
  models: [],
  params: {},
  media: { mask: { ...midjourneyPicture, convert: false } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/mj/submit/modal',
    json: {
      object: { taskId: taskIdIn('window'), prompt: { input: 'prompt' }, maskBase64: { input: 'mask' } },
    },
  },
  task: midjourneyTask,
  outputs: midjourneyOutputs,
  resultLifetime: midjourneyLifetime,
});
