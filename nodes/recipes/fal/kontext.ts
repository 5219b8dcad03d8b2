import { defineRecipe } from '#core/recipe/schema';
import { enqueue, falPictures, falTask, falUpstream, manyPictures } from '../fal-task.ts';
import { firstPicture } from '../films.ts';
import { ratioParam, seedParam } from '../pictures.ts';

/** Flux Kontext: one picture changed, several combined, or from words. Source: PROTOCOL 6.2. */
export const recipe = defineRecipe({
  id: 'fal/kontext',
  version: 1,
  nodes: ['image'],
  system: 'fal',
  title: { en: 'Flux Kontext (fal)', zh: 'Flux Kontext（fal）' },
  models: [
    { id: 'fal-ai/flux-pro/kontext' },
    { id: 'fal-ai/flux-pro/kontext/max' },
    { id: 'fal-ai/flux-pro/kontext/max/multi' },
    { id: 'fal-ai/flux-pro/kontext/text-to-image' },
    { id: 'fal-ai/flux-pro/kontext/max/text-to-image' },
  ],
  match: ['fal-ai/flux-pro/*'],
  params: {
    aspect_ratio: ratioParam(['21:9', '16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21']),
    ...manyPictures(4),
    guidance_scale: {
      type: 'number',
      min: 1,
      max: 20,
      advanced: true,
      label: { en: 'Closeness to the prompt', zh: '提示词相关度' },
    },
    safety_tolerance: {
      type: 'choice',
      advanced: true,
      options: [{ value: '1' }, { value: '2' }, { value: '3' }, { value: '4' }, { value: '5' }, { value: '6' }],
      label: { en: 'What is let through', zh: '安全宽松度' },
    },
    output_format: {
      type: 'choice',
      options: [{ value: 'png' }, { value: 'jpeg' }],
      label: { en: 'File format', zh: '文件格式' },
    },
    seed: seedParam(),
  },
  media: {
    images: [
      { form: 'url-or-data', models: ['*/multi'], maxCount: 10, types: ['image/*'] },
      { form: 'url-or-data', models: ['*/kontext', '*/kontext/max'], maxCount: 1, types: ['image/*'] },
    ],
  },
  charges: true,
  submit: enqueue({
    prompt: { input: 'prompt' },
    aspect_ratio: { param: 'aspect_ratio' },
    num_images: { param: 'num_images' },
    guidance_scale: { param: 'guidance_scale' },
    safety_tolerance: { param: 'safety_tolerance' },
    output_format: { param: 'output_format' },
    seed: { param: 'seed' },
    image_url: {
      when: { fits: { param: 'model' }, patterns: ['*/kontext', '*/kontext/max'] },
      give: {
        must: firstPicture,
        field: 'images',
        problem: { en: 'needs a picture for this model', zh: '：该模型需要一张图片' },
      },
    },
    image_urls: {
      when: { fits: { param: 'model' }, patterns: ['*/multi'] },
      give: {
        must: { input: 'images' },
        field: 'images',
        problem: { en: 'needs pictures for this model', zh: '：该模型需要图片' },
      },
    },
  }),
  task: falTask,
  upstream: falUpstream,
  ...falPictures,
});
