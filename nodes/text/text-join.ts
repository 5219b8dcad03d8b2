import { defineNode } from '#core/node/definition';
import { readEscapes } from '../escapes.ts';

export const node = defineNode({
  type: 'text-join',
  version: 1,
  family: 'text',
  title: { en: 'Join texts', zh: '合并文本' },
  summary: {
    en: 'Puts several texts together, in the order of their wires.',
    zh: '按连线顺序把多段文本合并成一段。',
  },
  keywords: ['concatenate', 'merge', 'combine', '拼接', '连接'],
  params: {
    separator: {
      type: 'text',
      default: '\\n',
      label: { en: 'Separator', zh: '分隔符' },
      help: {
        en: 'Stands between the texts. \\n is a new line, \\t a tab, \\\\ a backslash.',
        zh: '放在各段文本之间。\\n 表示换行，\\t 表示制表符，\\\\ 表示反斜杠。',
      },
    },
  },
  inputs: { texts: { type: 'list<text>', required: true, label: { en: 'Texts', zh: '文本' } } },
  outputs: { text: { type: 'text', label: { en: 'Text', zh: '文本' } } },
  work: {
    kind: 'compute',
    compute: ({ inputs, params }) => ({ text: inputs.texts.join(readEscapes(params.separator)) }),
  },
  example: {
    params: { separator: ', ' },
    inputs: { texts: ['red', 'green', 'blue'] },
    outputs: { text: 'red, green, blue' },
  },
});
