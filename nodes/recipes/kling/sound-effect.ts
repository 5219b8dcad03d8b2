import { defineRecipe } from '#core/recipe/schema';
import { klingAudio, klingLifetime, klingTask, postKling } from '../kling-task.ts';

/** Three to ten seconds of sound from words. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/sound-effect',
  version: 1,
  nodes: ['sound-effect'],
  system: 'kling',
  title: { en: 'Kling sound', zh: '可灵音效' },
  models: [{ id: 'kling-sound' }],
  match: ['kling*'],
  params: {
    duration: {
      type: 'number',
      default: 5,
      min: 3,
      max: 10,
      step: 0.1,
      label: { en: 'Length', zh: '时长' },
      unit: 's',
    },
  },
  texts: { prompt: { maxLength: 200 } },
  charges: true,
  submit: postKling('audio/text-to-audio', { prompt: { input: 'prompt' }, duration: { param: 'duration' } }),
  task: klingTask('audio/text-to-audio', 40),
  outputs: klingAudio,
  resultLifetime: klingLifetime,
});
