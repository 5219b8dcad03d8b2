import { defineRecipe } from '#core/recipe/schema';
import { klingLifetime, klingMode, klingPicture, klingSound, klingTask, klingVideo, postKling } from '../kling-task.ts';

/** A person of a picture says a recording. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/avatar',
  version: 1,
  nodes: ['avatar'],
  system: 'kling',
  title: { en: 'Kling avatar', zh: '可灵数字人' },
  models: [],
  params: klingMode,
  media: { image: klingPicture, audio: { ...klingSound, minDuration: 2, maxDuration: 60 } },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('videos/avatar/image2video', {
    image: { input: 'image' },
    sound_file: { input: 'audio' },
    prompt: { input: 'prompt' },
    mode: { param: 'mode' },
  }),
  task: klingTask('videos/avatar/image2video', 300),
  outputs: klingVideo,
  resultLifetime: klingLifetime,
});
