import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'video-remix',
  version: 1,
  family: 'video',
  title: { en: 'Remix a video', zh: '视频再创作' },
  summary: { en: 'Makes a Sora video again with changes.', zh: '在已有 Sora 视频的基础上修改再生成。' },
  keywords: ['sora', 'change', 'remix', '改编'],
  params: {
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    task: { type: 'json', required: true, label: { en: 'Task of the video', zh: '视频任务' } },
    prompt: { type: 'text', required: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  outputs: {
    video: { type: 'video', label: { en: 'Video', zh: '视频' } },
  },
  work: { kind: 'call' },
  example: { inputs: { task: { id: 'task_1' }, prompt: 'The same by night' } },
});
