import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'video',
  version: 1,
  family: 'video',
  title: { en: 'Video', zh: '视频生成' },
  summary: {
    en: 'Makes a video from a prompt, starting from pictures where the model takes them.',
    zh: '根据提示词生成视频；模型支持时可用图片作为起点。',
  },
  keywords: ['film', 'clip', 'sora', 'veo', 'movie', '短片', '文生视频', '图生视频'],
  params: {
    model: { type: 'model', default: 'sora-2', label: { en: 'Model', zh: '模型' } },
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'Prompt', zh: '提示词' } },
    images: { type: 'list<image>', label: { en: 'Pictures', zh: '图片' } },
  },
  outputs: { video: { type: 'video', label: { en: 'Video', zh: '视频' } } },
  work: { kind: 'call' },
  example: { inputs: { prompt: 'A cat walks over the moon' } },
});
