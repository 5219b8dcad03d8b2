import { defineRecipe } from '#core/recipe/schema';
import { minimaxSpeechBody, minimaxSpeechModels, minimaxVoiceParams, minimaxVoicePort } from '../minimax-voice.ts';

/** `/minimax/v1/t2a_v2`: the sound is hexadecimal in the answer. Source: PROTOCOL 11. */
export const recipe = defineRecipe({
  id: 'minimax/speech',
  version: 1,
  nodes: ['tts'],
  system: 'minimax',
  title: { en: 'MiniMax speech', zh: 'MiniMax 语音' },
  models: minimaxSpeechModels,
  match: ['speech-*'],
  params: minimaxVoiceParams,
  ports: minimaxVoicePort,
  texts: { text: { maxLength: 10_000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/minimax/v1/t2a_v2',
    json: { object: { ...minimaxSpeechBody, stream: { constant: false } } },
  },
  outputs: { audio: { as: 'media', kind: 'audio', base64: ['data.audio'], encoding: 'hex' } },
});
