import { defineRecipe } from '#core/recipe/schema';
import { resolutionParam } from '../films.ts';
import { ratioParam } from '../pictures.ts';
import { unifiedVideoLifetime, unifiedVideoOutputs, unifiedVideoTask } from '../unified-video.ts';

/** Jimeng films on the unified route. Source: PROTOCOL 8.1. */
export const recipe = defineRecipe({
  id: 'video/jimeng-unified',
  version: 1,
  nodes: ['video'],
  system: 'jimeng',
  title: { en: 'Jimeng Video', zh: '即梦视频' },
  models: [{ id: 'jimeng-video-3.0' }],
  match: ['jimeng-video-*'],
  params: {
    aspect_ratio: ratioParam(['16:9', '4:3', '1:1', '3:4', '9:16', '21:9']),
    size: resolutionParam(['720P', '1080P']),
  },
  media: { images: { form: 'public-url', maxCount: 2, types: ['image/*'] } },
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
  task: { ...unifiedVideoTask, usual: 180 },
  outputs: unifiedVideoOutputs,
  resultLifetime: unifiedVideoLifetime,
});
