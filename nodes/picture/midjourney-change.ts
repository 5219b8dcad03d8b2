import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney-change',
  version: 1,
  family: 'picture',
  title: { en: 'Midjourney change', zh: 'Midjourney 变换' },
  summary: {
    en: 'Upscales, varies or rolls again by number, for gateways whose pictures have no buttons.',
    zh: '按编号放大、变体或重绘，适用于图片不带按钮的网关。',
  },
  keywords: ['mj', 'upscale', 'variation', 'reroll', '放大', '变体', '重绘'],
  params: {
    action: {
      type: 'choice',
      default: 'UPSCALE',
      options: [
        { value: 'UPSCALE', label: { en: 'Upscale', zh: '放大' } },
        { value: 'VARIATION', label: { en: 'Vary', zh: '变体' } },
        { value: 'REROLL', label: { en: 'Roll again', zh: '重绘' } },
      ],
      label: { en: 'What to do', zh: '操作' },
    },
    index: { type: 'integer', default: 1, min: 1, max: 4, label: { en: 'Which of the four', zh: '第几张' } },
  },
  inputs: { task: { type: 'json', required: true, label: { en: 'Task', zh: '任务' } } },
  outputs: {
    image: { type: 'image', label: { en: 'Picture', zh: '图片' } },
    task: { type: 'json', label: { en: 'Task', zh: '任务' } },
  },
  work: { kind: 'call' },
  example: { inputs: { task: { id: '1730000000000001' } } },
});
