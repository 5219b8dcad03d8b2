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
  ports: {
    inputs: { sound: { type: 'text', label: { en: 'Sound of Kling', zh: '可灵音频编号' } } },
  },
  checks: [
    {
      holds: {
        any: [
          { all: [{ present: { input: 'audio' } }, { not: { present: { input: 'sound' } } }] },
          { all: [{ present: { input: 'sound' } }, { not: { present: { input: 'audio' } } }] },
        ],
      },
      field: 'audio',
      problem: { en: 'or a sound of Kling is needed, and not both', zh: '与可灵音频编号须且只能提供一个' },
    },
  ],
  media: { image: klingPicture, audio: { ...klingSound, minDuration: 2, maxDuration: 60 } },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('videos/avatar/image2video', {
    image: { input: 'image' },
    audio_id: { input: 'sound' },
    sound_file: { input: 'audio' },
    prompt: { input: 'prompt' },
    mode: { param: 'mode' },
  }),
  task: klingTask('videos/avatar/image2video', 300),
  outputs: klingVideo,
  resultLifetime: klingLifetime,
});
