import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney-edit',
  version: 1,
  family: 'picture',
  title: { en: 'Midjourney edit', zh: 'Midjourney 图片编辑' },
  summary: { en: 'Changes a picture by a prompt, where a mask allows it.', zh: '按提示词修改图片，可用蒙版限定区域。' },
  keywords: ['mj', 'edits', 'inpaint', '重绘'],
  params: {
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'Prompt', zh: '提示词' } },
    image: { type: 'image', required: true, label: { en: 'Picture', zh: '图片' } },
    mask: { type: 'image', label: { en: 'Mask', zh: '蒙版' } },
  },
  outputs: {
    image: { type: 'image', label: { en: 'Picture', zh: '图片' } },
    task: { type: 'json', label: { en: 'Task', zh: '任务' } },
  },
  work: { kind: 'call' },
  example: {
    inputs: { prompt: 'In winter', image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' } },
  },
});
