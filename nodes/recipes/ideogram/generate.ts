import { defineRecipe } from '#core/recipe/schema';
import {
  ideogramFields,
  ideogramParams,
  ideogramPicture,
  ideogramResults,
  ideogramShape,
  ideogramShapeFields,
  ideogramWeight,
  ideogramWordFields,
  ideogramWords,
} from '../ideogram-pictures.ts';

/** Ideogram 3: pictures with words in them; from a picture it is a remix. Source: PROTOCOL 5.5. */
export const recipe = defineRecipe({
  id: 'ideogram/generate',
  version: 1,
  nodes: ['image'],
  system: 'ideogram',
  title: { en: 'Ideogram 3', zh: 'Ideogram 3' },
  models: [{ id: 'ideogram-v3' }],
  match: ['ideogram*'],
  params: {
    ...ideogramShape,
    ...ideogramWords,
    ...ideogramParams,
    image_weight: ideogramWeight,
  },
  media: { images: ideogramPicture },
  charges: true,
  submit: {
    method: 'POST',
    path: '/ideogram/v1/ideogram-v3/generate',
    multipart: { ...ideogramWordFields, ...ideogramShapeFields, ...ideogramFields },
  },
  variants: [
    {
      when: { present: { input: 'images' } },
      submit: {
        method: 'POST',
        path: '/ideogram/v1/ideogram-v3/remix',
        multipart: {
          image: { input: 'images' },
          ...ideogramWordFields,
          ...ideogramShapeFields,
          ...ideogramFields,
          image_weight: { param: 'image_weight' },
        },
      },
    },
  ],
  ...ideogramResults,
});
