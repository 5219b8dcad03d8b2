import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'voice-clone',
  version: 1,
  family: 'sound',
  title: { en: 'Clone a voice', zh: '克隆音色' },
  summary: {
    en: 'Makes a voice of your own from a sample; wire it to Speech. Only voices that you may use.',
    zh: '用样本生成自己的音色，接到“语音合成”即可使用。请只使用有权使用的声音。',
  },
  keywords: ['voice', 'clone', 'minimax', '音色', '克隆', '声音复刻'],
  params: {
    model: { type: 'model', default: 'speech-2.6-hd', label: { en: 'Model of the trial', zh: '试听模型' } },
    text: {
      type: 'text',
      multiline: true,
      label: { en: 'Text of the trial', zh: '试听文本' },
      help: { en: 'Empty: no trial is spoken.', zh: '留空则不生成试听。' },
    },
  },
  inputs: {
    sample: { type: 'json', required: true, label: { en: 'Sample', zh: '样本' } },
    text: { type: 'text', label: { en: 'Text of the trial', zh: '试听文本' } },
  },
  outputs: {
    voice: { type: 'text', label: { en: 'Voice', zh: '音色' } },
    audio: { type: 'audio', label: { en: 'Trial', zh: '试听' } },
  },
  work: { kind: 'call' },
  example: {
    params: { voice_id: 'MyVoice2026' },
    inputs: { sample: { file_id: 176844028768320 }, text: 'This is my voice.' },
  },
});
