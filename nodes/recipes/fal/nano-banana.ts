import { defineRecipe } from '#core/recipe/schema';
import { enqueue, falPictures, falTask, falUpstream, manyPictures } from '../fal-task.ts';

/** Nano Banana; with pictures it changes them. Source: PROTOCOL 6.2. */
export const recipe = defineRecipe({
  id: 'fal/nano-banana',
  version: 1,
  nodes: ['image'],
  system: 'fal',
  title: { en: 'Nano Banana (fal)', zh: 'Nano Banana（fal）' },
  models: [{ id: 'fal-ai/nano-banana' }, { id: 'fal-ai/nano-banana/edit' }],
  match: ['fal-ai/nano-banana*'],
  params: {
    ...manyPictures(4),
    output_format: {
      type: 'choice',
      options: [{ value: 'png' }, { value: 'jpeg' }],
      label: { en: 'File format', zh: '文件格式' },
    },
  },
  media: { images: { form: 'url-or-data', models: ['*/edit'], maxCount: 10, types: ['image/*'] } },
  charges: true,
  submit: enqueue({
    prompt: { input: 'prompt' },
    num_images: { param: 'num_images' },
    output_format: { param: 'output_format' },
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
