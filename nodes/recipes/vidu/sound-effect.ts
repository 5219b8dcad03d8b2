import { defineRecipe } from '#core/recipe/schema';
import { oneDay, seedParam } from '../pictures.ts';
import { viduTask } from '../vidu-task.ts';

/** Sounds from words. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'vidu/sound-effect',
  version: 1,
  nodes: ['sound-effect'],
  system: 'vidu',
  title: { en: 'Vidu sound', zh: 'Vidu 音效' },
  models: [{ id: 'audio1.0' }],
  match: ['audio*', 'vidu*'],
  params: {
    duration: {
      type: 'number',
      default: 10,
      min: 2,
      max: 10,
      step: 0.5,
      label: { en: 'Length', zh: '时长' },
      unit: 's',
    },
    seed: seedParam(),
  },
  texts: { prompt: { maxLength: 1500 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/ent/v2/text2audio',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        duration: { param: 'duration' },
        seed: { param: 'seed' },
      },
    },
  },
  task: { ...viduTask, usual: 30 },
  outputs: { audio: { as: 'media', kind: 'audio', urls: ['creations[*].url'] } },
  resultLifetime: oneDay,
});
