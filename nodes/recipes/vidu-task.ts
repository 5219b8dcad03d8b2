import type { RecipeSource } from '#core/recipe/schema';

/** How all of Vidu's tasks are asked for. Source: PROTOCOL 8.5. */
export const viduTask = {
  id: ['task_id', 'id'],
  query: { method: 'GET', path: '/ent/v2/tasks/{id}/creations' },
  status: ['state'],
  reason: ['err_code', 'message'],
} as const satisfies RecipeSource['task'];
