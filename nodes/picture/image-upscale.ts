import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'image-upscale',
  version: 1,
  family: 'picture',
  title: { en: 'Enlarge a picture', zh: '放大图片' },
  summary: { en: 'Makes a picture larger and sharper.', zh: '放大图片并提升清晰度。' },
  keywords: ['upscale', 'enhance', '高清', '放大'],
  params: {
    model: { type: 'model', default: 'ideogram-upscale', label: { en: 'Model', zh: '模型' } },
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    image: { type: 'image', required: true, label: { en: 'Picture', zh: '图片' } },
    prompt: { type: 'text', label: { en: 'Prompt', zh: '提示词' } },
  },
  outputs: {
    images: { type: 'list<image>', label: { en: 'Pictures', zh: '图片' } },
  },
  work: { kind: 'call' },
  example: { inputs: { image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' } } },
});
