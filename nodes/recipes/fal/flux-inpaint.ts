import { defineRecipe } from '#core/recipe/schema';
import {
  enqueue,
  falPictures,
  falTask,
  falUpstream,
  fluxFields,
  fluxParams,
  lorasParam,
  manyPictures,
} from '../fal-task.ts';
import { seedParam } from '../pictures.ts';

/** Draws the white part of a mask anew. Source: PROTOCOL 6.2. */
export const recipe = defineRecipe({
  id: 'fal/flux-inpaint',
  version: 1,
  nodes: ['image-edit'],
  system: 'fal',
  title: { en: 'Flux inpainting (fal)', zh: 'Flux 局部重绘（fal）' },
  models: [{ id: 'fal-ai/flux-lora/inpainting' }],
  match: ['fal-ai/*/inpainting'],
  params: {
    ...lorasParam,
    ...manyPictures(4),
    strength: { type: 'number', min: 0.01, max: 1, step: 0.05, label: { en: 'How much it changes', zh: '重绘强度' } },
    ...fluxParams,
    seed: seedParam(),
  },
  media: {
    image: { form: 'url-or-data', maxCount: 1, types: ['image/*'] },
    mask: { form: 'url-or-data', maxCount: 1, types: ['image/*'], sameSizeAs: 'image', convert: false },
  },
  charges: true,
  submit: enqueue({
    prompt: { input: 'prompt' },
    image_url: { input: 'image' },
    mask_url: {
      must: { input: 'mask' },
      field: 'mask',
      problem: { en: 'is missing: the white part of it is drawn anew', zh: '缺失：白色部分将被重绘' },
    },
    num_images: { param: 'num_images' },
    loras: { param: 'loras' },
    strength: { param: 'strength' },
    ...fluxFields,
  }),
  task: falTask,
  upstream: falUpstream,
  ...falPictures,
});
