import { defineRecipe } from '#core/recipe/schema';
import {
  midjourneyLifetime,
  midjourneyOutputs,
  midjourneyPicture,
  midjourneySpeed,
  midjourneyTask,
  postMidjourney,
} from '../midjourney-task.ts';

/** The face of one picture in another. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/face-swap',
  version: 1,
  nodes: ['face-swap'],
  system: 'midjourney',
  title: { en: 'Swap a face', zh: '换脸' },
  models: [],
  params: midjourneySpeed,
  media: { face: midjourneyPicture, image: midjourneyPicture },
  charges: true,
  ...postMidjourney('insight-face/swap', {
    object: { sourceBase64: { input: 'face' }, targetBase64: { input: 'image' } },
  }),
  task: midjourneyTask,
  outputs: midjourneyOutputs,
  resultLifetime: midjourneyLifetime,
});
