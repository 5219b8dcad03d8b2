import { defineRecipe } from '#core/recipe/schema';
import { enqueue, falFilm, falTask, falUpstream } from '../fal-task.ts';
import { firstPicture, lengthParam, negativePromptParam } from '../films.ts';
import { ratioParam } from '../pictures.ts';

/** Kling, from words or a first picture. Source: PROTOCOL 6.2. */
export const recipe = defineRecipe({
  id: 'fal/kling',
  version: 1,
  nodes: ['video'],
  system: 'fal',
  title: { en: 'Kling 2.5 Turbo (fal)', zh: '可灵 2.5 Turbo（fal）' },
  models: [
    { id: 'fal-ai/kling-video/v2.5-turbo/pro/text-to-video' },
    { id: 'fal-ai/kling-video/v2.5-turbo/pro/image-to-video' },
  ],
  match: ['fal-ai/kling-video/*'],
  params: {
    aspect_ratio: ratioParam(['16:9', '9:16', '1:1'], { models: ['*/text-to-video'] }),
    duration: lengthParam(['5', '10']),
    negative_prompt: negativePromptParam,
    cfg_scale: {
      type: 'number',
      min: 0,
      max: 1,
      step: 0.1,
      advanced: true,
      label: { en: 'Closeness to the prompt', zh: '提示词相关度' },
    },
  },
  media: { images: { form: 'url-or-data', models: ['*/image-to-video'], maxCount: 1, types: ['image/*'] } },
  charges: true,
  submit: enqueue({
    prompt: { input: 'prompt' },
    image_url: {
      when: { fits: { param: 'model' }, patterns: ['*/image-to-video'] },
      give: {
        must: firstPicture,
        field: 'images',
        problem: { en: 'needs a picture for this model', zh: '：该模型需要一张图片' },
      },
    },
    aspect_ratio: { param: 'aspect_ratio' },
    duration: { param: 'duration' },
    negative_prompt: { param: 'negative_prompt' },
    cfg_scale: { param: 'cfg_scale' },
  }),
  task: { ...falTask, usual: 180 },
  upstream: falUpstream,
  ...falFilm,
});
