import { defineRecipe } from '#core/recipe/schema';
import { firstPicture, lengthParam, resolutionParam, secondPicture } from '../films.ts';
import { lumaTask } from '../luma-task.ts';
import { oneDay } from '../pictures.ts';

/** Luma films: from text, a first picture, or between a first and a last one. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'luma/video',
  version: 1,
  nodes: ['video'],
  system: 'luma',
  title: { en: 'Luma Ray', zh: 'Luma Ray' },
  models: [{ id: 'ray-v2' }, { id: 'ray-v1' }],
  match: ['ray-*', 'luma-*'],
  params: {
    duration: lengthParam(['5s', '9s']),
    resolution: resolutionParam(['720p', '1080p']),
    expand_prompt: { type: 'boolean', label: { en: 'Improve the prompt', zh: '优化提示词' } },
    loop: { type: 'boolean', label: { en: 'Ends where it begins', zh: '循环播放' } },
  },
  ports: { outputs: { task: { type: 'json', label: { en: 'Task', zh: '任务' }, aside: true } } },
  media: { images: { form: 'public-url', maxCount: 2, types: ['image/*'] } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/luma/generations',
    json: {
      object: {
        user_prompt: { input: 'prompt' },
        model_name: { param: 'model' },
        duration: { param: 'duration' },
        resolution: { param: 'resolution' },
        expand_prompt: { param: 'expand_prompt' },
        loop: { param: 'loop' },
        image_url: firstPicture,
        image_end_url: secondPicture,
      },
    },
  },
  task: lumaTask,
  outputs: {
    video: { as: 'media', kind: 'video', urls: ['video.download_url', 'video.url', 'artifact.video.url'] },
    task: { as: 'json', give: { object: { id: { param: 'id' } } }, optional: true },
  },
  resultLifetime: oneDay,
});
