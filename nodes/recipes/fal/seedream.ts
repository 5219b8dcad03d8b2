import { defineRecipe } from '#core/recipe/schema';
import { enqueue, falPictures, falTask, falUpstream, imageSize, manyPictures } from '../fal-task.ts';
import { seedParam } from '../pictures.ts';

/** Seedream 4, from words or pictures. Source: PROTOCOL 6.2. */
export const recipe = defineRecipe({
  id: 'fal/seedream',
  version: 1,
  nodes: ['image'],
  system: 'fal',
  title: { en: 'Seedream 4 (fal)', zh: 'Seedream 4（fal）' },
  models: [{ id: 'fal-ai/bytedance/seedream/v4/text-to-image' }, { id: 'fal-ai/bytedance/seedream/v4/edit' }],
  match: ['fal-ai/bytedance/seedream/*'],
  params: { ...imageSize, ...manyPictures(6), seed: seedParam() },
  media: { images: { form: 'url-or-data', models: ['*/edit'], maxCount: 10, types: ['image/*'] } },
  charges: true,
  submit: enqueue({
    prompt: { input: 'prompt' },
    image_size: { param: 'image_size' },
    num_images: { param: 'num_images' },
    seed: { param: 'seed' },
    image_urls: {
      when: { fits: { param: 'model' }, patterns: ['*/edit'] },
      give: {
        must: { input: 'images' },
        field: 'images',
        problem: { en: 'needs pictures for this model', zh: '：该模型需要图片' },
      },
    },
  }),
  task: falTask,
  upstream: falUpstream,
  ...falPictures,
});
