import { defineRecipe } from '#core/recipe/schema';
import {
  enqueue,
  falPictures,
  falTask,
  falUpstream,
  fluxFields,
  fluxParams,
  imageSize,
  manyPictures,
} from '../fal-task.ts';
import { firstPicture } from '../films.ts';
import { seedParam } from '../pictures.ts';

/** Flux 1 dev and schnell, from words or a picture. Source: PROTOCOL 6.2. */
export const recipe = defineRecipe({
  id: 'fal/flux',
  version: 1,
  nodes: ['image'],
  system: 'fal',
  title: { en: 'Flux 1 (fal)', zh: 'Flux 1（fal）' },
  models: [
    { id: 'fal-ai/flux-1/dev' },
    { id: 'fal-ai/flux-1/schnell' },
    { id: 'fal-ai/flux-1/dev/image-to-image' },
    { id: 'fal-ai/flux-1/dev/redux' },
    { id: 'fal-ai/flux-1/schnell/redux' },
  ],
  match: ['fal-ai/flux-1/*'],
  params: {
    ...imageSize,
    ...manyPictures(4),
    strength: {
      type: 'number',
      min: 0.01,
      max: 1,
      step: 0.05,
      models: ['*/image-to-image'],
      label: { en: 'How much it changes', zh: '重绘强度' },
    },
    ...fluxParams,
    seed: seedParam(),
  },
  media: { images: { form: 'url-or-data', models: ['*/image-to-image', '*/redux'], maxCount: 1, types: ['image/*'] } },
  charges: true,
  submit: enqueue({
    prompt: { when: { not: { fits: { param: 'model' }, patterns: ['*/redux'] } }, give: { input: 'prompt' } },
    image_size: {
      when: { not: { fits: { param: 'model' }, patterns: ['*/image-to-image'] } },
      give: { param: 'image_size' },
    },
    num_images: { param: 'num_images' },
    image_url: {
      when: { fits: { param: 'model' }, patterns: ['*/image-to-image', '*/redux'] },
      give: {
        must: firstPicture,
        field: 'images',
        problem: { en: 'needs a picture for this model', zh: '：该模型需要一张图片' },
      },
    },
    strength: { param: 'strength' },
    ...fluxFields,
  }),
  task: falTask,
  upstream: falUpstream,
  ...falPictures,
});
