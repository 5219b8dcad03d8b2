import { defineNode } from '#core/node/definition';
import { listOf } from '#core/value/type';

export const node = defineNode({
  type: 'list',
  version: 1,
  family: 'flow',
  title: { en: 'List', zh: '列表' },
  summary: {
    en: 'Gathers what is wired to it into one list, in the order of the wires.',
    zh: '按连线顺序把接入的内容汇集成一个列表。',
  },
  keywords: ['collect', 'gather', 'array', 'merge', '汇集', '收集', '合并'],
  params: {},
  inputs: { items: { type: 'list<any>', required: true, label: { en: 'Items', zh: '项目' } } },
  outputs: { items: { type: 'list<any>', label: { en: 'List', zh: '列表' } } },
  outputTypes: ({ items }) => ({ items: listOf(items?.base ?? 'any', Math.max(1, items?.depth ?? 1)) }),
  work: { kind: 'compute', compute: ({ inputs }) => ({ items: [...inputs.items] }) },
  example: { inputs: { items: ['a cat', 'a dog'] }, outputs: { items: ['a cat', 'a dog'] } },
});
