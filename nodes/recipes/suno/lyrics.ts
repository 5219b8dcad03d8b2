import { defineRecipe } from '#core/recipe/schema';
import { sunoTask } from '../suno-task.ts';

/** Lyrics with a title. Source: PROTOCOL 10. */
export const recipe = defineRecipe({
  id: 'suno/lyrics',
  version: 1,
  nodes: ['lyrics'],
  system: 'suno',
  title: { en: 'Suno, lyrics', zh: 'Suno 歌词' },
  models: [],
  params: {},
  charges: true,
  submit: { method: 'POST', path: '/suno/submit/lyrics', json: { object: { prompt: { input: 'prompt' } } } },
  task: { ...sunoTask, usual: 20 },
  outputs: {
    text: { as: 'text', paths: ['data.data.text'] },
    heading: { as: 'text', paths: ['data.data.title'], optional: true },
  },
});
