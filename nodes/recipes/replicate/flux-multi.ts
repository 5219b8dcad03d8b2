import { defineRecipe } from '#core/recipe/schema';
import { firstPicture, secondPicture } from '../films.ts';
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

/** Two pictures become one. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/flux-multi',
  version: 1,
  nodes: ['image'],
  system: 'replicate',
  title: { en: 'Flux Kontext, two pictures (Replicate)', zh: 'Flux Kontext 双图（Replicate）' },
  models: [{ id: 'flux-kontext-apps/multi-image-kontext-pro' }, { id: 'flux-kontext-apps/multi-image-kontext-max' }],
  match: ['flux-kontext-apps/*'],
  params: {
    aspect_ratio: ratioParam(['match_input_image', '1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3']),
    ...outputFormat,
    ...safetyTolerance(0, 2),
    seed: seedParam(),
  },
  media: { images: { form: 'url-or-data', minCount: 2, maxCount: 2, types: ['image/*'] } },
  charges: true,
  submit: predict({
    prompt: { input: 'prompt' },
    input_image_1: { must: firstPicture, field: 'images', problem: { en: 'needs two pictures', zh: '：需要两张图片' } },
    input_image_2: {
      must: secondPicture,
      field: 'images',
      problem: { en: 'needs two pictures', zh: '：需要两张图片' },
    },
    aspect_ratio: { param: 'aspect_ratio' },
    output_format: { param: 'output_format' },
    safety_tolerance: { param: 'safety_tolerance' },
    seed: { param: 'seed' },
  }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: replicatePictures,
  resultLifetime: replicateLifetime,
});
