import { defineRecipe } from '#core/recipe/schema';
import { klingLifetime, klingTask, klingVideo, postKling } from '../kling-task.ts';

/** Four or five seconds more of a video of Kling. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/video-extend',
  version: 1,
  nodes: ['video-extend'],
  system: 'kling',
  title: { en: 'Kling, extend', zh: '可灵延长视频' },
  models: [{ id: 'kling-video-extend' }],
  match: ['kling*'],
  params: {},
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('videos/video-extend', {
    video_id: {
      must: {
        first: [
          { input: 'task', path: 'video_id' },
          { input: 'task', path: 'id' },
        ],
      },
      field: 'task',
      problem: { en: 'has no id of a Kling video', zh: '中没有可灵视频的编号' },
    },
    prompt: { input: 'prompt' },
  }),
  task: klingTask('videos/video-extend', 200),
  outputs: klingVideo,
  resultLifetime: klingLifetime,
});
