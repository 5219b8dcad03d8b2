import { defineNode } from '#core/node/definition';

/** An expression that finds exactly this text: every character that means something to it is escaped. */
function literal(text: string, flags: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), flags);
}

export const node = defineNode({
  type: 'text-replace',
  version: 1,
  family: 'text',
  title: { en: 'Replace text', zh: '替换文本' },
  summary: {
    en: 'Replaces one text by another, taken literally.',
    zh: '把一段文字替换成另一段，按字面匹配。',
  },
  keywords: ['find', 'substitute', 'remove', '查找', '删除'],
  params: {
    find: {
      type: 'text',
      default: '',
      multiline: true,
      label: { en: 'Find', zh: '查找' },
      help: { en: 'Empty: the text stays as it is.', zh: '留空则文本保持不变。' },
    },
    replace: {
      type: 'text',
      default: '',
      multiline: true,
      label: { en: 'Replace by', zh: '替换为' },
      help: { en: 'Empty: what is found is removed.', zh: '留空则删除找到的内容。' },
    },
    all: { type: 'boolean', default: true, label: { en: 'Every occurrence', zh: '全部替换' } },
    matchCase: { type: 'boolean', default: true, label: { en: 'Match case', zh: '区分大小写' } },
  },
  inputs: { text: { type: 'text', required: true, label: { en: 'Text', zh: '文本' } } },
  outputs: { text: { type: 'text', label: { en: 'Text', zh: '文本' } } },
  work: {
    kind: 'compute',
    compute: ({ inputs, params }) => {
      if (params.find === '') return { text: inputs.text };
      // Functions, as a text with $& in it would be read as a pattern.
      const replacement = () => params.replace;
      if (!params.matchCase) {
        return { text: inputs.text.replace(literal(params.find, params.all ? 'giu' : 'iu'), replacement) };
      }
      return {
        text: params.all
          ? inputs.text.replaceAll(params.find, replacement)
          : inputs.text.replace(params.find, replacement),
      };
    },
  },
  example: {
    params: { find: 'CAT', replace: 'dog', matchCase: false },
    inputs: { text: 'A cat and a Cat.' },
    outputs: { text: 'A dog and a dog.' },
  },
});
