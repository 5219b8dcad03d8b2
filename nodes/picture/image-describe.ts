import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'image-describe',
  version: 1,
  family: 'picture',
  title: { en: 'Describe a picture', zh: '图片描述' },
  summary: { en: 'Writes prompts that would make such a picture.', zh: '为图片写出可重现它的提示词。' },
  keywords: ['prompt', 'caption', 'midjourney', 'ideogram', '反推', '识图'],
  params: {
    model: { type: 'model', default: 'midjourney', label: { en: 'Model', zh: '模型' } },
  },
  inputs: {
    image: { type: 'image', required: true, label: { en: 'Picture', zh: '图片' } },
  },
  outputs: {
    text: { type: 'text', label: { en: 'Description', zh: '描述' } },
  },
  work: { kind: 'call' },
  example: { inputs: { image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' } } },
});
