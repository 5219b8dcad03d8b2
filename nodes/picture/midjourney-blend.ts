import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney-blend',
  version: 1,
  family: 'picture',
  title: { en: 'Midjourney blend', zh: 'Midjourney 混图' },
  summary: { en: 'Blends two to five pictures into a grid of four.', zh: '把两到五张图片融合成四宫格。' },
  keywords: ['mj', 'mix', '融合'],
  params: {},
  inputs: {
    images: { type: 'list<image>', required: true, label: { en: 'Pictures', zh: '图片' } },
  },
  outputs: {
    image: { type: 'image', label: { en: 'Picture', zh: '图片' } },
    task: { type: 'json', label: { en: 'Task', zh: '任务' } },
  },
  work: { kind: 'call' },
  example: {
    inputs: {
      images: [
        { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' },
        { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' },
      ],
    },
  },
});
