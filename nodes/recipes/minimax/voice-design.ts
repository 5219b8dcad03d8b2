import { defineRecipe } from '#core/recipe/schema';

/** `/minimax/v1/voice_design`: a voice made from words. Source: PROTOCOL 11. */
export const recipe = defineRecipe({
  id: 'minimax/voice-design',
  version: 1,
  nodes: ['voice-design'],
  system: 'minimax',
  title: { en: 'MiniMax voice design', zh: 'MiniMax 音色设计' },
  models: [],
  params: {
    voice_id: {
      type: 'text',
      minLength: 8,
      maxLength: 256,
      advanced: true,
      label: { en: 'Name of the new voice', zh: '新音色编号' },
      help: { en: 'Empty: MiniMax gives it one.', zh: '留空则自动生成。' },
    },
  },
  texts: { prompt: { maxLength: 2000 }, text: { maxLength: 500 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/minimax/v1/voice_design',
    json: {
      object: {
        prompt: { input: 'prompt' },
        preview_text: { input: 'text' },
        voice_id: { param: 'voice_id' },
      },
    },
  },
  outputs: {
    voice: { as: 'text', paths: ['voice_id'] },
    audio: { as: 'media', kind: 'audio', base64: ['trial_audio'], encoding: 'hex', optional: true },
  },
});
