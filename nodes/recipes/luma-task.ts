import type { RecipeSource } from '#core/recipe/schema';

/** How Luma's tasks are asked for. Source: PROTOCOL 8.5. */
export const lumaTask = {
  id: ['id'],
  query: { method: 'GET', path: '/luma/generations/{id}' },
  status: ['state'],
  reason: ['failure_reason'],
  batch: {
    step: { method: 'POST', path: '/luma/tasks', json: { object: { ids: { param: 'ids' } } } },
    rows: '[*]',
    id: ['id'],
  },
  usual: 120,
} as const satisfies RecipeSource['task'];
