import { defineRecipe } from '#core/recipe/schema';
import { negativePromptParam } from '../films.ts';
import { seedParam } from '../pictures.ts';
import { predict, replicateLifetime, replicatePictures, replicateTask, replicateUpstream } from '../replicate-task.ts';

/** Stable Diffusion and SDXL. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/diffusion',
  version: 1,
  nodes: ['image'],
  system: 'replicate',
  title: { en: 'Stable Diffusion (Replicate)', zh: 'Stable Diffusion（Replicate）' },
  models: [{ id: 'stability-ai/sdxl' }, { id: 'stability-ai/stable-diffusion' }],
  match: ['stability-ai/*'],
  params: {
    width: { type: 'integer', min: 64, max: 1536, label: { en: 'Width', zh: '宽' }, unit: 'px' },
    height: { type: 'integer', min: 64, max: 1536, label: { en: 'Height', zh: '高' }, unit: 'px' },
    num_outputs: { type: 'integer', min: 1, max: 4, label: { en: 'How many', zh: '张数' } },
    negative_prompt: negativePromptParam,
    scheduler: {
      type: 'choice',
      open: true,
      advanced: true,
      options: [
        { value: 'DDIM' },
        { value: 'DPMSolverMultistep' },
        { value: 'K_EULER' },
        { value: 'K_EULER_ANCESTRAL' },
        { value: 'PNDM' },
      ],
      label: { en: 'Scheduler', zh: '采样器' },
    },
    num_inference_steps: { type: 'integer', min: 1, max: 500, advanced: true, label: { en: 'Steps', zh: '步数' } },
    guidance_scale: {
      type: 'number',
      min: 1,
      max: 50,
      advanced: true,
      label: { en: 'Closeness to the prompt', zh: '提示词相关度' },
    },
    seed: seedParam(),
  },
  charges: true,
  submit: predict({
    prompt: { input: 'prompt' },
    width: { param: 'width' },
    height: { param: 'height' },
    num_outputs: { param: 'num_outputs' },
    negative_prompt: { param: 'negative_prompt' },
    scheduler: { param: 'scheduler' },
    num_inference_steps: { param: 'num_inference_steps' },
    guidance_scale: { param: 'guidance_scale' },
    seed: { param: 'seed' },
  }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: replicatePictures,
  resultLifetime: replicateLifetime,
});
