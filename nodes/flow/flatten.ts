import { defineNode } from '#core/node/definition';
import { listOf } from '#core/value/type';

export const node = defineNode({
  type: 'flatten',
  version: 1,
  family: 'flow',
  title: { en: 'Flatten', zh: '展平列表' },
  summary: {
    en: 'Joins a list of lists into one list; deeper lists lose one level.',
    zh: '把列表的列表合成一个列表；更深的列表减少一层。',
  },
  keywords: ['join', 'unnest', 'concat', '合并', '拼接', '一维'],
  params: {},
  inputs: { list: { type: 'list<list<any>>', required: true, label: { en: 'Lists', zh: '多层列表' } } },
  outputs: { list: { type: 'list<any>', label: { en: 'List', zh: '列表' } } },
  outputTypes: ({ list }) => ({ list: listOf(list?.base ?? 'any', Math.max(1, (list?.depth ?? 2) - 1)) }),
  work: { kind: 'compute', compute: ({ inputs }) => ({ list: inputs.list.flat() }) },
  example: {
    inputs: { list: [['a cat', 'a dog'], ['a fox']] },
    outputs: { list: ['a cat', 'a dog', 'a fox'] },
  },
});
