import { defineRecipe } from '#core/recipe/schema';
import { countParam, countUnlessOne, pictureOutputs } from '../pictures.ts';

const choices = {
  size: { param: 'size' },
  n: countUnlessOne,
  quality: { param: 'quality' },
  background: { param: 'background' },
  output_format: { param: 'output_format' },
  output_compression: { param: 'output_compression' },
};

/** The official GPT Image models: pictures come as base64; with reference pictures the route for edits is taken. Source: PROTOCOL 5.1, 5.2. */
export const recipe = defineRecipe({
  id: 'openai/images',
  version: 1,
  nodes: ['image'],
  system: 'openai-images',
  title: { en: 'GPT Image', zh: 'GPT 图像' },
  models: [{ id: 'gpt-image-1.5' }, { id: 'gpt-image-2' }, { id: 'gpt-image-1' }, { id: 'gpt-image-1-mini' }],
  match: ['gpt-image-*'],
  params: {
    size: {
      type: 'choice',
      default: '1024x1536',
      open: true,
      options: [
        { value: '1024x1536', label: { en: 'Portrait 1024×1536', zh: '竖图 1024×1536' } },
        { value: '1536x1024', label: { en: 'Landscape 1536×1024', zh: '横图 1536×1024' } },
        { value: '1024x1024', label: { en: 'Square 1024×1024', zh: '方图 1024×1024' } },
        { value: 'auto', label: { en: 'Automatic', zh: '自动' } },
      ],
      label: { en: 'Size', zh: '尺寸' },
      help: {
        en: 'gpt-image-2 takes other sizes too, both sides a multiple of 16.',
        zh: 'gpt-image-2 还支持其他尺寸（边长为 16 的倍数）。',
      },
      unit: 'px',
    },
    n: countParam(10),
    quality: {
      type: 'choice',
      options: [{ value: 'auto' }, { value: 'low' }, { value: 'medium' }, { value: 'high' }],
      label: { en: 'Quality', zh: '质量' },
      help: {
        en: 'High takes two minutes and more, which some gateways cut off.',
        zh: '高质量可能超过两分钟，部分网关会中断。',
      },
    },
    background: {
      type: 'choice',
      options: [
        { value: 'auto', label: { en: 'Automatic', zh: '自动' } },
        { value: 'transparent', label: { en: 'Transparent', zh: '透明' } },
        { value: 'opaque', label: { en: 'Opaque', zh: '不透明' } },
      ],
      label: { en: 'Background', zh: '背景' },
    },
    output_format: {
      type: 'choice',
      options: [{ value: 'png' }, { value: 'jpeg' }, { value: 'webp' }],
      label: { en: 'File format', zh: '文件格式' },
    },
    output_compression: {
      type: 'integer',
      min: 0,
      max: 100,
      unit: '%',
      advanced: true,
      label: { en: 'Compression of JPEG and WebP', zh: 'JPEG/WebP 压缩率' },
    },
    moderation: {
      type: 'choice',
      options: [{ value: 'auto' }, { value: 'low' }],
      advanced: true,
      label: { en: 'Moderation', zh: '内容审核' },
    },
    input_fidelity: {
      type: 'choice',
      options: [{ value: 'low' }, { value: 'high' }],
      advanced: true,
      label: { en: 'Fidelity to reference pictures', zh: '参考图保真度' },
    },
  },
  media: {
    images: {
      form: 'file',
      maxCount: 16,
      maxBytes: 25_000_000,
      types: ['image/png', 'image/jpeg', 'image/webp'],
    },
  },
  texts: { prompt: { maxLength: 32_000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/images/generations',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        ...choices,
        moderation: { param: 'moderation' },
      },
    },
  },
  variants: [
    {
      when: { present: { input: 'images' } },
      submit: {
        method: 'POST',
        path: '/v1/images/edits',
        multipart: {
          image: { input: 'images' },
          model: { param: 'model' },
          prompt: { input: 'prompt' },
          ...choices,
          input_fidelity: { param: 'input_fidelity' },
        },
      },
    },
  ],
  outputs: pictureOutputs,
});
