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

/** Sings the part between two seconds of a song anew. Source: PROTOCOL 10. */
export const recipe = defineRecipe({
  id: 'suno/infill',
  version: 1,
  nodes: ['music-infill'],
  system: 'suno',
  title: { en: 'Suno, replace a part', zh: 'Suno 片段替换' },
  models: songModels,
  match: ['chirp-*', 'suno*'],
  params: {
    ...whichParam,
    start: { type: 'number', default: 0, min: 0, max: 600, unit: 's', label: { en: 'From', zh: '开始' } },
    end: { type: 'number', default: 10, min: 0, max: 600, unit: 's', label: { en: 'To', zh: '结束' } },
    ...styleParams,
  },
  texts: { lyrics: { maxLength: 5000 } },
  charges: true,
  submit: postMusic({
    task: { constant: 'infill' },
    continue_clip_id: clipId,
    infill_start_s: { param: 'start' },
    infill_end_s: { param: 'end' },
    prompt: { first: [{ input: 'lyrics' }, { constant: ' ' }] },
  }),
  task: sunoTask,
  outputs: songOutputs,
  resultLifetime: songLifetime,
});
