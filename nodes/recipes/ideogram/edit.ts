import { defineRecipe } from '#core/recipe/schema';
import {
  ideogramFields,
  ideogramMask,
  ideogramParams,
  ideogramResults,
  ideogramWordFields,
  ideogramWords,
} from '../ideogram-pictures.ts';

/** Draws the black part of a mask anew. Source: PROTOCOL 5.5. */
export const recipe = defineRecipe({
  id: 'ideogram/edit',
  version: 1,
  nodes: ['image-edit'],
  system: 'ideogram',
  title: { en: 'Ideogram 3, edit', zh: 'Ideogram 3 编辑' },
  models: [{ id: 'ideogram-v3' }],
  match: ['ideogram-v3*'],
  params: { ...ideogramWords, ...ideogramParams },
  ...ideogramMask,
  charges: true,
  submit: {
    method: 'POST',
    path: '/ideogram/v1/ideogram-v3/edit',
    multipart: { image: { input: 'image' }, mask: { input: 'mask' }, ...ideogramWordFields, ...ideogramFields },
  },
  ...ideogramResults,
});
