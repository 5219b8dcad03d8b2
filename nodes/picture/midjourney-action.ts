import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney-action',
  version: 1,
  family: 'picture',
  title: { en: 'Midjourney button', zh: 'Midjourney 按钮' },
  summary: {
    en: 'Presses a button under a Midjourney picture: upscale one of the four, vary it, roll again.',
    zh: '按下 Midjourney 图片下方的按钮：放大、变体或重新生成。',
  },
  keywords: ['mj', 'upscale', 'variation', 'reroll', 'U1', 'V1', '放大', '变体', '重绘'],
  params: {
    button: {
      type: 'choice',
      default: 'U1',
      open: true,
      label: { en: 'Button', zh: '按钮' },
      help: {
        en: 'The label or emoji of a button that the picture has; others than these may be typed.',
        zh: '图片下方按钮的文字或表情；也可以填写列表以外的按钮。',
      },
      options: [
        { value: 'U1', label: { en: 'U1: upscale 1', zh: 'U1：放大第 1 张' } },
        { value: 'U2', label: { en: 'U2: upscale 2', zh: 'U2：放大第 2 张' } },
        { value: 'U3', label: { en: 'U3: upscale 3', zh: 'U3：放大第 3 张' } },
        { value: 'U4', label: { en: 'U4: upscale 4', zh: 'U4：放大第 4 张' } },
        { value: 'V1', label: { en: 'V1: vary 1', zh: 'V1：第 1 张变体' } },
        { value: 'V2', label: { en: 'V2: vary 2', zh: 'V2：第 2 张变体' } },
        { value: 'V3', label: { en: 'V3: vary 3', zh: 'V3：第 3 张变体' } },
        { value: 'V4', label: { en: 'V4: vary 4', zh: 'V4：第 4 张变体' } },
        { value: '🔄', label: { en: '🔄 Roll again', zh: '🔄 重新生成' } },
      ],
    },
  },
  inputs: { task: { type: 'json', required: true, label: { en: 'Task', zh: '任务' } } },
  outputs: {
    image: { type: 'image', label: { en: 'Picture', zh: '图片' } },
    task: { type: 'json', label: { en: 'Task', zh: '任务' } },
  },
  work: { kind: 'call' },
  example: {
    params: { button: 'U2' },
    inputs: {
      task: {
        id: '1730000000000001',
        buttons: [{ label: 'U2', emoji: '', customId: 'MJ::JOB::upsample::2::0b6a0a5c-1111-4222-8333-444455556666' }],
      },
    },
  },
});
