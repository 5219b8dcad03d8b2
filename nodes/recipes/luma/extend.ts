import { defineRecipe } from '#core/recipe/schema';
import { lumaTask } from '../luma-task.ts';
import { oneDay } from '../pictures.ts';

/** Goes on with a film of Luma. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'luma/extend',
  version: 1,
  nodes: ['video-extend'],
  system: 'luma',
  title: { en: 'Luma, extend', zh: 'Luma 延长' },
  models: [{ id: 'ray-v2' }],
  match: ['ray*', 'luma*'],
  params: {
    expand_prompt: { type: 'boolean', label: { en: 'Improve the prompt', zh: '优化提示词' } },
    loop: { type: 'boolean', label: { en: 'Ends where it begins', zh: '循环播放' } },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/luma/generations/{of}/extend',
    values: {
      of: {
        must: { input: 'task', path: 'id' },
        field: 'task',
        problem: { en: 'has no id of a Luma video', zh: '中没有 Luma 视频的编号' },
      },
    },
    json: {
      object: {
        user_prompt: {
          must: { input: 'prompt' },
          field: 'prompt',
          problem: { en: 'is empty', zh: '为空' },
        },
        expand_prompt: { param: 'expand_prompt' },
        loop: { param: 'loop' },
      },
    },
  },
  task: lumaTask,
  outputs: {
    video: { as: 'media', kind: 'video', urls: ['video.download_url', 'video.url', 'artifact.video.url'] },
  },
  resultLifetime: oneDay,
});
