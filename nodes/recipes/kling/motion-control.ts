import { defineRecipe } from '#core/recipe/schema';
import { klingFilm, klingLifetime, klingMode, klingPicture, klingTask, klingVideo, postKling } from '../kling-task.ts';

/** A person of a picture moves as in a video. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/motion-control',
  version: 1,
  nodes: ['motion-control'],
  system: 'kling',
  title: { en: 'Kling motion control', zh: '可灵动作控制' },
  models: [],
  params: {
    ...klingMode,
    orientation: {
      type: 'choice',
      default: 'image',
      options: [
        { value: 'image', label: { en: 'As in the picture', zh: '与图片一致' } },
        { value: 'video', label: { en: 'As in the video', zh: '与视频一致' } },
      ],
      label: { en: 'Faces', zh: '人物朝向' },
    },
    keep_sound: { type: 'boolean', label: { en: 'Keep the sound of the video', zh: '保留视频原声' } },
  },
  media: { image: { ...klingPicture, form: 'public-url' }, motion: klingFilm },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('videos/motion-control', {
    prompt: { input: 'prompt' },
    image_url: { input: 'image' },
    video_url: { input: 'motion' },
    character_orientation: { param: 'orientation' },
    mode: { param: 'mode' },
    keep_original_sound: {
      when: { present: { param: 'keep_sound' } },
      give: { lookup: { param: 'keep_sound' }, table: { true: 'yes', false: 'no' } },
    },
  }),
  task: klingTask('videos/motion-control', 300),
  outputs: klingVideo,
  resultLifetime: klingLifetime,
});
