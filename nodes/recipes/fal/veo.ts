import { defineRecipe } from '#core/recipe/schema';
import { enqueue, falFilm, falTask, falUpstream } from '../fal-task.ts';
import { firstPicture, lengthParam, resolutionParam } from '../films.ts';

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
    aspect_ratio: {
      type: 'choice',
      options: [
        { value: 'auto', models: ['*/image-to-video'], label: { en: 'As the picture', zh: '跟随图片' } },
        { value: '16:9', label: { en: 'Wide 16:9', zh: '横屏 16:9' } },
        { value: '9:16', label: { en: 'Upright 9:16', zh: '竖屏 9:16' } },
        { value: '1:1', models: ['fal-ai/veo3', 'fal-ai/veo3/fast'], label: { en: 'Square 1:1', zh: '方形 1:1' } },
      ],
      label: { en: 'Aspect ratio', zh: '画面比例' },
    },
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
