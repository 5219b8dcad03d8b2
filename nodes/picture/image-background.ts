import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'image-background',
  version: 1,
  family: 'picture',
  title: { en: 'Picture background', zh: '图片背景' },
  summary: { en: 'Replaces the background of a picture, or takes it away.', zh: '替换或去除图片背景。' },
  keywords: ['remove', 'cut out', 'replace', '抠图', '换背景', '去背景'],
  params: {
    model: { type: 'model', default: 'ideogram-v3', label: { en: 'Model', zh: '模型' } },
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
  example: {
    inputs: {
      image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' },
      prompt: 'A beach at dusk',
    },
  },
});
