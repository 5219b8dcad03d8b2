import { defineRecipe } from '#core/recipe/schema';
import { klingAudio, klingLifetime, klingSoundId, klingTask, postKling } from '../kling-task.ts';

/** Speech by the voices of Kling. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/speech',
  version: 1,
  nodes: ['tts'],
  system: 'kling',
  title: { en: 'Kling speech', zh: '可灵语音合成' },
  models: [{ id: 'kling-tts' }],
  match: ['kling*'],
  params: {
    voice: {
      type: 'choice',
      default: 'oversea_male1',
      open: true,
      options: [
        { value: 'oversea_male1', label: { en: 'Male (English)', zh: '男声（英文）' } },
        { value: 'commercial_lady_en_f-v1', label: { en: 'Female (English)', zh: '女声（英文）' } },
        { value: 'genshin_vindi2', label: { en: 'Sunny youth (Chinese)', zh: '阳光少年（中文）' } },
        { value: 'girlfriend_1_speech02', label: { en: 'Young woman (Chinese)', zh: '温柔女声（中文）' } },
      ],
      label: { en: 'Voice', zh: '音色' },
      help: { en: 'Ids of other voices may be typed.', zh: '也可以填写其他音色编号。' },
    },
    language: {
      type: 'choice',
      default: 'en',
      options: [
        { value: 'en', label: { en: 'English', zh: '英文' } },
        { value: 'zh', label: { en: 'Chinese', zh: '中文' } },
      ],
      label: { en: 'Language', zh: '语言' },
    },
    speed: { type: 'number', min: 0.8, max: 2, step: 0.1, unit: '×', label: { en: 'Speed', zh: '语速' } },
  },
  texts: { text: { maxLength: 1000 } },
  charges: true,
  submit: postKling('audio/tts', {
    text: { input: 'text' },
    voice_id: { param: 'voice' },
    voice_language: { param: 'language' },
    voice_speed: { param: 'speed' },
  }),
  task: klingTask('audio/tts', 10),
  ports: klingSoundId.ports,
  outputs: { ...klingAudio, ...klingSoundId.outputs },
  resultLifetime: klingLifetime,
});
