import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'midjourney-video',
  version: 1,
  family: 'video',
  title: { en: 'Midjourney video', zh: 'Midjourney 视频' },
  summary: { en: 'Sets a picture in motion.', zh: '让图片动起来。' },
  keywords: ['mj', 'animate', 'motion', '图生视频'],
  params: {
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    image: { type: 'image', required: true, label: { en: 'Picture', zh: '图片' } },
    prompt: { type: 'text', label: { en: 'Prompt', zh: '提示词' } },
  },
  outputs: {
    videos: { type: 'list<video>', label: { en: 'Videos', zh: '视频' } },
    task: { type: 'json', label: { en: 'Task', zh: '任务' } },
  },
  work: { kind: 'call' },
  example: { inputs: { image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' } } },
});
