import { defineRecipe } from '#core/recipe/schema';
import { inlinePictures } from '../films.ts';
import { oneDay, ratioParam, seedParam } from '../pictures.ts';
import { viduTask } from '../vidu-task.ts';

/** Vidu pictures, with references of what is in them. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'vidu/image',
  version: 1,
  nodes: ['image'],
  system: 'vidu',
  title: { en: 'Vidu', zh: 'Vidu' },
  models: [{ id: 'viduq2' }, { id: 'viduq1' }],
  match: ['vidu*'],
  params: {
    aspect_ratio: ratioParam(['auto', '16:9', '9:16', '1:1', '4:3', '3:4']),
    resolution: {
      type: 'choice',
      models: ['viduq2*'],
      options: [{ value: '1080p' }, { value: '2K' }, { value: '4K' }],
      label: { en: 'Resolution', zh: '分辨率' },
    },
    seed: seedParam(),
  },
  media: { images: inlinePictures(7, { maxBytes: 5_000_000, minRatio: 0.25, maxRatio: 4 }) },
  texts: { prompt: { maxLength: 2000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/ent/v2/reference2image',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        images: { omitEmpty: { input: 'images' } },
        aspect_ratio: { param: 'aspect_ratio' },
        resolution: { param: 'resolution' },
        seed: { param: 'seed' },
      },
    },
  },
  task: { ...viduTask, usual: 40 },
  outputs: { images: { as: 'media', kind: 'image', urls: ['creations[*].url'], all: true } },
  resultLifetime: oneDay,
});
