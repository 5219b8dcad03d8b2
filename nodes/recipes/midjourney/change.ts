import { defineRecipe } from '#core/recipe/schema';
import {
  midjourneyLifetime,
  midjourneyOutputs,
  midjourneySpeed,
  midjourneyTask,
  postMidjourney,
  taskIdIn,
} from '../midjourney-task.ts';

/** One of the four by its number instead of by a button. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/change',
  version: 1,
  nodes: ['midjourney-change'],
  system: 'midjourney',
  title: { en: 'Midjourney change', zh: 'Midjourney 变换' },
  models: [],
  params: midjourneySpeed,
  charges: true,
  ...postMidjourney('submit/change', {
    object: {
      taskId: taskIdIn('task'),
      action: { param: 'action' },
      index: { when: { not: { equals: [{ param: 'action' }, { constant: 'REROLL' }] } }, give: { param: 'index' } },
    },
  }),
  task: midjourneyTask,
  outputs: midjourneyOutputs,
  resultLifetime: midjourneyLifetime,
});
