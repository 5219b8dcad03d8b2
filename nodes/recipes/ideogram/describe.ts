import { defineRecipe } from '#core/recipe/schema';
import { ideogramPicture } from '../ideogram-pictures.ts';

/** Words for a picture. Source: PROTOCOL 5.5 and the vendor's own documentation. */
export const recipe = defineRecipe({
  id: 'ideogram/describe',
  version: 1,
  nodes: ['image-describe'],
  system: 'ideogram',
  title: { en: 'Ideogram, describe', zh: 'Ideogram 描述' },
  models: [{ id: 'ideogram-describe' }],
  match: ['ideogram*'],
  params: {},
  media: { image: ideogramPicture },
  charges: true,
  submit: { method: 'POST', path: '/ideogram/describe', multipart: { image_file: { input: 'image' } } },
  outputs: { text: { as: 'text', paths: ['descriptions[0].text', 'data[0].text'] } },
});
