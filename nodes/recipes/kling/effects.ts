import { defineRecipe } from '#core/recipe/schema';
import { firstPicture, lengthParam, secondPicture } from '../films.ts';
import { klingLifetime, klingPicture, klingTask, klingVideo, postKling } from '../kling-task.ts';

/** People of pictures in a ready scene; some scenes want two. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/effects',
  version: 1,
  nodes: ['video-effect'],
  system: 'kling',
  title: { en: 'Kling effects', zh: '可灵特效' },
  models: [],
  params: {
    scene: {
      type: 'choice',
      default: 'squish',
      open: true,
      options: [
        { value: 'squish', label: { en: 'Squish', zh: '捏捏乐' } },
        { value: 'expansion', label: { en: 'Expansion', zh: '膨胀' } },
        { value: 'fuzzyfuzzy', label: { en: 'Fuzzy', zh: '毛茸茸' } },
        { value: 'bloombloom', label: { en: 'Bloom', zh: '开花' } },
        { value: 'dizzydizzy', label: { en: 'Dizzy', zh: '转圈圈' } },
        { value: 'hug', label: { en: 'Hug (two pictures)', zh: '拥抱（两张图）' } },
        { value: 'kiss', label: { en: 'Kiss (two pictures)', zh: '亲吻（两张图）' } },
        { value: 'heart_gesture', label: { en: 'Heart gesture (two pictures)', zh: '比心（两张图）' } },
      ],
      label: { en: 'Scene', zh: '特效场景' },
      help: { en: 'Other scenes of Kling may be typed.', zh: '也可以填写可灵的其他特效名。' },
    },
    duration: lengthParam(['5', '10'], { default: '5' }),
  },
  media: { images: { ...klingPicture, minCount: 1, maxCount: 2 } },
  charges: true,
  submit: postKling('videos/effects', {
    effect_scene: { param: 'scene' },
    input: {
      object: {
        image: { when: { not: { present: secondPicture } }, give: firstPicture },
        images: { when: { present: secondPicture }, give: { input: 'images' } },
        duration: { param: 'duration' },
      },
    },
  }),
  task: klingTask('videos/effects', 180),
  outputs: klingVideo,
  resultLifetime: klingLifetime,
});
