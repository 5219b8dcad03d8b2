import { defineRecipe } from '#core/recipe/schema';
import { firstPicture } from '../films.ts';
import { ratioParam, seedParam } from '../pictures.ts';
import {
  outputFormat,
  predict,
  replicateLifetime,
  replicatePictures,
  replicateTask,
  replicateUpstream,
  safetyTolerance,
} from '../replicate-task.ts';

/** Flux in four megapixels. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/flux-ultra',
  version: 1,
  nodes: ['image'],
  system: 'replicate',
  title: { en: 'Flux 1.1 Pro Ultra (Replicate)', zh: 'Flux 1.1 Pro Ultra（Replicate）' },
  models: [{ id: 'black-forest-labs/flux-1.1-pro-ultra' }],
  match: [
    'black-forest-labs/flux-1*',
    'black-forest-labs/flux-pro*',
    'black-forest-labs/flux-dev*',
    'black-forest-labs/flux-schnell*',
  ],
  params: {
    aspect_ratio: ratioParam(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '21:9', '9:21']),
    raw: { type: 'boolean', label: { en: 'Less worked on', zh: '更自然' } },
    image_prompt_strength: {
      type: 'number',
      min: 0,
      max: 1,
      step: 0.1,
      label: { en: 'Weight of the picture', zh: '参考图权重' },
    },
    ...outputFormat,
    ...safetyTolerance(1, 6),
    seed: seedParam(),
  },
  media: { images: { form: 'url-or-data', maxCount: 1, types: ['image/*'] } },
  charges: true,
  submit: predict({
    prompt: { input: 'prompt' },
    image_prompt: firstPicture,
    image_prompt_strength: { param: 'image_prompt_strength' },
    aspect_ratio: { param: 'aspect_ratio' },
    raw: { param: 'raw' },
    output_format: { param: 'output_format' },
    safety_tolerance: { param: 'safety_tolerance' },
    seed: { param: 'seed' },
  }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: replicatePictures,
  resultLifetime: replicateLifetime,
});
