import { defineRecipe } from '#core/recipe/schema';

/** Brings a recording by its public link. Source: PROTOCOL 10. */
export const recipe = defineRecipe({
  id: 'suno/upload',
  version: 1,
  nodes: ['music-upload'],
  system: 'suno',
  title: { en: 'Suno, bring a song', zh: 'Suno 上传' },
  models: [],
  params: {},
  media: { audio: { form: 'public-url', types: ['audio/*'], minDuration: 6, maxDuration: 480 } },
  charges: true,
  submit: { method: 'POST', path: '/suno/uploads/audio-url', json: { object: { url: { input: 'audio' } } } },
  outputs: {
    clips: { as: 'json', give: { object: { id: { answer: ['data.clip_id', 'data.id', 'clip_id', 'id', 'data'] } } } },
  },
});
