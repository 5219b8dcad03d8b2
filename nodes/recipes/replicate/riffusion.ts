import { defineRecipe } from '#core/recipe/schema';
import { predict, replicateLifetime, replicateTask, replicateUpstream } from '../replicate-task.ts';

/** A short loop of music. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/riffusion',
  version: 1,
  nodes: ['sound-effect'],
  system: 'replicate',
  title: { en: 'Riffusion (Replicate)', zh: 'Riffusion（Replicate）' },
  models: [{ id: 'riffusion/riffusion' }],
  match: ['riffusion/*'],
  params: {
    prompt_b: { type: 'text', label: { en: 'Changes into', zh: '渐变为' } },
    alpha: { type: 'number', min: 0, max: 1, step: 0.1, label: { en: 'How far it changes', zh: '渐变程度' } },
    denoising: { type: 'number', min: 0, max: 1, step: 0.05, advanced: true, label: { en: 'Freedom', zh: '去噪强度' } },
    seed_image_id: {
      type: 'choice',
      advanced: true,
      open: true,
      options: [
        { value: 'vibes' },
        { value: 'agile' },
        { value: 'marim' },
        { value: 'motorway' },
        { value: 'og_beat' },
      ],
      label: { en: 'Beginning', zh: '种子图' },
    },
  },
  charges: true,
  submit: predict({
    prompt_a: { input: 'prompt' },
    prompt_b: { param: 'prompt_b' },
    alpha: { param: 'alpha' },
    denoising: { param: 'denoising' },
    seed_image_id: { param: 'seed_image_id' },
  }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: { audio: { as: 'media', kind: 'audio', urls: ['output.audio', 'output', 'output[*]'] } },
  resultLifetime: replicateLifetime,
});
