import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'avatar',
  version: 1,
  family: 'video',
  title: { en: 'Talking avatar', zh: '数字人' },
  summary: { en: 'A person of a picture says a recording.', zh: '让图片中的人物说出录音内容。' },
  keywords: ['kling', 'speak', 'talking head', '口播'],
  params: {
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    image: { type: 'image', required: true, label: { en: 'Picture', zh: '图片' } },
    audio: { type: 'audio', label: { en: 'Voice', zh: '声音' } },
    prompt: { type: 'text', label: { en: 'Prompt', zh: '提示词' } },
  },
  outputs: {
    video: { type: 'video', label: { en: 'Video', zh: '视频' } },
  },
  work: { kind: 'call' },
  example: {
    inputs: {
      image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' },
      audio: { kind: 'audio', mime: 'audio/mpeg', url: 'https://example.com/voice.mp3' },
    },
  },
});
