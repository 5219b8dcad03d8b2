import { defineRecipe } from '#core/recipe/schema';
import { countParam, countUnlessOne, pictureOutputs } from '../pictures.ts';

/** Picture models behind a reverse channel: three sizes, reference pictures as links, links as results. Source: PROTOCOL 5.1 and 20. */
export const recipe = defineRecipe({
  id: 'openai/images-all',
  version: 1,
  nodes: ['image'],
  system: 'openai-images',
  title: { en: 'GPT Image (all)', zh: 'GPT 图像（all）' },
  models: [{ id: 'gpt-image-1.5-all' }, { id: 'gpt-image-1-all' }],
  match: ['gpt-image-*-all', 'gpt-image-*-vip'],
  params: {
    size: {
      type: 'choice',
      default: '1024x1536',
      open: true,
      options: [
        { value: '1024x1536', label: { en: 'Portrait 1024×1536', zh: '竖图 1024×1536' } },
        { value: '1536x1024', label: { en: 'Landscape 1536×1024', zh: '横图 1536×1024' } },
        { value: '1024x1024', label: { en: 'Square 1024×1024', zh: '方图 1024×1024' } },
      ],
      label: { en: 'Size', zh: '尺寸' },
      unit: 'px',
    },
    n: countParam(10),
  },
  media: { images: { form: 'public-url', maxCount: 16, types: ['image/*'] } },
  texts: { prompt: { maxLength: 32_000 } },
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
        image: { omitEmpty: { input: 'images' } },
      },
    },
  },
  outputs: pictureOutputs,
  // Nobody tells how long these links live; hours at most.
  resultLifetime: 3600,
});
