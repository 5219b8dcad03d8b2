import { defineRecipe } from '#core/recipe/schema';
import {
  ideogramFields,
  ideogramParams,
  ideogramPicture,
  ideogramResults,
  ideogramWordFields,
  ideogramWords,
} from '../ideogram-pictures.ts';

/** Keeps what is in front and draws another background. Source: PROTOCOL 5.5. */
export const recipe = defineRecipe({
  id: 'ideogram/replace-background',
  version: 1,
  nodes: ['image-background'],
  system: 'ideogram',
  title: { en: 'Ideogram 3, background', zh: 'Ideogram 3 换背景' },
  models: [{ id: 'ideogram-v3' }],
  match: ['ideogram-v3*'],
  params: { ...ideogramWords, ...ideogramParams },
  media: { image: ideogramPicture },
  charges: true,
  submit: {
    method: 'POST',
    path: '/ideogram/v1/ideogram-v3/replace-background',
    multipart: { image: { input: 'image' }, ...ideogramWordFields, ...ideogramFields },
  },
  checks: [
    {
      holds: { present: { input: 'prompt' } },
      field: 'prompt',
      problem: { en: 'is empty: say what the background shall be', zh: '为空：请描述新的背景' },
    },
  ],
  ...ideogramResults,
});
