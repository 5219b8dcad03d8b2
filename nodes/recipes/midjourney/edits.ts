import { defineRecipe } from '#core/recipe/schema';
import {
  midjourneyLifetime,
  midjourneyOutputs,
  midjourneyPicture,
  midjourneySpeed,
  midjourneyTask,
  postMidjourney,
} from '../midjourney-task.ts';

/** A picture changed by a prompt, where a mask allows it. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/edits',
  version: 1,
  nodes: ['midjourney-edit'],
  system: 'midjourney',
  title: { en: 'Midjourney edit', zh: 'Midjourney 图片编辑' },
  models: [],
  params: midjourneySpeed,
  media: { image: midjourneyPicture, mask: { ...midjourneyPicture, sameSizeAs: 'image', convert: false } },
  charges: true,
  ...postMidjourney('submit/edits', {
    object: { prompt: { input: 'prompt' }, image: { input: 'image' }, maskBase64: { input: 'mask' } },
  }),
  task: midjourneyTask,
  outputs: midjourneyOutputs,
  resultLifetime: midjourneyLifetime,
});
