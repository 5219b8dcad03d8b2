import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'image-split',
  version: 1,
  family: 'picture',
  title: { en: 'Split a picture', zh: '拆分图片' },
  summary: {
    en: 'Cuts a picture into equal parts, row by row: a grid of four becomes four pictures. It costs nothing.',
    zh: '将图片按行等分：四宫格会变成四张图片。不产生费用。',
  },
  keywords: ['grid', 'midjourney', 'crop', 'tiles', 'cut', '四宫格', '切图', '裁剪', '分割'],
  params: {
    rows: { type: 'integer', min: 1, max: 16, default: 2, label: { en: 'Rows', zh: '行数' } },
    columns: { type: 'integer', min: 1, max: 16, default: 2, label: { en: 'Columns', zh: '列数' } },
  },
  inputs: { image: { type: 'image', required: true, label: { en: 'Picture', zh: '图片' } } },
  outputs: { images: { type: 'list<image>', label: { en: 'Parts', zh: '各部分' } } },
  work: {
    kind: 'compute',
    files: true,
    compute: async ({ inputs, params, files }) => ({
      images: await files.split(inputs.image, params.rows, params.columns),
    }),
  },
  example: {
    params: { rows: 2, columns: 2 },
    inputs: { image: { kind: 'image', mime: 'image/png', url: 'https://example.com/grid.png' } },
  },
});
