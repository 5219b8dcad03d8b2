import { defineRecipe } from '#core/recipe/schema';
import { countParam, countUnlessOne, pictureOutputs, ratioParam } from '../pictures.ts';

/** Nano Banana on the OpenAI route, with reference pictures as links. Source: PROTOCOL 5.1. */
export const recipe = defineRecipe({
  id: 'google/nano-banana',
  version: 1,
  nodes: ['image'],
  system: 'gemini-image',
  title: { en: 'Nano Banana', zh: 'Nano Banana' },
  models: [{ id: 'nano-banana-2' }, { id: 'nano-banana' }, { id: 'nano-banana-hd' }],
  match: ['nano-banana*'],
  params: {
    aspect_ratio: ratioParam(['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9']),
    image_size: {
      type: 'choice',
      models: ['nano-banana-2*'],
      options: [{ value: '1K' }, { value: '2K' }, { value: '4K' }],
      label: { en: 'Resolution', zh: '分辨率' },
    },
    n: countParam(4),
  },
  media: {
    images: {
      form: 'public-url',
      maxCount: 14,
      maxBytes: 10_000_000,
      types: ['image/png', 'image/jpeg', 'image/webp'],
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
        aspect_ratio: { param: 'aspect_ratio' },
        image_size: { param: 'image_size' },
        n: countUnlessOne,
        image: { omitEmpty: { input: 'images' } },
      },
    },
  },
  outputs: pictureOutputs,
  resultLifetime: 3600,
});
