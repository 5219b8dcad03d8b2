import { defineRecipe } from '#core/recipe/schema';
import { ratioParam, seedParam } from '../pictures.ts';
import {
  outputFormat,
  predict,
  replicateLifetime,
  replicatePictures,
  replicateTask,
  replicateUpstream,
} from '../replicate-task.ts';

/** Flux with a LoRA of one’s own. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/flux-lora',
  version: 1,
  nodes: ['image'],
  system: 'replicate',
  title: { en: 'Flux with LoRA (Replicate)', zh: 'Flux LoRA（Replicate）' },
  models: [{ id: 'lucataco/flux-dev-lora' }, { id: 'lucataco/flux-schnell-lora' }],
  match: ['lucataco/flux-*'],
  params: {
    hf_lora: {
      type: 'text',
      label: { en: 'LoRA', zh: 'LoRA' },
      help: { en: 'A path at Hugging Face, or a link.', zh: 'Hugging Face 路径或链接。' },
    },
    lora_scale: { type: 'number', min: -1, max: 3, step: 0.1, label: { en: 'Weight of the LoRA', zh: 'LoRA 权重' } },
    num_outputs: { type: 'integer', min: 1, max: 4, label: { en: 'How many', zh: '张数' } },
    aspect_ratio: ratioParam(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '21:9', '9:21']),
    num_inference_steps: { type: 'integer', min: 1, max: 50, advanced: true, label: { en: 'Steps', zh: '步数' } },
    guidance_scale: {
      type: 'number',
      min: 0,
      max: 10,
      models: ['*-dev-*'],
      advanced: true,
      label: { en: 'Closeness to the prompt', zh: '提示词相关度' },
    },
    ...outputFormat,
    seed: seedParam(),
  },
  charges: true,
  submit: predict({
    prompt: { input: 'prompt' },
    hf_lora: { param: 'hf_lora' },
    lora_scale: { param: 'lora_scale' },
    num_outputs: { param: 'num_outputs' },
    aspect_ratio: { param: 'aspect_ratio' },
    num_inference_steps: { param: 'num_inference_steps' },
    guidance_scale: { param: 'guidance_scale' },
    output_format: { param: 'output_format' },
    seed: { param: 'seed' },
  }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: replicatePictures,
  resultLifetime: replicateLifetime,
});
