import { defineRecipe } from '#core/recipe/schema';
import { postMusic, songLifetime, songModels, songOutputs, styleParams, sunoTask } from '../suno-task.ts';

/** Songs from a description, or from lyrics and a style. Source: PROTOCOL 10. */
export const recipe = defineRecipe({
  id: 'suno/music',
  version: 1,
  nodes: ['music'],
  system: 'suno',
  title: { en: 'Suno', zh: 'Suno 音乐' },
  models: songModels,
  match: ['chirp-*', 'suno*'],
  params: styleParams,
  texts: { prompt: { maxLength: 3000 }, lyrics: { maxLength: 5000 } },
  charges: true,
  submit: postMusic({
    gpt_description_prompt: {
      must: { input: 'prompt' },
      field: 'prompt',
      problem: { en: 'is empty: say what the song is about, or give lyrics', zh: '为空：请填写歌曲描述或歌词' },
    },
  }),
  variants: [
    {
      when: { present: { input: 'lyrics' } },
      submit: postMusic({ prompt: { input: 'lyrics' }, generation_type: { constant: 'TEXT' } }),
    },
  ],
  task: sunoTask,
  outputs: songOutputs,
  resultLifetime: songLifetime,
});
