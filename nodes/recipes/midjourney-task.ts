import type { RecipeSource } from '#core/recipe/schema';

/** How Midjourney's tasks are submitted and asked for; 1, 21 and 22 mean that it was taken. Source: PROTOCOL 7. */
export const midjourneyTask = {
  id: ['result'],
  accepted: { path: 'code', values: [1, 21, 22] },
  query: { method: 'GET', path: '/mj/task/{id}/fetch' },
  status: ['status'],
  progress: ['progress'],
  reason: ['failReason', 'description'],
  usual: 60,
} as const satisfies RecipeSource['task'];

/** The picture, and the whole task, whose buttons the next node presses. */
export const midjourneyOutputs = {
  image: { as: 'media', kind: 'image', urls: ['imageUrl'] },
  task: { as: 'json' },
} as const satisfies RecipeSource['outputs'];

/** Links of Discord die after a day. */
export const midjourneyLifetime = 24 * 3600;
