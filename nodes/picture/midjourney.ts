import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney',
  version: 1,
  family: 'picture',
  title: { en: 'Midjourney', zh: 'Midjourney 绘图' },
  summary: {
    en: 'Makes a grid of four pictures; a Midjourney button behind it picks or varies one.',
    zh: '生成四宫格图片；后接“Midjourney 按钮”可放大或变体其中一张。',
  },
  keywords: ['mj', 'imagine', 'niji', 'draw', '画图', '绘画', '生图'],
  params: {
    prompt: {
      type: 'text',
      multiline: true,
      label: { en: 'Prompt', zh: '提示词' },
      help: {
        en: 'Flags such as --ar 16:9 --v 6 may stand at its end.',
        zh: '末尾可以加参数，例如 --ar 16:9 --v 6。',
      },
    },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'Prompt', zh: '提示词' } },
    images: { type: 'list<image>', label: { en: 'Reference pictures', zh: '参考图' } },
  },
  outputs: {
    image: { type: 'image', label: { en: 'Picture', zh: '图片' } },
    task: { type: 'json', label: { en: 'Task', zh: '任务' } },
  },
  work: { kind: 'call' },
  example: { inputs: { prompt: 'A cat on the moon --ar 16:9 --v 6' } },
});
