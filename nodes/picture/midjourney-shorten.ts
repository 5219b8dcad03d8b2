import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney-shorten',
  version: 1,
  family: 'picture',
  title: { en: 'Midjourney shorten', zh: 'Midjourney 精简提示词' },
  summary: { en: 'Says which words of a prompt count.', zh: '分析提示词中哪些词起作用。' },
  keywords: ['mj', 'prompt', '精简'],
  params: {
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  outputs: {
    text: { type: 'text', label: { en: 'Shorter prompts', zh: '精简结果' } },
  },
  work: { kind: 'call' },
  example: { inputs: { prompt: 'A very long prompt about a cat on the moon' } },
});
