import { defineRecipe } from '#core/recipe/schema';
import { guidanceParam, oneDay, pictureOutputs, seedParam, watermarkParam } from '../pictures.ts';

/** Doubao Seedream 3: one picture from a prompt alone. Source: PROTOCOL 5.1. */
export const recipe = defineRecipe({
  id: 'bytedance/seedream-3',
  version: 1,
  nodes: ['image'],
  system: 'seedream',
  title: { en: 'Seedream 3', zh: '豆包 Seedream 3' },
  models: [{ id: 'doubao-seedream-3-0-t2i-250415' }],
  match: ['doubao-seedream-3*'],
  params: {
    size: {
      type: 'choice',
      open: true,
      options: [
        { value: '1024x1024' },
        { value: '864x1152' },
        { value: '1152x864' },
        { value: '1280x720' },
        { value: '720x1280' },
        { value: '832x1248' },
        { value: '1248x832' },
        { value: '1512x648' },
      ],
      label: { en: 'Size', zh: '尺寸' },
      help: { en: 'Other sizes from 512 to 2048 may be typed.', zh: '也可以填写 512 到 2048 之间的其他尺寸。' },
      unit: 'px',
    },
    guidance_scale: guidanceParam(1, 10),
    watermark: watermarkParam,
    seed: seedParam(2_147_483_647, -1),
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/images/generations',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        size: { param: 'size' },
        guidance_scale: { param: 'guidance_scale' },
        watermark: { param: 'watermark' },
        seed: { param: 'seed' },
      },
    },
  },
  outputs: pictureOutputs,
  resultLifetime: oneDay,
});
