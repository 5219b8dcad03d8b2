import { defineRecipe } from '#core/recipe/schema';
import { seedParam } from '../pictures.ts';
import {
  outputFormat,
  predict,
  replicateLifetime,
  replicatePictures,
  replicateTask,
  replicateUpstream,
} from '../replicate-task.ts';

/** Draws the white part of a mask anew, or beyond the edges. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/flux-fill',
  version: 1,
  nodes: ['image-edit'],
  system: 'replicate',
  title: { en: 'Flux Fill (Replicate)', zh: 'Flux Fill（Replicate）' },
  models: [{ id: 'black-forest-labs/flux-fill-pro' }, { id: 'black-forest-labs/flux-fill-dev' }],
  match: ['black-forest-labs/flux-fill*'],
  params: {
    num_outputs: { type: 'integer', min: 1, max: 4, models: ['*-dev'], label: { en: 'How many', zh: '张数' } },
    steps: { type: 'integer', min: 15, max: 50, models: ['*-pro'], advanced: true, label: { en: 'Steps', zh: '步数' } },
    guidance: {
      type: 'number',
      min: 0,
      max: 100,
      advanced: true,
      label: { en: 'Closeness to the prompt', zh: '提示词相关度' },
    },
    outpaint: {
      type: 'choice',
      models: ['*-pro'],
      advanced: true,
      options: [
        { value: 'None' },
        { value: 'Zoom out 1.5x' },
        { value: 'Zoom out 2x' },
        { value: 'Make square' },
        { value: 'Left outpaint' },
        { value: 'Right outpaint' },
        { value: 'Top outpaint' },
        { value: 'Bottom outpaint' },
      ],
      label: { en: 'Beyond the edges', zh: '向外扩展' },
    },
    ...outputFormat,
    safety_tolerance: {
      type: 'integer',
      min: 0,
      max: 6,
      models: ['*-pro'],
      advanced: true,
      label: { en: 'What is let through', zh: '安全宽松度' },
    },
    seed: seedParam(),
  },
  media: {
    image: { form: 'url-or-data', maxCount: 1, types: ['image/*'] },
    mask: { form: 'url-or-data', maxCount: 1, types: ['image/*'], sameSizeAs: 'image', convert: false },
  },
  charges: true,
  submit: predict({
    image: { input: 'image' },
    mask: { input: 'mask' },
    prompt: { input: 'prompt' },
    guidance: { param: 'guidance' },
    num_outputs: { param: 'num_outputs' },
    steps: { param: 'steps' },
    outpaint: { param: 'outpaint' },
    output_format: { param: 'output_format' },
    safety_tolerance: { param: 'safety_tolerance' },
    seed: { param: 'seed' },
  }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: replicatePictures,
  resultLifetime: replicateLifetime,
});
