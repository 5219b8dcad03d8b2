import { defineRecipe } from '#core/recipe/schema';
import { klingImages, klingLifetime, klingPicture, klingTask, postKling } from '../kling-task.ts';

/** Clothes of one picture on the person of another. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/try-on',
  version: 1,
  nodes: ['try-on'],
  system: 'kling',
  title: { en: 'Kolors try-on', zh: '可图虚拟试穿' },
  models: [{ id: 'kolors-virtual-try-on-v1-5' }, { id: 'kolors-virtual-try-on-v1' }],
  match: ['kolors-*'],
  params: {},
  media: { person: klingPicture, clothes: klingPicture },
  charges: true,
  submit: postKling('images/kolors-virtual-try-on', {
    model_name: { param: 'model' },
    human_image: { input: 'person' },
    cloth_image: { input: 'clothes' },
  }),
  task: klingTask('images/kolors-virtual-try-on', 40),
  outputs: klingImages,
  resultLifetime: klingLifetime,
});
