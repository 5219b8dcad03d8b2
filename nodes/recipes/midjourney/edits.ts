import { defineRecipe } from '#core/recipe/schema';
import { midjourneyLifetime, midjourneyOutputs, midjourneyPicture, midjourneyTask } from '../midjourney-task.ts';

/** A picture changed by a prompt, where a mask allows it. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/edits',
  version: 1,
  nodes: ['midjourney-edit'],
  system: 'midjourney',
  title: { en: 'Midjourney edit', zh: 'Midjourney 图片编辑' },
  models: [],
  params: {},
  media: { image: midjourneyPicture, mask: { ...midjourneyPicture, sameSizeAs: 'image', convert: false } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/mj/submit/edits',
    json: { object: { prompt: { input: 'prompt' }, image: { input: 'image' }, maskBase64: { input: 'mask' } } },
  },
  task: midjourneyTask,
  outputs: midjourneyOutputs,
  resultLifetime: midjourneyLifetime,
});
