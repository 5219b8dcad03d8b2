import type { RecipeSource } from '#core/recipe/schema';

/** What all models behind `/v1/video/create` share. Source: PROTOCOL 8.1 and 20. */
export const unifiedVideoTask = {
  id: ['id', 'task_id', 'data.task_id', 'data.id'],
  query: { method: 'GET', path: '/v1/video/query', query: { id: { text: '{id}' } } },
  status: ['status', 'data.status'],
  progress: ['progress', 'detail.pending_info.progress_pct'],
  reason: ['error.message', 'error', 'detail.pending_info.failure_reason', 'fail_reason'],
  // Some builds say that it is completed and never give a link; the file is then had by the official route.
  retrieve: { method: 'GET', path: '/v1/videos/{id}/content', answer: 'binary' },
  usual: 240,
} as const satisfies RecipeSource['task'];

export const unifiedVideoOutputs = {
  video: {
    as: 'media',
    kind: 'video',
    urls: ['video_url', 'detail.generations[*].url', 'detail.url', 'data.video_url'],
    body: true,
  },
} as const satisfies RecipeSource['outputs'];

/** Nobody tells how long the links of the video hosts live; hours at most. */
export const unifiedVideoLifetime = 3600;
