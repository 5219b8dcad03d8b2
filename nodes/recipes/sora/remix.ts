import { defineRecipe } from '#core/recipe/schema';

/** A film of Sora again, by another prompt. Source: PROTOCOL 8.2. */
export const recipe = defineRecipe({
  id: 'sora/remix',
  version: 1,
  nodes: ['video-remix'],
  system: 'sora',
  title: { en: 'Sora remix', zh: 'Sora 再创作' },
  models: [],
  params: {
    size: { type: 'text', advanced: true, label: { en: 'Size', zh: '画面尺寸' }, unit: 'px' },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/videos/{of}/remix',
    values: {
      of: {
        must: { input: 'task', path: 'id' },
        field: 'task',
        problem: { en: 'has no id of a Sora video', zh: '中没有 Sora 视频的编号' },
      },
    },
    json: { object: { prompt: { input: 'prompt' }, size: { param: 'size' } } },
  },
  task: {
    id: ['id', 'task_id'],
    query: { method: 'GET', path: '/v1/videos/{id}' },
    status: ['status'],
    progress: ['progress'],
    reason: ['error.message', 'error.code', 'error'],
    retrieve: { method: 'GET', path: '/v1/videos/{id}/content', answer: 'binary' },
    patience: 1,
    usual: 180,
  },
  outputs: { video: { as: 'media', kind: 'video', urls: ['video_url', 'url', 'metadata.url'], body: true } },
  resultLifetime: 3600,
});
