import { defineRecipe } from '#core/recipe/schema';
import { klingAudio, klingFilm, klingLifetime, klingTask, postKling } from '../kling-task.ts';

/** Sound and music that fit a video. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/video-sound',
  version: 1,
  nodes: ['video-sound'],
  system: 'kling',
  title: { en: 'Kling, sound for a video', zh: '可灵视频配音效' },
  models: [],
  params: {
    sound_effect_prompt: { type: 'text', maxLength: 200, label: { en: 'Sounds', zh: '音效描述' } },
    bgm_prompt: { type: 'text', maxLength: 200, label: { en: 'Music', zh: '配乐描述' } },
    asmr_mode: { type: 'boolean', advanced: true, label: { en: 'Close and detailed (ASMR)', zh: 'ASMR 模式' } },
  },
  media: { video: { ...klingFilm, minDuration: 3, maxDuration: 20 } },
  charges: true,
  submit: postKling('audio/video-to-audio', {
    video_url: { input: 'video' },
    sound_effect_prompt: { param: 'sound_effect_prompt' },
    bgm_prompt: { param: 'bgm_prompt' },
    asmr_mode: { param: 'asmr_mode' },
  }),
  task: klingTask('audio/video-to-audio', 60),
  outputs: klingAudio,
  resultLifetime: klingLifetime,
});
