import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'chat',
  version: 1,
  family: 'text',
  title: { en: 'Chat', zh: '对话' },
  summary: {
    en: 'Asks a language model; it may look at pictures too.',
    zh: '向语言模型提问，也可以让它看图片。',
  },
  keywords: ['llm', 'gpt', 'ask', 'write', 'vision', '大模型', '问答', '写作', '识图'],
  params: {
    model: { type: 'model', default: 'gpt-5.2', label: { en: 'Model', zh: '模型' } },
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
    system: {
      type: 'text',
      multiline: true,
      label: { en: 'System prompt', zh: '系统提示词' },
      help: {
        en: 'Who the model is and how it should answer.',
        zh: '说明模型扮演的角色以及回答方式。',
      },
    },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'Prompt', zh: '提示词' } },
    system: { type: 'text', label: { en: 'System prompt', zh: '系统提示词' } },
    images: { type: 'list<image>', label: { en: 'Pictures', zh: '图片' } },
  },
  outputs: { text: { type: 'text', label: { en: 'Answer', zh: '回答' } } },
  work: { kind: 'call' },
  example: { inputs: { prompt: 'Describe a cat on the moon in one sentence.', system: 'You write for the screen.' } },
});
