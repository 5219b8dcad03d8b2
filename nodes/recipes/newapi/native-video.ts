import { defineRecipe } from '#core/recipe/schema';
import { filmSeedParam, inlinePictures, secondsParam } from '../films.ts';

/** Films on new-api's own route, for models that a site maps to it. Source: PROTOCOL 8.3. */
export const recipe = defineRecipe({
  id: 'newapi/native-video',
  version: 1,
  nodes: ['video'],
  system: 'newapi-video',
  title: { en: 'Video (new-api)', zh: '视频（new-api）' },
  models: [{ id: 'practice-video' }],
  params: {
    duration: secondsParam(1, 60),
    size: {
      type: 'text',
      label: { en: 'Size', zh: '画面尺寸' },
      help: { en: 'Such as 1280x720.', zh: '例如 1280x720。' },
      unit: 'px',
    },
    seed: filmSeedParam,
    metadata: {
      type: 'json',
      advanced: true,
      label: { en: 'Fields of the vendor', zh: '厂商字段' },
      help: {
        en: 'An object that is handed on, such as {"resolution": "720p"}.',
        zh: '原样传给厂商的对象，例如 {"resolution": "720p"}。',
      },
    },
  },
  media: { images: inlinePictures(4) },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/video/generations',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        images: { omitEmpty: { input: 'images' } },
        duration: { param: 'duration' },
        size: { param: 'size' },
        seed: { param: 'seed' },
        metadata: { param: 'metadata' },
      },
    },
  },
  task: {
    id: ['task_id', 'id', 'data.task_id'],
    query: { method: 'GET', path: '/v1/video/generations/{id}' },
    status: ['data.status', 'status'],
    progress: ['data.progress', 'progress'],
    reason: ['data.fail_reason', 'error.message', 'fail_reason'],
    usual: 180,
  },
  outputs: {
    video: {
      as: 'media',
      kind: 'video',
      // Old builds have the link where a failure has its reason.
      urls: ['data.result_url', 'data.url', 'url', 'metadata.url', 'data.data.video_url', 'data.fail_reason'],
    },
  },
  resultLifetime: 3600,
});
