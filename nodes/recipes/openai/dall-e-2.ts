import { defineRecipe } from '#core/recipe/schema';
import { countParam, countUnlessOne, pictureOutputs } from '../pictures.ts';

/** DALL·E 2: squares; one square PNG may be edited. Source: PROTOCOL 5.1, 5.2. */
export const recipe = defineRecipe({
  id: 'openai/dall-e-2',
  version: 1,
  nodes: ['image'],
  system: 'openai-images',
  title: { en: 'DALL·E 2', zh: 'DALL·E 2' },
  models: [{ id: 'dall-e-2' }],
  params: {
    size: {
      type: 'choice',
      default: '1024x1024',
      options: [{ value: '1024x1024' }, { value: '512x512' }, { value: '256x256' }],
      label: { en: 'Size', zh: '尺寸' },
      unit: 'px',
    },
    n: countParam(10),
  },
  media: {
    images: { form: 'file', maxCount: 1, maxBytes: 4_000_000, types: ['image/png'], minRatio: 1, maxRatio: 1 },
  },
  texts: { prompt: { maxLength: 1000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/images/generations',
    json: {
      object: { model: { param: 'model' }, prompt: { input: 'prompt' }, size: { param: 'size' }, n: countUnlessOne },
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
          n: countUnlessOne,
        },
      },
    },
  ],
  outputs: pictureOutputs,
  resultLifetime: 3600,
});
