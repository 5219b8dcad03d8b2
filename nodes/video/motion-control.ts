import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'motion-control',
  version: 1,
  family: 'video',
  title: { en: 'Motion control', zh: '动作控制' },
  summary: { en: 'A person of a picture moves as in a video.', zh: '让图片中的人物按视频中的动作运动。' },
  keywords: ['kling', 'dance', 'pose', '动作迁移'],
  params: {
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    image: { type: 'image', required: true, label: { en: 'Picture', zh: '图片' } },
    motion: { type: 'video', required: true, label: { en: 'Motion', zh: '动作视频' } },
    prompt: { type: 'text', label: { en: 'Prompt', zh: '提示词' } },
  },
  outputs: {
    video: { type: 'video', label: { en: 'Video', zh: '视频' } },
  },
  work: { kind: 'call' },
  example: {
    inputs: {
      image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' },
      motion: { kind: 'video', mime: 'video/mp4', url: 'https://example.com/clip.mp4' },
    },
  },
});
