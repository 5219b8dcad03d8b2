import { defineRecipe } from '#core/recipe/schema';
import { enqueue, falFilm, falTask, falUpstream } from '../fal-task.ts';
import { firstPicture, lengthParam, resolutionParam } from '../films.ts';
import { ratioParam } from '../pictures.ts';

/** Veo 3, from words or a first picture. Source: PROTOCOL 6.2. */
export const recipe = defineRecipe({
  id: 'fal/veo',
  version: 1,
  nodes: ['video'],
  system: 'fal',
  title: { en: 'Veo 3 (fal)', zh: 'Veo 3（fal）' },
  models: [
    { id: 'fal-ai/veo3' },
    { id: 'fal-ai/veo3/fast' },
    { id: 'fal-ai/veo3/image-to-video' },
    { id: 'fal-ai/veo3/fast/image-to-video' },
  ],
  match: ['fal-ai/veo*'],
  params: {
    aspect_ratio: ratioParam(['16:9', '9:16']),
    duration: lengthParam(['4s', '6s', '8s']),
    resolution: resolutionParam(['720p', '1080p']),
    generate_audio: { type: 'boolean', label: { en: 'With sound', zh: '生成声音' } },
    enhance_prompt: {
      type: 'boolean',
      models: ['fal-ai/veo3', 'fal-ai/veo3/fast'],
      advanced: true,
      label: { en: 'Improve the prompt', zh: '优化提示词' },
    },
    auto_fix: {
      type: 'boolean',
      models: ['fal-ai/veo3', 'fal-ai/veo3/fast'],
      advanced: true,
      label: { en: 'Mend refused prompts', zh: '自动修正提示词' },
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
    resolution: { param: 'resolution' },
    generate_audio: { param: 'generate_audio' },
    enhance_prompt: { param: 'enhance_prompt' },
    auto_fix: { param: 'auto_fix' },
  }),
  task: { ...falTask, usual: 180 },
  upstream: falUpstream,
  ...falFilm,
});
