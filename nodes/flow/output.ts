import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'output',
  version: 1,
  family: 'flow',
  title: { en: 'Output', zh: '输出' },
  summary: {
    en: 'A result of the workflow, under a name.',
    zh: '工作流的一个结果，以名称标识。',
  },
  keywords: ['result', 'return', 'interface', '结果', '返回', '接口'],
  params: {
    name: {
      type: 'text',
      default: '',
      label: { en: 'Name', zh: '名称' },
      help: { en: "Empty: the node's title.", zh: '留空则使用节点标题。' },
    },
  },
  inputs: { value: { type: 'any', required: true, label: { en: 'Value', zh: '内容' } } },
  outputs: {},
  takesGaps: true,
  // What is wired to it is read from the wire when the run ends.
  work: { kind: 'compute', compute: () => ({}) },
  example: { params: { name: 'film' }, inputs: { value: 'a cat on the moon' }, outputs: {} },
});
