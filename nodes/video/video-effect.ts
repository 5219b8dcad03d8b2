import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'video-effect',
  version: 1,
  family: 'video',
  title: { en: 'Video effect', zh: '视频特效' },
  summary: {
    en: 'Puts one or two people of pictures into a ready scene.',
    zh: '把一张或两张图里的人物放入现成的特效场景。',
  },
  keywords: ['kling', 'hug', 'kiss', '特效'],
  params: {},
  inputs: {
    images: { type: 'list<image>', required: true, label: { en: 'Pictures', zh: '图片' } },
  },
  outputs: {
    video: { type: 'video', label: { en: 'Video', zh: '视频' } },
  },
  work: { kind: 'call' },
  example: {
    params: { scene: 'squish' },
    inputs: { images: [{ kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' }] },
  },
});
