import { AppError } from '#core/errors';
import { defineNode } from '#core/node/definition';
import { readEscapes } from '../escapes.ts';

/** `1. `, `2) `, `(3) `, `4、`, `- `, `* `, `• ` at the start; a number such as 1.5 is none of these. */
const numbering = /^\s*(?:[(\uff08]?\d{1,3}(?:[.)](?:\s+|$)|[\u3001\uff0e\uff09]\s*)|[-*\u2022](?:\s+|$))/u;

export const node = defineNode({
  type: 'text-split',
  version: 1,
  family: 'text',
  title: { en: 'Split text', zh: '拆分文本' },
  summary: {
    en: 'Cuts a text into a list, one item a line by default; the nodes behind it then run once per item.',
    zh: '把文本拆成列表，默认每行一项；后面的节点会对每一项各运行一次。',
  },
  keywords: ['lines', 'separate', 'list', 'batch', '分行', '分割', '批量'],
  params: {
    text: { type: 'text', multiline: true, label: { en: 'Text', zh: '文本' } },
    separator: {
      type: 'text',
      default: '\\n',
      minLength: 1,
      label: { en: 'Separator', zh: '分隔符' },
      help: {
        en: 'Where the text is cut. \\n is a new line, \\t a tab, \\\\ a backslash.',
        zh: '在此处拆开文本。\\n 表示换行，\\t 表示制表符，\\\\ 表示反斜杠。',
      },
    },
    trim: { type: 'boolean', default: true, label: { en: 'Trim spaces', zh: '去除首尾空白' } },
    dropEmpty: { type: 'boolean', default: true, label: { en: 'Drop empty items', zh: '忽略空项' } },
    stripNumbers: {
      type: 'boolean',
      default: false,
      label: { en: 'Remove list numbers', zh: '去除列表编号' },
      help: {
        en: 'Removes "1. ", "2) " or "- " from the start of each item.',
        zh: '去掉每一项开头的“1. ”“2、”或“- ”等编号。',
      },
    },
    limit: {
      type: 'integer',
      min: 1,
      label: { en: 'At most', zh: '最多项数' },
      help: { en: 'Keeps only the first items.', zh: '只保留前面这么多项。' },
    },
  },
  inputs: { text: { type: 'text', required: true, label: { en: 'Text', zh: '文本' } } },
  outputs: { texts: { type: 'list<text>', label: { en: 'Texts', zh: '文本列表' } } },
  work: {
    kind: 'compute',
    compute: ({ inputs, params }) => {
      const separator = readEscapes(params.separator);
      if (separator === '') {
        const message = {
          en: 'The separator is empty, so there is no place to cut the text.',
          zh: '分隔符为空，无法拆分文本。',
        };
        throw new AppError('param.invalid', message, {
          hint: { en: 'Fill in a separator, such as \\n for lines.', zh: '请填写分隔符，例如按行拆分用 \\n。' },
          place: { field: 'separator' },
        });
      }
      let texts = inputs.text.split(separator);
      if (params.stripNumbers) texts = texts.map((text) => text.replace(numbering, ''));
      if (params.trim) texts = texts.map((text) => text.trim());
      if (params.dropEmpty) texts = texts.filter((text) => text !== '');
      return { texts: params.limit === undefined ? texts : texts.slice(0, params.limit) };
    },
  },
  example: {
    params: { stripNumbers: true },
    inputs: { text: '1. a cat\n2. a dog\n\n3. a fox' },
    outputs: { texts: ['a cat', 'a dog', 'a fox'] },
  },
});
