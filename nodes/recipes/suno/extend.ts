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

/** Goes on with a song from a second of it; a song that was brought is extended in its own way. Source: PROTOCOL 10. */
export const recipe = defineRecipe({
  id: 'suno/extend',
  version: 1,
  nodes: ['music-extend'],
  system: 'suno',
  title: { en: 'Suno, extend', zh: 'Suno 续写' },
  models: songModels,
  match: ['chirp-*', 'suno*'],
  params: {
    ...whichParam,
    continue_at: {
      type: 'number',
      default: 0,
      min: 0,
      max: 600,
      unit: 's',
      label: { en: 'Goes on from', zh: '从第几秒续写' },
    },
    brought: {
      type: 'boolean',
      default: false,
      label: { en: 'The song was brought', zh: '歌曲为上传所得' },
      help: { en: 'It came from the node “Bring a song”.', zh: '来自“上传歌曲”节点。' },
    },
    ...styleParams,
  },
  texts: { lyrics: { maxLength: 5000 } },
  charges: true,
  submit: postMusic({
    task: {
      when: { equals: [{ param: 'brought' }, { constant: true }] },
      give: { constant: 'upload_extend' },
      otherwise: { constant: 'extend' },
    },
    continue_clip_id: clipId,
    continue_at: { param: 'continue_at' },
    prompt: { first: [{ input: 'lyrics' }, { constant: ' ' }] },
  }),
  task: sunoTask,
  outputs: songOutputs,
  resultLifetime: songLifetime,
});
