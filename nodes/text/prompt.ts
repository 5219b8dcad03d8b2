import { defineNode, type InputDefinition } from '#core/node/definition';
import type { Value } from '#core/value/value';

const variable = /\{\{([\p{L}\p{M}\p{N}_]+)\}\}/gu;

/** `text` is the node's own param; `__proto__` cannot be the key of a record. Both stay in the text as they are. */
const reserved: ReadonlySet<string> = new Set(['text', '__proto__']);

function variablesOf(text: string): string[] {
  const names = [...text.matchAll(variable)].map((match) => match[1] ?? '');
  return [...new Set(names)].filter((name) => !reserved.has(name));
}

export const node = defineNode({
  type: 'prompt',
  version: 1,
  family: 'text',
  title: { en: 'Prompt', zh: '提示词' },
  summary: {
    en: 'A text. Each {{name}} in it becomes an input whose text is put in its place.',
    zh: '一段文本。其中每个 {{名称}} 都会成为一个输入，运行时换成输入的文本。',
  },
  keywords: ['text', 'template', 'variable', '文本', '模板', '变量'],
  params: {
    text: { type: 'text', multiline: true, default: '', label: { en: 'Text', zh: '文本' } },
  },
  inputs: {},
  outputs: { text: { type: 'text', label: { en: 'Text', zh: '文本' } } },
  ports: ({ text }) => {
    const names = typeof text === 'string' ? variablesOf(text) : [];
    const port = (name: string): InputDefinition => ({ type: 'text', required: true, label: { en: name, zh: name } });
    return { inputs: Object.fromEntries(names.map((name) => [name, port(name)])) };
  },
  work: {
    kind: 'compute',
    compute: ({ inputs, params }) => {
      const values: Readonly<Record<string, Value | undefined>> = inputs;
      // One pass, so a {{name}} that stands in a value is not looked at again.
      const text = params.text.replace(variable, (whole, name: string) => {
        const value = !reserved.has(name) && Object.hasOwn(values, name) ? values[name] : undefined;
        return typeof value === 'string' ? value : whole;
      });
      return { text };
    },
  },
  example: {
    params: { text: 'A cat on {{place}}, {{place}} at night' },
    inputs: { place: 'the moon' },
    outputs: { text: 'A cat on the moon, the moon at night' },
  },
});
