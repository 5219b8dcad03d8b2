import { defineRecipe } from '#core/recipe/schema';
import {
  enqueue,
  falPictures,
  falTask,
  falUpstream,
  fluxFields,
  fluxParams,
  imageSize,
  lorasParam,
  manyPictures,
} from '../fal-task.ts';
import { firstPicture } from '../films.ts';
import { seedParam } from '../pictures.ts';

/** Flux with LoRAs, from words or a picture. Source: PROTOCOL 6.2. */
export const recipe = defineRecipe({
  id: 'fal/flux-lora',
  version: 1,
  nodes: ['image'],
  system: 'fal',
  title: { en: 'Flux with LoRA (fal)', zh: 'Flux LoRA（fal）' },
  models: [{ id: 'fal-ai/flux-lora' }, { id: 'fal-ai/flux-lora/image-to-image' }],
  match: ['fal-ai/flux-lora*'],
  params: {
    ...lorasParam,
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
  media: { images: { form: 'url-or-data', models: ['*/image-to-image'], maxCount: 1, types: ['image/*'] } },
  charges: true,
  submit: enqueue({
    prompt: { input: 'prompt' },
    image_size: {
      when: { not: { fits: { param: 'model' }, patterns: ['*/image-to-image'] } },
      give: { param: 'image_size' },
    },
    num_images: { param: 'num_images' },
    loras: { param: 'loras' },
    image_url: {
      when: { fits: { param: 'model' }, patterns: ['*/image-to-image'] },
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
