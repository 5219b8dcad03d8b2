import { defineRecipe } from '#core/recipe/schema';
import { oneDay, pictureOutputs, ratioParam } from '../pictures.ts';

/** Jimeng pictures, whose size is a ratio; with reference pictures the route for edits is taken. Source: PROTOCOL 5.1. */
export const recipe = defineRecipe({
  id: 'jimeng/image',
  version: 1,
  nodes: ['image'],
  system: 'jimeng',
  title: { en: 'Jimeng', zh: '即梦' },
  models: [{ id: 'jimeng-4.5' }, { id: 'jimeng-4.0' }],
  match: ['jimeng-image*', 'jimeng-4*', 'jimeng-5*'],
  params: { size: ratioParam(['1:1', '2:3', '3:2', '3:4', '4:3', '9:16', '16:9', '21:9']) },
  media: {
    images: { form: 'file', maxCount: 10, maxBytes: 10_000_000, types: ['image/png', 'image/jpeg', 'image/webp'] },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/images/generations',
    json: {
      object: { model: { param: 'model' }, prompt: { input: 'prompt' }, size: { param: 'size' } },
    },
  },
  variants: [
    {
      when: { present: { input: 'images' } },
      submit: {
        method: 'POST',
        path: '/v1/images/edits',
        multipart: {
          image: { input: 'images' },
          model: { param: 'model' },
          prompt: { input: 'prompt' },
          size: { param: 'size' },
        },
      },
    },
  ],
  outputs: pictureOutputs,
  resultLifetime: oneDay,
});
