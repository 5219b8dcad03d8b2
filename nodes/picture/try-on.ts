import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'try-on',
  version: 1,
  family: 'picture',
  title: { en: 'Try on clothes', zh: '虚拟试穿' },
  summary: {
    en: 'Puts clothes of one picture on the person of another.',
    zh: '把一张图里的衣服穿到另一张图的人身上。',
  },
  keywords: ['fashion', 'clothes', 'kolors', '换装', '试衣'],
  params: {
    model: { type: 'model', default: 'kolors-virtual-try-on-v1-5', label: { en: 'Model', zh: '模型' } },
  },
  inputs: {
    person: { type: 'image', required: true, label: { en: 'Person', zh: '人物' } },
    clothes: { type: 'image', required: true, label: { en: 'Clothes', zh: '衣服' } },
  },
  outputs: {
    images: { type: 'list<image>', label: { en: 'Pictures', zh: '图片' } },
  },
  work: { kind: 'call' },
  example: {
    inputs: {
      person: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' },
      clothes: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' },
    },
  },
});
