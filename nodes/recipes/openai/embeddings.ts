import { defineRecipe } from '#core/recipe/schema';

/** `/v1/embeddings`. Source: PROTOCOL 4. */
export const recipe = defineRecipe({
  id: 'openai/embeddings',
  version: 1,
  nodes: ['embed'],
  system: 'openai',
  title: { en: 'Embeddings', zh: '文本嵌入' },
  models: [{ id: 'text-embedding-3-small' }, { id: 'text-embedding-3-large' }, { id: 'text-embedding-ada-002' }],
  match: ['*embedding*', '*embed*', 'bge-*', '*'],
  params: {
    dimensions: {
      type: 'integer',
      min: 1,
      max: 4096,
      models: ['text-embedding-3-*', 'text-embedding-v*', '*qwen*'],
      label: { en: 'Numbers in each vector', zh: '向量维数' },
      help: { en: 'Fewer are smaller and less exact.', zh: '维数越少体积越小，精度也越低。' },
    },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/embeddings',
    json: {
      object: {
        model: { param: 'model' },
        input: { input: 'texts' },
        dimensions: { param: 'dimensions' },
        encoding_format: { constant: 'float' },
      },
    },
  },
  outputs: { vectors: { as: 'json', paths: ['data[*].embedding'], all: true } },
});
