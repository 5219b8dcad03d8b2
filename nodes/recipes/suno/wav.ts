import { defineRecipe } from '#core/recipe/schema';
import { clipId, songLifetime, whichParam } from '../suno-task.ts';

/** A song without loss of quality; made again by the service, which costs nothing. Source: PROTOCOL 10. */
export const recipe = defineRecipe({
  id: 'suno/wav',
  version: 1,
  nodes: ['music-wav'],
  system: 'suno',
  title: { en: 'Suno, WAV', zh: 'Suno WAV' },
  models: [],
  params: whichParam,
  charges: false,
  submit: { method: 'GET', path: '/suno/act/wav/{clip}', values: { clip: clipId } },
  outputs: {
    audio: {
      as: 'media',
      kind: 'audio',
      urls: ['data.wav_file_url', 'data.wav_url', 'data.url', 'wav_file_url', 'wav_url', 'url'],
    },
  },
  resultLifetime: songLifetime,
});
