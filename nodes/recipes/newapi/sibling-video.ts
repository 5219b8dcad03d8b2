import { defineRecipe } from '#core/recipe/schema';
import { lengthParam } from '../films.ts';
import { ratioParam } from '../pictures.ts';

/** Films in the dialect of sibling sites. Source: PROTOCOL 8.4. */
export const recipe = defineRecipe({
  id: 'newapi/sibling-video',
  version: 1,
  nodes: ['video'],
  alternative: true,
  system: 'newapi-video',
  title: { en: 'Video (version 2 route)', zh: '视频（v2 路由）' },
  models: [{ id: 'sora-2' }, { id: 'veo3.1' }],
  params: {
    aspect_ratio: ratioParam(['16:9', '9:16']),
    duration: lengthParam(['10', '15']),
    hd: { type: 'boolean', label: { en: 'High definition', zh: '高清' } },
    watermark: { type: 'boolean', advanced: true, label: { en: 'Watermark', zh: '水印' } },
    private: { type: 'boolean', advanced: true, label: { en: 'Private', zh: '私密' } },
  },
  media: { images: { form: 'public-url', types: ['image/*'] } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v2/videos/generations',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        images: { omitEmpty: { input: 'images' } },
        aspect_ratio: { param: 'aspect_ratio' },
        duration: { param: 'duration' },
        hd: { param: 'hd' },
        watermark: { param: 'watermark' },
        private: { param: 'private' },
      },
    },
  },
  task: {
    id: ['task_id', 'id'],
    query: { method: 'GET', path: '/v2/videos/generations/{id}' },
    status: ['status', 'data.status'],
    progress: ['progress'],
    reason: ['fail_reason', 'error.message'],
    usual: 240,
  },
  outputs: { video: { as: 'media', kind: 'video', urls: ['data.output', 'data.outputs[*]'] } },
  resultLifetime: 3600,
});
