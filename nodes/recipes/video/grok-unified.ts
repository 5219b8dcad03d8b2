import { defineRecipe } from '#core/recipe/schema';
import { ratioParam } from '../pictures.ts';
import { unifiedVideoLifetime, unifiedVideoOutputs, unifiedVideoTask } from '../unified-video.ts';

/** Grok films on the unified route; with a picture the film has its shape. Source: PROTOCOL 8.1. */
export const recipe = defineRecipe({
  id: 'video/grok-unified',
  version: 1,
  nodes: ['video'],
  system: 'grok',
  title: { en: 'Grok Video', zh: 'Grok 视频' },
  models: [{ id: 'grok-video-3' }],
  match: ['grok-video-*'],
  params: {
    aspect_ratio: ratioParam(['2:3', '3:2', '1:1'], { default: '2:3' }),
    size: {
      type: 'choice',
      default: '720P',
      options: [{ value: '720P' }],
      label: { en: 'Resolution', zh: '分辨率' },
    },
  },
  media: { images: { form: 'public-url', maxCount: 1, types: ['image/*'] } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/video/create',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        images: { concat: [{ input: 'images' }] },
        aspect_ratio: { param: 'aspect_ratio' },
        size: { param: 'size' },
      },
    },
  },
  task: { ...unifiedVideoTask, usual: 90 },
  outputs: unifiedVideoOutputs,
  resultLifetime: unifiedVideoLifetime,
});
