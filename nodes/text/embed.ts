import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'embed',
  version: 1,
  family: 'text',
  title: { en: 'Embed', zh: '文本嵌入' },
  summary: {
    en: 'Turns texts into vectors, by which Similarity finds what means the same.',
    zh: '把文本转换为向量，供“相似度”比较含义。',
  },
  keywords: ['embedding', 'vector', 'semantic', 'rag', '向量', '语义', '检索'],
  params: { model: { type: 'model', default: 'text-embedding-3-small', label: { en: 'Model', zh: '模型' } } },
  inputs: { texts: { type: 'list<text>', required: true, label: { en: 'Texts', zh: '文本列表' } } },
  outputs: { vectors: { type: 'list<json>', label: { en: 'Vectors', zh: '向量' } } },
  work: { kind: 'call' },
  example: { inputs: { texts: ['a cat', 'a dog'] } },
});
