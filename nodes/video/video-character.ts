import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'video-character',
  version: 1,
  family: 'video',
  title: { en: 'Video character', zh: '视频角色' },
  summary: {
    en: 'Makes a character from seconds of a video, to be mentioned in prompts.',
    zh: '从视频片段创建可在提示词中引用的角色。',
  },
  keywords: ['sora', 'cameo', 'person', '角色'],
  params: {},
  inputs: {
    video: { type: 'video', required: true, label: { en: 'Video', zh: '视频' } },
  },
  outputs: {
    name: { type: 'text', label: { en: 'Mention', zh: '引用名' } },
    character: { type: 'json', label: { en: 'Character', zh: '角色' } },
  },
  work: { kind: 'call' },
  example: { inputs: { video: { kind: 'video', mime: 'video/mp4', url: 'https://example.com/clip.mp4' } } },
});
