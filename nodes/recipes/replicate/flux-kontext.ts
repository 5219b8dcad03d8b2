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

/** Flux Kontext: from a prompt, or a picture changed by it. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/flux-kontext',
  version: 1,
  nodes: ['image'],
  system: 'replicate',
  title: { en: 'Flux Kontext (Replicate)', zh: 'Flux Kontext（Replicate）' },
  models: [
    { id: 'black-forest-labs/flux-kontext-pro' },
    { id: 'black-forest-labs/flux-kontext-max' },
    { id: 'black-forest-labs/flux-kontext-dev' },
  ],
  match: ['black-forest-labs/flux-kontext*'],
  params: {
    aspect_ratio: ratioParam([
      'match_input_image',
      '1:1',
      '16:9',
      '9:16',
      '4:3',
      '3:4',
      '3:2',
      '2:3',
      '21:9',
      '9:21',
      '2:1',
      '1:2',
    ]),
    ...outputFormat,
    ...safetyTolerance(0, 6),
    prompt_upsampling: { type: 'boolean', advanced: true, label: { en: 'Improve the prompt', zh: '优化提示词' } },
    seed: seedParam(),
  },
  media: { images: { form: 'url-or-data', maxCount: 1, types: ['image/*'] } },
  charges: true,
  submit: predict({
    prompt: { input: 'prompt' },
    input_image: firstPicture,
    aspect_ratio: { param: 'aspect_ratio' },
    output_format: { param: 'output_format' },
    safety_tolerance: { param: 'safety_tolerance' },
    prompt_upsampling: { param: 'prompt_upsampling' },
    seed: { param: 'seed' },
  }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: replicatePictures,
  resultLifetime: replicateLifetime,
});
