import { defineRecipe } from '#core/recipe/schema';
import {
  midjourneyLifetime,
  midjourneyOutputs,
  midjourneyPicture,
  midjourneySpeed,
  midjourneyTask,
  postMidjourney,
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
  params: midjourneySpeed,
  media: { mask: { ...midjourneyPicture, convert: false } },
  charges: true,
  ...postMidjourney('submit/modal', {
    object: { taskId: taskIdIn('window'), prompt: { input: 'prompt' }, maskBase64: { input: 'mask' } },
  }),
  task: midjourneyTask,
  outputs: midjourneyOutputs,
  resultLifetime: midjourneyLifetime,
});
