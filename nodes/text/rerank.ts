import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'rerank',
  version: 1,
  family: 'text',
  title: { en: 'Rerank', zh: '重排序' },
  summary: {
    en: 'Says which texts answer a question best; Best of a list takes them.',
    zh: '判断哪些文本最能回答问题；后接“取最佳”选出它们。',
  },
  keywords: ['relevance', 'sort', 'search', 'rag', '相关性', '排序', '检索'],
  params: {
    model: { type: 'model', default: 'qwen3-rerank', label: { en: 'Model', zh: '模型' } },
    query: { type: 'text', multiline: true, label: { en: 'Question', zh: '问题' } },
  },
  inputs: {
    query: { type: 'text', required: true, label: { en: 'Question', zh: '问题' } },
    texts: { type: 'list<text>', required: true, label: { en: 'Texts', zh: '文本列表' } },
  },
  outputs: { ranking: { type: 'json', label: { en: 'Ranking', zh: '排名' } } },
  work: { kind: 'call' },
  example: { inputs: { query: 'Which animal says meow?', texts: ['a cat', 'a dog'] } },
});
