import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney-upload',
  version: 1,
  family: 'picture',
  title: { en: 'Midjourney upload', zh: 'Midjourney 上传图片' },
  summary: {
    en: 'Gives pictures links that prompts and flags such as --cref and --sref can name.',
    zh: '把图片变成链接，供提示词以及 --cref、--sref 等参数引用。',
  },
  keywords: ['mj', 'discord', 'cref', 'sref', 'link', '链接', '参考'],
  params: {},
  inputs: { images: { type: 'list<image>', required: true, label: { en: 'Pictures', zh: '图片' } } },
  outputs: { links: { type: 'list<text>', label: { en: 'Links', zh: '链接' } } },
  work: { kind: 'call' },
  example: { inputs: { images: [{ kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' }] } },
});
