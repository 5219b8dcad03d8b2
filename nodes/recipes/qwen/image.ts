import { defineRecipe } from '#core/recipe/schema';
import { countParam, countUnlessOne, oneDay, pictureOutputs } from '../pictures.ts';

/** Qwen pictures from a prompt alone. Source: PROTOCOL 5.1. */
export const recipe = defineRecipe({
  id: 'qwen/image',
  version: 1,
  nodes: ['image'],
  system: 'qwen-image',
  title: { en: 'Qwen Image', zh: '通义万象 Qwen Image' },
  models: [{ id: 'qwen-image' }],
  match: ['qwen-image*'],
  params: {
    size: {
      type: 'choice',
      open: true,
      options: [
        { value: '1328x1328', label: { en: 'Square 1328×1328', zh: '方图 1328×1328' } },
        { value: '1664x928', label: { en: 'Wide 1664×928', zh: '宽屏 1664×928' } },
        { value: '928x1664', label: { en: 'Upright 928×1664', zh: '竖屏 928×1664' } },
        { value: '1472x1140', label: { en: 'Landscape 1472×1140', zh: '横图 1472×1140' } },
        { value: '1140x1472', label: { en: 'Portrait 1140×1472', zh: '竖图 1140×1472' } },
      ],
      label: { en: 'Size', zh: '尺寸' },
      unit: 'px',
    },
    n: countParam(4),
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
        n: countUnlessOne,
      },
    },
  },
  outputs: pictureOutputs,
  resultLifetime: oneDay,
});
