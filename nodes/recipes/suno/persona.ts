import { defineRecipe } from '#core/recipe/schema';
import { clipId, postMusic, songLifetime, songOutputs, styleParams, sunoTask, whichParam } from '../suno-task.ts';

/** Lyrics by the voice of a persona. Source: PROTOCOL 10. */
export const recipe = defineRecipe({
  id: 'suno/persona',
  version: 1,
  nodes: ['music-persona'],
  system: 'suno',
  title: { en: 'Suno, persona', zh: 'Suno 歌手风格' },
  models: [{ id: 'chirp-v4-tau' }, { id: 'chirp-v3-5-tau' }],
  match: ['*-tau'],
  params: {
    persona: { type: 'text', label: { en: 'Id of the persona', zh: '歌手形象 ID' } },
    ...whichParam,
    ...styleParams,
  },
  texts: { lyrics: { maxLength: 5000 } },
  charges: true,
  submit: postMusic({
    task: { constant: 'artist_consistency' },
    persona_id: {
      must: { param: 'persona' },
      field: 'persona',
      problem: { en: 'is empty', zh: '为空' },
    },
    artist_clip_id: clipId,
    prompt: { first: [{ input: 'lyrics' }, { constant: ' ' }] },
  }),
  task: sunoTask,
  outputs: songOutputs,
  resultLifetime: songLifetime,
});
