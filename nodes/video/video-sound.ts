import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'video-sound',
  version: 1,
  family: 'video',
  title: { en: 'Sound for a video', zh: '视频配音效' },
  summary: { en: 'Makes sound and music that fit a silent video.', zh: '为无声视频生成贴合画面的音效与音乐。' },
  keywords: ['kling', 'foley', 'music', '音效', '配乐'],
  params: {},
  inputs: {
    video: { type: 'video', required: true, label: { en: 'Video', zh: '视频' } },
  },
  outputs: {
    audio: { type: 'audio', label: { en: 'Sound', zh: '声音' } },
  },
  work: { kind: 'call' },
  example: { inputs: { video: { kind: 'video', mime: 'video/mp4', url: 'https://example.com/clip.mp4' } } },
});
