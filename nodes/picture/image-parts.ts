import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'image-parts',
  version: 1,
  family: 'picture',
  title: { en: 'Cut out parts', zh: '识别并抠图' },
  summary: {
    en: 'Finds the subject, head, face and clothes of a picture and cuts each of them out.',
    zh: '识别图片中的主体、头部、面部和服装，并分别抠出。',
  },
  keywords: ['segment', 'mask', 'cut out', 'recognize', 'kling', '抠图', '分割', '主体识别', '可灵'],
  params: {},
  inputs: {
    image: { type: 'image', required: true, label: { en: 'Picture', zh: '图片' } },
  },
  outputs: {
    images: { type: 'list<image>', label: { en: 'Parts', zh: '各部分' } },
    names: { type: 'list<text>', label: { en: 'Which part each is', zh: '各部分名称' } },
  },
  work: { kind: 'call' },
  example: { inputs: { image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' } } },
});
