import { defineRecipe } from '#core/recipe/schema';
import { midjourneyPicture } from '../midjourney-task.ts';

/** Links of pictures; the result is a list of them and no task. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/upload',
  version: 1,
  nodes: ['midjourney-upload'],
  system: 'midjourney',
  title: { en: 'Midjourney upload', zh: 'Midjourney 上传图片' },
  models: [],
  params: {},
  media: { images: { ...midjourneyPicture, minCount: 1, maxCount: 10 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/mj/submit/upload-discord-images',
    json: { object: { base64Array: { input: 'images' } } },
  },
  outputs: { links: { as: 'text', paths: ['result[*]'], all: true } },
});
