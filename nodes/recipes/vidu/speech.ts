import { defineRecipe } from '#core/recipe/schema';
import { oneDay } from '../pictures.ts';
import { viduTask } from '../vidu-task.ts';

/** Speech by the voices of Vidu. Source: PROTOCOL 8.5 and the vendor's own documentation. */
export const recipe = defineRecipe({
  id: 'vidu/speech',
  version: 1,
  nodes: ['tts'],
  system: 'vidu',
  title: { en: 'Vidu speech', zh: 'Vidu 语音合成' },
  models: [{ id: 'vidu-tts' }],
  match: ['vidu*'],
  params: {
    voice: {
      type: 'choice',
      default: 'English_Trustworthy_Man',
      open: true,
      options: [
        { value: 'English_Trustworthy_Man', label: { en: 'Trustworthy man (English)', zh: '可靠男声（英文）' } },
        { value: 'English_Graceful_Lady', label: { en: 'Graceful lady (English)', zh: '优雅女声（英文）' } },
        { value: 'male-qn-qingse', label: { en: 'Young man (Chinese)', zh: '青涩青年（中文）' } },
        { value: 'female-shaonv', label: { en: 'Girl (Chinese)', zh: '少女（中文）' } },
      ],
      label: { en: 'Voice', zh: '音色' },
      help: { en: 'Ids of other voices may be typed.', zh: '也可以填写其他音色编号。' },
    },
    speed: { type: 'number', min: 0.5, max: 2, step: 0.1, unit: '×', label: { en: 'Speed', zh: '语速' } },
    volume: { type: 'integer', min: 0, max: 10, advanced: true, label: { en: 'Volume', zh: '音量' } },
    pitch: { type: 'integer', min: -12, max: 12, advanced: true, label: { en: 'Pitch', zh: '音调' } },
    emotion: {
      type: 'choice',
      advanced: true,
      open: true,
      options: [
        { value: 'happy', label: { en: 'Happy', zh: '高兴' } },
        { value: 'sad', label: { en: 'Sad', zh: '悲伤' } },
        { value: 'angry', label: { en: 'Angry', zh: '愤怒' } },
        { value: 'calm', label: { en: 'Calm', zh: '平静' } },
      ],
      label: { en: 'Emotion', zh: '情绪' },
    },
  },
  texts: { text: { maxLength: 2000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/ent/v2/audio-tts',
    json: {
      object: {
        text: { input: 'text' },
        voice_setting_voice_id: { param: 'voice' },
        voice_setting_speed: { param: 'speed' },
        voice_setting_vol: { param: 'volume' },
        voice_setting_pitch: { param: 'pitch' },
        voice_setting_emotion: { param: 'emotion' },
      },
    },
  },
  task: { ...viduTask, usual: 15 },
  outputs: { audio: { as: 'media', kind: 'audio', urls: ['creations[*].url'] } },
  resultLifetime: oneDay,
});
