import { defineRecipe } from '#core/recipe/schema';
import { klingImages, klingLifetime, klingPicture, klingTask, postKling } from '../kling-task.ts';
import { countParam, countUnlessOne } from '../pictures.ts';

/** Draws on beyond the edges; the whole is at most three times the picture. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/expand',
  version: 1,
  nodes: ['image-expand'],
  system: 'kling',
  title: { en: 'Kling, expand', zh: '可灵扩图' },
  models: [{ id: 'kling-expand' }],
  match: ['kling*'],
  params: {
    up: { type: 'number', default: 0.3, min: 0, max: 2, step: 0.1, unit: '×', label: { en: 'Above', zh: '向上' } },
    down: { type: 'number', default: 0.3, min: 0, max: 2, step: 0.1, unit: '×', label: { en: 'Below', zh: '向下' } },
    left: { type: 'number', default: 0.3, min: 0, max: 2, step: 0.1, unit: '×', label: { en: 'Left', zh: '向左' } },
    right: { type: 'number', default: 0.3, min: 0, max: 2, step: 0.1, unit: '×', label: { en: 'Right', zh: '向右' } },
    n: countParam(9),
  },
  media: { image: klingPicture },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('images/editing/expand', {
    image: { input: 'image' },
    prompt: { input: 'prompt' },
    up_expansion_ratio: { param: 'up' },
    down_expansion_ratio: { param: 'down' },
    left_expansion_ratio: { param: 'left' },
    right_expansion_ratio: { param: 'right' },
    n: countUnlessOne,
  }),
  task: klingTask('images/editing/expand', 60),
  outputs: klingImages,
  resultLifetime: klingLifetime,
});
