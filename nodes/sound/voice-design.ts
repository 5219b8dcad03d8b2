import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'voice-design',
  version: 1,
  family: 'sound',
  title: { en: 'Design a voice', zh: '设计音色' },
  summary: {
    en: 'Makes a new voice from a description; wire it to Speech.',
    zh: '根据描述生成新音色，接到“语音合成”即可使用。',
  },
  keywords: ['voice', 'design', 'minimax', '音色', '设计', '声音'],
  params: {
    prompt: { type: 'text', multiline: true, label: { en: 'What the voice is like', zh: '音色描述' } },
    text: { type: 'text', multiline: true, label: { en: 'Text of the trial', zh: '试听文本' } },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'What the voice is like', zh: '音色描述' } },
    text: { type: 'text', required: true, label: { en: 'Text of the trial', zh: '试听文本' } },
  },
  outputs: {
    voice: { type: 'text', label: { en: 'Voice', zh: '音色' } },
    audio: { type: 'audio', label: { en: 'Trial', zh: '试听' } },
  },
  work: { kind: 'call' },
  example: { inputs: { prompt: 'An old lighthouse keeper, calm and warm', text: 'The light is on.' } },
});
