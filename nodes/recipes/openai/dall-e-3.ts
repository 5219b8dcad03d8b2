import { defineRecipe } from '#core/recipe/schema';
import { pictureOutputs } from '../pictures.ts';

/** DALL·E 3: one picture a call, no reference pictures. Source: PROTOCOL 5.1. */
export const recipe = defineRecipe({
  id: 'openai/dall-e-3',
  version: 1,
  nodes: ['image'],
  system: 'openai-images',
  title: { en: 'DALL·E 3', zh: 'DALL·E 3' },
  models: [{ id: 'dall-e-3' }],
  match: ['dall-e-3*'],
  params: {
    size: {
      type: 'choice',
      default: '1024x1792',
      options: [
        { value: '1024x1792', label: { en: 'Portrait 1024×1792', zh: '竖图 1024×1792' } },
        { value: '1792x1024', label: { en: 'Landscape 1792×1024', zh: '横图 1792×1024' } },
        { value: '1024x1024', label: { en: 'Square 1024×1024', zh: '方图 1024×1024' } },
      ],
      label: { en: 'Size', zh: '尺寸' },
      unit: 'px',
    },
    quality: {
      type: 'choice',
      options: [{ value: 'standard' }, { value: 'hd' }],
      label: { en: 'Quality', zh: '质量' },
    },
    style: { type: 'choice', options: [{ value: 'vivid' }, { value: 'natural' }], label: { en: 'Style', zh: '风格' } },
  },
  texts: { prompt: { maxLength: 4000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/images/generations',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        size: { param: 'size' },
        quality: { param: 'quality' },
        style: { param: 'style' },
      },
    },
  },
  outputs: pictureOutputs,
  resultLifetime: 3600,
});
