import { defineRecipe } from '#core/recipe/schema';
import { klingLifetime, klingTask, postKling } from '../kling-task.ts';

/** A voice of one's own for films with sound (`voice_list`). Source: PROTOCOL 9 and Kling's own documentation. */
export const recipe = defineRecipe({
  id: 'kling/custom-voice',
  version: 1,
  nodes: ['film-voice'],
  system: 'kling',
  title: { en: 'Kling, voice of your own', zh: '可灵自定义音色' },
  models: [],
  params: {},
  media: {
    audio: { form: 'public-url', maxCount: 1, types: ['audio/*'], minDuration: 5, maxDuration: 30 },
  },
  charges: true,
  submit: postKling('general/custom-voices', {
    voice_name: {
      must: { param: 'name' },
      field: 'name',
      problem: { en: 'is missing', zh: '尚未填写' },
    },
    voice_url: { input: 'audio' },
  }),
  task: klingTask('general/custom-voices', 20),
  outputs: {
    voice: { as: 'text', paths: ['data.task_result.voices[0].voice_id', 'data.task_result.voices[0].id'] },
    audio: { as: 'media', kind: 'audio', urls: ['data.task_result.voices[*].trial_url'], optional: true },
  },
  resultLifetime: klingLifetime,
});
