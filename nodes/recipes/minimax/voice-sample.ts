import { defineRecipe } from '#core/recipe/schema';

/** `/minimax/v1/files`: a recording to clone a voice from. Costs nothing. Source: PROTOCOL 11. */
export const recipe = defineRecipe({
  id: 'minimax/voice-sample',
  version: 1,
  nodes: ['voice-sample'],
  system: 'minimax',
  title: { en: 'MiniMax voice sample', zh: 'MiniMax 音色样本' },
  models: [],
  params: {},
  media: {
    audio: {
      form: 'file',
      maxCount: 1,
      types: ['audio/mpeg', 'audio/mp3', 'audio/mp4', 'audio/x-m4a', 'audio/wav', 'audio/x-wav', 'audio/wave'],
      maxBytes: 20_000_000,
      maxDuration: 300,
    },
  },
  charges: false,
  submit: {
    method: 'POST',
    path: '/minimax/v1/files',
    multipart: { purpose: { constant: 'voice_clone' }, file: { input: 'audio' } },
  },
  outputs: { sample: { as: 'json', paths: ['file'] } },
});
