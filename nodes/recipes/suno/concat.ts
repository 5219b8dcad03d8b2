import { defineRecipe } from '#core/recipe/schema';
import { clipId, songLifetime, songOutputs, sunoTask, whichParam } from '../suno-task.ts';

/** Joins an extended song with what it goes on from. Source: PROTOCOL 10. */
export const recipe = defineRecipe({
  id: 'suno/concat',
  version: 1,
  nodes: ['music-concat'],
  system: 'suno',
  title: { en: 'Suno, whole song', zh: 'Suno 完整歌曲' },
  models: [],
  params: {
    ...whichParam,
    is_infill: { type: 'boolean', default: false, label: { en: 'A part was replaced', zh: '为片段替换' } },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/suno/submit/concat',
    json: { object: { clip_id: clipId, is_infill: { param: 'is_infill' } } },
  },
  task: sunoTask,
  outputs: songOutputs,
  resultLifetime: songLifetime,
});
