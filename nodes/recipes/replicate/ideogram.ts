import { defineRecipe } from '#core/recipe/schema';
import { ratioParam, seedParam } from '../pictures.ts';
import { predict, replicateLifetime, replicatePictures, replicateTask, replicateUpstream } from '../replicate-task.ts';

/** Ideogram through Replicate. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/ideogram',
  version: 1,
  nodes: ['image'],
  system: 'replicate',
  title: { en: 'Ideogram 2 Turbo (Replicate)', zh: 'Ideogram 2 Turbo（Replicate）' },
  models: [{ id: 'ideogram-ai/ideogram-v2-turbo' }],
  match: ['ideogram-ai/*'],
  params: {
    aspect_ratio: ratioParam(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '16:10', '10:16', '3:1', '1:3']),
    resolution: { type: 'text', advanced: true, label: { en: 'Resolution', zh: '分辨率' }, unit: 'px' },
    style_type: {
      type: 'choice',
      open: true,
      options: [
        { value: 'Auto' },
        { value: 'General' },
        { value: 'Realistic' },
        { value: 'Design' },
        { value: 'Render 3D' },
        { value: 'Anime' },
      ],
      label: { en: 'Style', zh: '风格' },
    },
    magic_prompt_option: {
      type: 'choice',
      options: [{ value: 'Auto' }, { value: 'On' }, { value: 'Off' }],
      label: { en: 'Improve the prompt', zh: '优化提示词' },
    },
    seed: seedParam(),
  },
  charges: true,
  submit: predict({
    prompt: { input: 'prompt' },
    aspect_ratio: { param: 'aspect_ratio' },
    resolution: { param: 'resolution' },
    style_type: { param: 'style_type' },
    magic_prompt_option: { param: 'magic_prompt_option' },
    seed: { param: 'seed' },
  }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: replicatePictures,
  resultLifetime: replicateLifetime,
});
