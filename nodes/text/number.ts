import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'number',
  version: 1,
  family: 'text',
  title: { en: 'Number', zh: '数字' },
  summary: { en: 'A number.', zh: '一个数字。' },
  keywords: ['value', 'constant', '数值', '常量'],
  params: { value: { type: 'number', default: 0, label: { en: 'Value', zh: '数值' } } },
  inputs: {},
  outputs: { number: { type: 'number', label: { en: 'Number', zh: '数字' } } },
  work: { kind: 'compute', compute: ({ params }) => ({ number: params.value }) },
  example: { params: { value: 15 }, outputs: { number: 15 } },
});
