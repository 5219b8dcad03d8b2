import { defineRecipe } from '#core/recipe/schema';
import { oneDay, pictureOutputs } from '../pictures.ts';

/** Qwen changes pictures by a prompt. Source: PROTOCOL 5.1. */
export const recipe = defineRecipe({
  id: 'qwen/image-edit',
  version: 1,
  nodes: ['image'],
  system: 'qwen-image',
  title: { en: 'Qwen Image Edit', zh: '通义万象 Qwen Image Edit' },
  models: [{ id: 'qwen-image-edit-2509' }],
  match: ['qwen-image-edit*'],
  params: {},
  media: {
    images: { form: 'public-url', maxCount: 3, maxBytes: 10_000_000, types: ['image/png', 'image/jpeg', 'image/webp'] },
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
          must: {
            first: [
              { when: { present: { input: 'images', path: '[1]' } }, give: { input: 'images' } },
              { input: 'images', path: '[0]' },
            ],
          },
          field: 'images',
          problem: { en: 'needs the picture that is to be changed', zh: '需要要修改的图片' },
        },
      },
    },
  },
  outputs: pictureOutputs,
  resultLifetime: oneDay,
});
