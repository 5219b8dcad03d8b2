import { defineRecipe } from '#core/recipe/schema';
import { ratioParam } from '../pictures.ts';
import {
  outputFormat,
  predict,
  replicateLifetime,
  replicatePictures,
  replicateTask,
  replicateUpstream,
} from '../replicate-task.ts';

/** Google Imagen. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/imagen',
  version: 1,
  nodes: ['image'],
  system: 'replicate',
  title: { en: 'Imagen 4 (Replicate)', zh: 'Imagen 4（Replicate）' },
  models: [{ id: 'google/imagen-4' }, { id: 'google/imagen-4-fast' }, { id: 'google/imagen-4-ultra' }],
  match: ['google/imagen-*'],
  params: {
    aspect_ratio: ratioParam(['1:1', '9:16', '16:9', '3:4', '4:3']),
    ...outputFormat,
    safety_filter_level: {
      type: 'choice',
      advanced: true,
      options: [
        { value: 'block_low_and_above', label: { en: 'Strict', zh: '严格' } },
        { value: 'block_medium_and_above', label: { en: 'Middle', zh: '中等' } },
        { value: 'block_only_high', label: { en: 'Lax', zh: '宽松' } },
      ],
      label: { en: 'Safety filter', zh: '安全过滤' },
    },
  },
  charges: true,
  submit: predict({
    prompt: { input: 'prompt' },
    aspect_ratio: { param: 'aspect_ratio' },
    output_format: { param: 'output_format' },
    safety_filter_level: { param: 'safety_filter_level' },
  }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: replicatePictures,
  resultLifetime: replicateLifetime,
});
