import { defineRecipe } from '#core/recipe/schema';
import { ideogramPicture, ideogramResults } from '../ideogram-pictures.ts';

/** Twice the size. Source: PROTOCOL 5.5 and the vendor's own documentation. */
export const recipe = defineRecipe({
  id: 'ideogram/upscale',
  version: 1,
  nodes: ['image-upscale'],
  system: 'ideogram',
  title: { en: 'Ideogram, enlarge', zh: 'Ideogram 放大' },
  models: [{ id: 'ideogram-upscale' }],
  match: ['ideogram*'],
  params: {
    resemblance: { type: 'integer', min: 1, max: 100, unit: '%', label: { en: 'Likeness', zh: '相似度' } },
    detail: { type: 'integer', min: 1, max: 100, unit: '%', label: { en: 'Detail', zh: '细节' } },
    num_images: { type: 'integer', default: 1, min: 1, max: 8, label: { en: 'How many', zh: '张数' } },
    seed: { type: 'integer', min: 0, max: 2_147_483_647, advanced: true, label: { en: 'Seed', zh: '随机种子' } },
  },
  media: { image: ideogramPicture },
  charges: true,
  submit: {
    method: 'POST',
    path: '/ideogram/upscale',
    multipart: {
      image_file: { input: 'image' },
      image_request: {
        object: {
          prompt: { input: 'prompt' },
          resemblance: { param: 'resemblance' },
          detail: { param: 'detail' },
          num_images: {
            when: { not: { equals: [{ param: 'num_images' }, { constant: 1 }] } },
            give: { param: 'num_images' },
          },
          seed: { param: 'seed' },
        },
      },
    },
  },
  ...ideogramResults,
});
