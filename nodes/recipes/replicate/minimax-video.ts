import { defineRecipe } from '#core/recipe/schema';
import { firstPicture } from '../films.ts';
import { predict, replicateLifetime, replicateTask, replicateUpstream } from '../replicate-task.ts';

/** MiniMax films through Replicate. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/minimax-video',
  version: 1,
  nodes: ['video'],
  system: 'replicate',
  title: { en: 'MiniMax Video-01 (Replicate)', zh: 'MiniMax Video-01（Replicate）' },
  models: [{ id: 'minimax/video-01' }, { id: 'minimax/video-01-live' }],
  match: ['minimax/*'],
  params: {
    prompt_optimizer: { type: 'boolean', advanced: true, label: { en: 'Improve the prompt', zh: '优化提示词' } },
  },
  media: { images: { form: 'url-or-data', maxCount: 1, types: ['image/*'] } },
  charges: true,
  submit: predict({
    prompt: { input: 'prompt' },
    prompt_optimizer: { param: 'prompt_optimizer' },
    first_frame_image: firstPicture,
  }),
  checks: [
    {
      holds: { any: [{ not: { fits: { param: 'model' }, patterns: ['*-live'] } }, { present: firstPicture }] },
      field: 'images',
      problem: { en: 'needs a picture for this model', zh: '：该模型需要一张图片' },
    },
  ],
  task: { ...replicateTask, usual: 240 },
  upstream: replicateUpstream,
  outputs: { video: { as: 'media', kind: 'video', urls: ['output', 'output[*]'] } },
  resultLifetime: replicateLifetime,
});
