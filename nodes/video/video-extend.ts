import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'video-extend',
  version: 1,
  family: 'video',
  title: { en: 'Extend a video', zh: '延长视频' },
  summary: { en: 'Goes on with a video from where it ends.', zh: '从视频结尾处继续生成。' },
  keywords: ['continue', 'longer', 'luma', 'kling', '续写'],
  params: {
    model: { type: 'model', default: 'ray-v2', label: { en: 'Model', zh: '模型' } },
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    task: { type: 'json', required: true, label: { en: 'Task of the video', zh: '视频任务' } },
    prompt: { type: 'text', label: { en: 'Prompt', zh: '提示词' } },
  },
  outputs: {
    video: { type: 'video', label: { en: 'Video', zh: '视频' } },
  },
  work: { kind: 'call' },
  example: { inputs: { task: { id: 'c1' }, prompt: 'It begins to rain' } },
});
