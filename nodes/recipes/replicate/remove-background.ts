import { defineRecipe } from '#core/recipe/schema';
import { predict, replicateLifetime, replicatePictures, replicateTask, replicateUpstream } from '../replicate-task.ts';

/** Cuts out what is in front. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/remove-background',
  version: 1,
  nodes: ['image-background'],
  system: 'replicate',
  title: { en: 'Remove background (Replicate)', zh: '去背景（Replicate）' },
  models: [{ id: 'lucataco/remove-bg' }],
  match: ['lucataco/remove-bg*'],
  params: {},
  media: { image: { form: 'url-or-data', maxCount: 1, types: ['image/*'] } },
  charges: true,
  submit: predict({ image: { input: 'image' } }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: replicatePictures,
  resultLifetime: replicateLifetime,
});
