import { defineRecipe } from '#core/recipe/schema';
import { legacyFields, legacyParams } from '../ideogram-legacy.ts';
import { ideogramMask, ideogramResults } from '../ideogram-pictures.ts';

/** Draws the black part of a mask anew, with Ideogram 2. Source: PROTOCOL 5.5 and the vendor's own documentation. */
export const recipe = defineRecipe({
  id: 'ideogram/legacy-edit',
  version: 1,
  nodes: ['image-edit'],
  system: 'ideogram',
  title: { en: 'Ideogram 2, edit', zh: 'Ideogram 2 编辑' },
  models: [{ id: 'V_2' }, { id: 'V_2_TURBO' }],
  match: ['V_2*', 'ideogram-v2*'],
  params: legacyParams,
  ...ideogramMask,
  charges: true,
  submit: {
    method: 'POST',
    path: '/ideogram/edit',
    multipart: { image_file: { input: 'image' }, mask: { input: 'mask' }, ...legacyFields },
  },
  ...ideogramResults,
});
