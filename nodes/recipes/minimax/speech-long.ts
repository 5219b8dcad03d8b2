import { defineRecipe } from '#core/recipe/schema';
import { minimaxSpeechBody, minimaxSpeechModels, minimaxVoiceParams, minimaxVoicePort } from '../minimax-voice.ts';

/** `/minimax/v1/t2a_async_v2`: long texts as a task. Source: PROTOCOL 11 and 16. */
export const recipe = defineRecipe({
  id: 'minimax/speech-long',
  version: 1,
  nodes: ['tts-long'],
  system: 'minimax',
  title: { en: 'MiniMax speech, long', zh: 'MiniMax 长文本语音' },
  models: minimaxSpeechModels,
  match: ['speech-*'],
  params: minimaxVoiceParams,
  ports: minimaxVoicePort,
  texts: { text: { maxLength: 50_000 } },
  charges: true,
  submit: { method: 'POST', path: '/minimax/v1/t2a_async_v2', json: { object: minimaxSpeechBody } },
  task: {
    id: ['task_id'],
    query: {
      method: 'GET',
      path: '/minimax/v1/query/t2a_async_query_v2',
      query: { task_id: { param: 'id' } },
    },
    status: ['status'],
    reason: ['base_resp.status_msg'],
    retrieve: {
      method: 'GET',
      path: '/minimax/v1/files/retrieve',
      values: { file_id: { answer: ['file_id'] } },
      query: { file_id: { param: 'file_id' } },
    },
    usual: 60,
  },
  outputs: { audio: { as: 'media', kind: 'audio', urls: ['file.download_url'] } },
  resultLifetime: 9 * 3600,
});
