import { defineRecipe } from '#core/recipe/schema';
import {
  clipId,
  postMusic,
  songLifetime,
  songModels,
  songOutputs,
  styleParams,
  sunoTask,
  whichParam,
} from '../suno-task.ts';

/** A song again in another style. Source: PROTOCOL 10. */
export const recipe = defineRecipe({
  id: 'suno/cover',
  version: 1,
  nodes: ['music-cover'],
  system: 'suno',
  title: { en: 'Suno, cover', zh: 'Suno 翻唱' },
  models: songModels,
  match: ['chirp-*', 'suno*'],
  params: { ...whichParam, ...styleParams },
  texts: { lyrics: { maxLength: 5000 } },
  charges: true,
  submit: postMusic({
    task: { constant: 'cover' },
    cover_clip_id: clipId,
    prompt: { first: [{ input: 'lyrics' }, { constant: ' ' }] },
  }),
  task: sunoTask,
  outputs: songOutputs,
  resultLifetime: songLifetime,
});
