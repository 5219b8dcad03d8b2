import { defineRecipe } from '#core/recipe/schema';
import { klingLifetime, klingPicture } from '../kling-task.ts';

/** The parts of a picture, answered at once: subject, head, face, clothes. Source: PROTOCOL 9 and Kling's own documentation. */
export const recipe = defineRecipe({
  id: 'kling/image-recognize',
  version: 1,
  nodes: ['image-parts'],
  system: 'kling',
  title: { en: 'Kling, parts of a picture', zh: '可灵图像元素识别' },
  models: [],
  params: {},
  media: { image: klingPicture },
  charges: true,
  submit: {
    method: 'POST',
    path: '/kling/v1/videos/image-recognize',
    json: { object: { image: { input: 'image' } } },
  },
  outputs: {
    images: { as: 'media', kind: 'image', urls: ['data.task_result.images[*].url'], all: true },
    names: {
      as: 'json',
      // What is not in the picture has no address, and no place in either list.
      give: {
        each: { answer: ['data.task_result.images'] },
        give: {
          when: { present: { item: true, path: 'url' } },
          give: {
            lookup: { item: true, path: 'type' },
            table: { object_seg: 'subject', head_seg: 'head', face_seg: 'face', cloth_seg: 'clothes' },
            otherwise: { first: [{ item: true, path: 'type' }, { constant: 'part' }] },
          },
        },
      },
    },
  },
  resultLifetime: klingLifetime,
});
