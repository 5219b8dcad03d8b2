import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney-modal',
  version: 1,
  family: 'picture',
  title: { en: 'Midjourney region or zoom', zh: 'Midjourney 局部与缩放' },
  summary: {
    en: 'Answers the window that “Custom Zoom” or “Vary (Region)” opened: a prompt, and a mask of the region.',
    zh: '填写“自定义缩放”和“局部重绘”弹窗需要的提示词与蒙版。',
  },
  keywords: ['mj', 'modal', 'inpaint', 'zoom', 'region', '弹窗', '局部'],
  params: {
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    window: { type: 'json', required: true, label: { en: 'Window', zh: '弹窗' } },
    prompt: { type: 'text', label: { en: 'Prompt', zh: '提示词' } },
    mask: { type: 'image', label: { en: 'Mask', zh: '蒙版' } },
  },
  outputs: {
    image: { type: 'image', label: { en: 'Picture', zh: '图片' } },
    task: { type: 'json', label: { en: 'Task', zh: '任务' } },
  },
  work: { kind: 'call' },
  example: { inputs: { window: { id: '1730' } } },
});
