import { defineRecipe } from '#core/recipe/schema';
import { countParam, countUnlessOne, pictureOutputs, ratioParam } from '../pictures.ts';

const choices = { n: countUnlessOne, aspect_ratio: { param: 'aspect_ratio' } };

/** Flux on the OpenAI routes; with reference pictures the route for edits is taken. Source: PROTOCOL 5.1, 5.2. */
export const recipe = defineRecipe({
  id: 'flux/flux',
  version: 1,
  nodes: ['image'],
  system: 'flux',
  title: { en: 'Flux', zh: 'Flux' },
  models: [
    { id: 'flux-kontext-pro' },
    { id: 'flux-kontext-max' },
    { id: 'flux-pro' },
    { id: 'flux-dev' },
    { id: 'flux-schnell' },
  ],
  match: ['flux-*', 'flux.*'],
  params: {
    aspect_ratio: ratioParam(['21:9', '16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21']),
    n: countParam(4),
  },
  media: {
    images: { form: 'file', maxCount: 4, maxBytes: 25_000_000, types: ['image/png', 'image/jpeg', 'image/webp'] },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/images/generations',
    json: { object: { model: { param: 'model' }, prompt: { input: 'prompt' }, ...choices } },
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
          ...choices,
        },
      },
    },
  ],
  outputs: pictureOutputs,
  resultLifetime: 3600,
});
