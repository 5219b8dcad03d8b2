import { defineRecipe } from '#core/recipe/schema';
import { guidanceParam, oneDay, pictureOutputs, seedParam, watermarkParam } from '../pictures.ts';

/** Doubao Seededit: changes one picture by a prompt; the result has its shape. Source: PROTOCOL 5.1. */
export const recipe = defineRecipe({
  id: 'bytedance/seededit',
  version: 1,
  nodes: ['image'],
  system: 'seedream',
  title: { en: 'Seededit', zh: '豆包 Seededit' },
  models: [{ id: 'doubao-seededit-3-0-i2i-250628' }],
  match: ['doubao-seededit-*'],
  params: {
    guidance_scale: guidanceParam(1, 10),
    watermark: watermarkParam,
    seed: seedParam(2_147_483_647, -1),
  },
  media: {
    images: {
      form: 'data-url',
      maxCount: 1,
      maxBytes: 10_000_000,
      types: ['image/png', 'image/jpeg'],
      minRatio: 1 / 3,
      maxRatio: 3,
    },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/images/generations',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        image: {
          must: { input: 'images', path: '[0]' },
          field: 'images',
          problem: { en: 'needs the picture that is to be changed', zh: '需要要修改的图片' },
        },
        size: { constant: 'adaptive' },
        guidance_scale: { param: 'guidance_scale' },
        watermark: { param: 'watermark' },
        seed: { param: 'seed' },
      },
    },
  },
  outputs: pictureOutputs,
  resultLifetime: oneDay,
});
