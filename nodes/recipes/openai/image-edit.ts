import { defineRecipe } from '#core/recipe/schema';
import { countParam, countUnlessOne, pictureOutputs } from '../pictures.ts';

const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'];

/** Changes a picture, or the transparent part of a mask. Source: PROTOCOL 5.2. */
export const recipe = defineRecipe({
  id: 'openai/image-edit',
  version: 1,
  nodes: ['image-edit'],
  system: 'openai-images',
  title: { en: 'GPT Image, edit', zh: 'GPT 图像编辑' },
  models: [
    { id: 'gpt-image-1.5' },
    { id: 'gpt-image-2' },
    { id: 'gpt-image-1' },
    { id: 'gpt-image-1-mini' },
    { id: 'dall-e-2' },
  ],
  match: ['gpt-image*'],
  params: {
    size: [
      {
        type: 'choice',
        models: ['dall-e-2'],
        default: '1024x1024',
        options: [{ value: '1024x1024' }, { value: '512x512' }, { value: '256x256' }],
        label: { en: 'Size', zh: '尺寸' },
        unit: 'px',
      },
      {
        type: 'choice',
        open: true,
        options: [
          { value: 'auto', label: { en: 'Automatic', zh: '自动' } },
          { value: '1024x1536', label: { en: 'Portrait 1024×1536', zh: '竖图 1024×1536' } },
          { value: '1536x1024', label: { en: 'Landscape 1536×1024', zh: '横图 1536×1024' } },
          { value: '1024x1024', label: { en: 'Square 1024×1024', zh: '方图 1024×1024' } },
        ],
        label: { en: 'Size', zh: '尺寸' },
        unit: 'px',
      },
    ],
    n: countParam(10),
    quality: {
      type: 'choice',
      models: ['gpt-image*'],
      options: [{ value: 'auto' }, { value: 'low' }, { value: 'medium' }, { value: 'high' }],
      label: { en: 'Quality', zh: '质量' },
    },
    background: {
      type: 'choice',
      models: ['gpt-image*'],
      options: [
        { value: 'auto', label: { en: 'Automatic', zh: '自动' } },
        { value: 'transparent', label: { en: 'Transparent', zh: '透明' } },
        { value: 'opaque', label: { en: 'Opaque', zh: '不透明' } },
      ],
      label: { en: 'Background', zh: '背景' },
    },
    input_fidelity: {
      type: 'choice',
      models: ['gpt-image*'],
      options: [{ value: 'low' }, { value: 'high' }],
      advanced: true,
      label: { en: 'Likeness to the picture', zh: '与原图的相似度' },
    },
  },
  media: {
    image: [
      {
        form: 'file',
        models: ['dall-e-2'],
        maxBytes: 4_000_000,
        types: ['image/png'],
        minRatio: 1,
        maxRatio: 1,
      },
      { form: 'file', maxBytes: 25_000_000, types: pictureTypes },
    ],
    mask: { form: 'file', maxBytes: 4_000_000, types: ['image/png'], sameSizeAs: 'image', convert: false },
  },
  texts: { prompt: [{ models: ['dall-e-2'], maxLength: 1000 }, { maxLength: 32_000 }] },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/images/edits',
    multipart: {
      image: { input: 'image' },
      mask: { input: 'mask' },
      model: { param: 'model' },
      prompt: { input: 'prompt' },
      size: { param: 'size' },
      n: countUnlessOne,
      quality: { param: 'quality' },
      background: { param: 'background' },
      input_fidelity: { param: 'input_fidelity' },
    },
  },
  outputs: pictureOutputs,
});
