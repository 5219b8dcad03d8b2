import { defineRecipe } from '#core/recipe/schema';
import { minimaxSpeechModels } from '../minimax-voice.ts';

/** `/minimax/v1/voice_clone`: a voice of one's own from a sample. Source: PROTOCOL 11. */
export const recipe = defineRecipe({
  id: 'minimax/voice-clone',
  version: 1,
  nodes: ['voice-clone'],
  system: 'minimax',
  title: { en: 'MiniMax voice clone', zh: 'MiniMax 音色克隆' },
  models: minimaxSpeechModels,
  match: ['speech-*'],
  params: {
    voice_id: {
      type: 'text',
      minLength: 8,
      maxLength: 256,
      label: { en: 'Name of the new voice', zh: '新音色编号' },
      help: {
        en: 'At least 8 letters and digits, a letter first; each name once.',
        zh: '至少 8 位字母和数字，以字母开头，不可重复使用。',
      },
    },
    need_noise_reduction: { type: 'boolean', label: { en: 'Remove noise', zh: '降噪' } },
    need_volume_normalization: { type: 'boolean', label: { en: 'Even out the loudness', zh: '音量归一化' } },
  },
  texts: { text: { maxLength: 1000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/minimax/v1/voice_clone',
    json: {
      object: {
        file_id: {
          must: { input: 'sample', path: 'file_id' },
          field: 'sample',
          problem: { en: 'is no sample of a voice', zh: '不是音色样本' },
        },
        voice_id: {
          must: { param: 'voice_id' },
          field: 'voice_id',
          problem: { en: 'is missing', zh: '尚未填写' },
        },
        need_noise_reduction: { param: 'need_noise_reduction' },
        need_volume_normalization: { param: 'need_volume_normalization' },
        text: { omitEmpty: { input: 'text' } },
        model: { when: { present: { input: 'text' } }, give: { param: 'model' } },
      },
    },
  },
  outputs: {
    // The answer does not repeat the name.
    voice: { as: 'json', give: { when: { present: { answer: ['base_resp'] } }, give: { param: 'voice_id' } } },
    audio: { as: 'media', kind: 'audio', urls: ['demo_audio'], optional: true },
  },
  resultLifetime: 9 * 3600,
});
