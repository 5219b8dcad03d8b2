import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'image-expand',
  version: 1,
  family: 'picture',
  title: { en: 'Expand a picture', zh: '扩展图片' },
  summary: { en: 'Draws on beyond the edges of a picture.', zh: '向画面四周扩展图片内容。' },
  keywords: ['outpaint', 'reframe', 'uncrop', '扩图', '外扩'],
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
  example: { inputs: { image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' } } },
});
