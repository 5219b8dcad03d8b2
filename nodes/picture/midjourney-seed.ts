import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney-seed',
  version: 1,
  family: 'picture',
  title: { en: 'Midjourney seed', zh: 'Midjourney 种子' },
  summary: { en: 'Fetches the seed with which a picture was made.', zh: '获取图片生成时的种子值。' },
  keywords: ['mj', 'seed', '种子'],
  params: {},
  inputs: {
    task: { type: 'json', required: true, label: { en: 'Task', zh: '任务' } },
  },
  outputs: {
    seed: { type: 'text', label: { en: 'Seed', zh: '种子' } },
  },
  work: { kind: 'call' },
  example: { inputs: { task: { id: '1730', buttons: [] } } },
});
