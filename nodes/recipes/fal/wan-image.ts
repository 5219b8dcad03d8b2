import { defineRecipe } from '#core/recipe/schema';
import { enqueue, falPictures, falTask, falUpstream, imageSize } from '../fal-task.ts';
import { firstPicture } from '../films.ts';
import { seedParam } from '../pictures.ts';

/** A picture changed by Wan. Source: PROTOCOL 6.2. */
export const recipe = defineRecipe({
  id: 'fal/wan-image',
  version: 1,
  nodes: ['image'],
  system: 'fal',
  title: { en: 'Wan 2.2 (fal)', zh: 'Wan 2.2（fal）' },
  models: [{ id: 'fal-ai/wan/v2.2-a14b/image-to-image' }],
  match: ['fal-ai/wan/*image-to-image'],
  params: {
    ...imageSize,
    strength: { type: 'number', min: 0, max: 1, step: 0.05, label: { en: 'How much it changes', zh: '重绘强度' } },
    num_inference_steps: { type: 'integer', min: 2, max: 40, advanced: true, label: { en: 'Steps', zh: '步数' } },
    shift: { type: 'number', min: 1, max: 10, advanced: true, label: { en: 'Shift', zh: '偏移' } },
    guidance_scale: {
      type: 'number',
      min: 1,
      max: 10,
      advanced: true,
      label: { en: 'Closeness to the prompt', zh: '提示词相关度' },
    },
    seed: seedParam(),
  },
  media: { images: { form: 'url-or-data', maxCount: 1, types: ['image/*'] } },
  charges: true,
  submit: enqueue({
    prompt: { input: 'prompt' },
    image_url: {
      must: firstPicture,
      field: 'images',
      problem: { en: 'needs a picture for this model', zh: '：该模型需要一张图片' },
    },
    image_size: { param: 'image_size' },
    strength: { param: 'strength' },
    num_inference_steps: { param: 'num_inference_steps' },
    shift: { param: 'shift' },
    guidance_scale: { param: 'guidance_scale' },
    seed: { param: 'seed' },
  }),
  task: falTask,
  upstream: falUpstream,
  ...falPictures,
});
