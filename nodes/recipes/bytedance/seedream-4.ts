import { defineRecipe } from '#core/recipe/schema';
import { oneDay, pictureOutputs, watermarkParam } from '../pictures.ts';

/** Doubao Seedream 4 and later: reference pictures, and sets of pictures that belong together. Source: PROTOCOL 5.1. */
export const recipe = defineRecipe({
  id: 'bytedance/seedream-4',
  version: 1,
  nodes: ['image'],
  system: 'seedream',
  title: { en: 'Seedream 4', zh: '豆包 Seedream 4' },
  models: [{ id: 'doubao-seedream-4-5-251128' }, { id: 'doubao-seedream-4-0-250828' }],
  match: ['doubao-seedream-*', 'seedream-*'],
  params: {
    size: {
      type: 'choice',
      default: '2K',
      open: true,
      options: [
        { value: '1K' },
        { value: '2K' },
        { value: '4K' },
        { value: '2048x2048', label: { en: 'Square 2048×2048', zh: '方图 2048×2048' } },
        { value: '1728x2304', label: { en: 'Portrait 1728×2304', zh: '竖图 1728×2304' } },
        { value: '2304x1728', label: { en: 'Landscape 2304×1728', zh: '横图 2304×1728' } },
        { value: '2560x1440', label: { en: 'Wide 2560×1440', zh: '宽屏 2560×1440' } },
        { value: '1440x2560', label: { en: 'Upright 1440×2560', zh: '竖屏 1440×2560' } },
      ],
      label: { en: 'Size', zh: '尺寸' },
      help: {
        en: 'With 1K, 2K or 4K the prompt may name the ratio; other sizes of 1024² to 4096² pixels may be typed.',
        zh: '选 1K、2K、4K 时可在提示词中说明比例；也可以填写总像素在 1024² 到 4096² 之间的尺寸。',
      },
    },
    sequential_image_generation: {
      type: 'choice',
      options: [
        { value: 'disabled', label: { en: 'One picture', zh: '单张' } },
        { value: 'auto', label: { en: 'As many as the prompt wants', zh: '按提示词生成一组' } },
      ],
      label: { en: 'Set of pictures', zh: '组图' },
      help: { en: 'Each picture of a set costs.', zh: '组图中的每张都会计费。' },
    },
    max_images: {
      type: 'integer',
      min: 1,
      max: 15,
      label: { en: 'At most in a set', zh: '组图最多张数' },
    },
    watermark: watermarkParam,
  },
  media: {
    images: {
      form: 'public-url',
      maxCount: 10,
      maxBytes: 10_000_000,
      types: ['image/png', 'image/jpeg'],
      minRatio: 1 / 16,
      maxRatio: 16,
    },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/images/generations',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        size: { param: 'size' },
        image: { omitEmpty: { input: 'images' } },
        sequential_image_generation: { param: 'sequential_image_generation' },
        sequential_image_generation_options: {
          when: {
            all: [
              { equals: [{ param: 'sequential_image_generation' }, { constant: 'auto' }] },
              { present: { param: 'max_images' } },
            ],
          },
          give: { object: { max_images: { param: 'max_images' } } },
        },
        watermark: { param: 'watermark' },
      },
    },
  },
  outputs: pictureOutputs,
  resultLifetime: oneDay,
});
