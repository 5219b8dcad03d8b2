import { defineRecipe } from '#core/recipe/schema';
import { klingFilm } from '../kling-task.ts';

/** The faces of a video, under a session that lip-sync goes on with. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/identify-face',
  version: 1,
  nodes: ['identify-face'],
  system: 'kling',
  title: { en: 'Kling, find faces', zh: '可灵人脸识别' },
  models: [],
  params: {},
  media: { video: klingFilm },
  charges: true,
  submit: {
    method: 'POST',
    path: '/kling/v1/videos/identify-face',
    json: { object: { video_url: { input: 'video' } } },
  },
  outputs: { faces: { as: 'json', paths: ['data'] } },
});
