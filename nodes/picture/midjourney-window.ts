import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney-window',
  version: 1,
  family: 'picture',
  title: { en: 'Midjourney window', zh: 'Midjourney 弹窗' },
  summary: {
    en: 'Opens the window of a button that asks for more; “Midjourney region or zoom” behind it answers.',
    zh: '打开需要补充信息的按钮弹窗，由后面的“Midjourney 局部与缩放”填写。',
  },
  keywords: ['mj', 'modal', 'inpaint', 'custom zoom', 'vary region', '局部重绘', '自定义缩放'],
  params: {
    button: {
      type: 'choice',
      default: 'Vary (Region)',
      open: true,
      options: [
        { value: 'Vary (Region)', label: { en: 'Vary (Region)', zh: '局部重绘' } },
        { value: 'Custom Zoom', label: { en: 'Custom Zoom', zh: '自定义缩放' } },
      ],
      label: { en: 'Button', zh: '按钮' },
    },
  },
  inputs: { task: { type: 'json', required: true, label: { en: 'Task', zh: '任务' } } },
  outputs: { window: { type: 'json', label: { en: 'Window', zh: '弹窗' } } },
  work: { kind: 'call' },
  example: {
    inputs: {
      task: {
        id: '1730000000000001',
        buttons: [
          {
            label: 'Vary (Region)',
            emoji: '🖌️',
            customId: 'MJ::Inpaint::1::0b6a0a5c-1111-4222-8333-444455556666::SOLO',
          },
        ],
      },
    },
  },
});
