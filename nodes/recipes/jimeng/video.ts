import { defineRecipe } from '#core/recipe/schema';
import { firstPicture, lengthParam } from '../films.ts';
import { ratioParam } from '../pictures.ts';

/** Jimeng on the gateway's short route. Source: PROTOCOL 8.1. */
export const recipe = defineRecipe({
  id: 'jimeng/video',
  version: 1,
  nodes: ['video'],
  system: 'jimeng',
  title: { en: 'Jimeng (short route)', zh: '即梦（简易路由）' },
  models: [{ id: 'jimeng-videos' }],
  match: ['jimeng-videos*'],
  params: {
    aspect_ratio: ratioParam(['16:9', '4:3', '1:1', '3:4', '9:16', '21:9']),
    duration: lengthParam([5, 10]),
    cfg_scale: {
      type: 'number',
      min: 0,
      max: 1,
      step: 0.1,
      advanced: true,
      label: { en: 'Closeness to the prompt', zh: '提示词相关度' },
    },
  },
  media: { images: { form: 'public-url', maxCount: 1, types: ['image/*'] } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/jimeng/submit/videos',
    json: {
      object: {
        prompt: { input: 'prompt' },
        image_url: firstPicture,
        duration: { param: 'duration' },
        aspect_ratio: { param: 'aspect_ratio' },
        cfg_scale: { param: 'cfg_scale' },
      },
    },
  },
  task: {
    id: ['data.task_id', 'task_id', 'id', 'data'],
    query: { method: 'GET', path: '/jimeng/fetch/{id}' },
    status: ['data.status', 'status'],
    progress: ['data.progress', 'progress'],
    reason: ['data.fail_reason', 'fail_reason', 'message'],
    usual: 180,
  },
  outputs: { video: { as: 'media', kind: 'video', urls: ['data.data.video_url', 'data.video_url', 'video_url'] } },
  resultLifetime: 3600,
});
