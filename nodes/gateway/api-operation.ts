import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'api-operation',
  version: 1,
  family: 'gateway',
  title: { en: 'Imported operation', zh: '导入的接口' },
  summary: {
    en: 'An operation of an API document that was imported; its form and ports follow from the document.',
    zh: '从 API 文档导入的接口；表单与端口来自该文档。',
  },
  keywords: ['openapi', 'swagger', 'import', 'endpoint', 'api', '导入', '接口文档'],
  params: {
    recipe: {
      type: 'choice',
      open: true,
      options: [{ value: '', label: { en: 'None yet', zh: '尚未选择' } }],
      label: { en: 'Operation', zh: '接口' },
      help: {
        en: 'Import an OpenAPI document to have more to choose from.',
        zh: '导入 OpenAPI 文档后可选择更多接口。',
      },
    },
  },
  inputs: {},
  outputs: { answer: { type: 'json', label: { en: 'Whole answer', zh: '完整回答' } } },
  work: { kind: 'call' },
  example: {},
});
