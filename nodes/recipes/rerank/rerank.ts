import { defineRecipe } from '#core/recipe/schema';

/** `/v1/rerank`. Source: PROTOCOL 4. */
export const recipe = defineRecipe({
  id: 'rerank/rerank',
  version: 1,
  nodes: ['rerank'],
  system: 'rerank',
  title: { en: 'Rerank', zh: '重排序' },
  models: [{ id: 'qwen3-rerank' }],
  match: ['*rerank*', '*'],
  params: {
    top_n: {
      type: 'integer',
      min: 1,
      label: { en: 'At most', zh: '最多返回' },
      help: { en: 'Only so many of the best; empty: all.', zh: '只返回最相关的几项；留空则全部。' },
    },
    instruct: {
      type: 'text',
      multiline: true,
      advanced: true,
      label: { en: 'What counts', zh: '排序说明' },
    },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/rerank',
    json: {
      object: {
        model: { param: 'model' },
        query: { input: 'query' },
        documents: { input: 'texts' },
        top_n: { param: 'top_n' },
        instruct: { param: 'instruct' },
      },
    },
  },
  outputs: { ranking: { as: 'json', paths: ['results', 'output.results', 'data'] } },
});
