import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'tts',
  version: 1,
  family: 'sound',
  title: { en: 'Speech', zh: '语音合成' },
  summary: { en: 'Reads a text aloud.', zh: '把文字读出来，生成语音。' },
  keywords: ['text to speech', 'voice', 'speak', 'narration', '朗读', '配音', '旁白'],
  params: {
    model: { type: 'model', default: 'tts-1', label: { en: 'Model', zh: '模型' } },
    text: { type: 'text', multiline: true, label: { en: 'Text', zh: '文本' } },
  },
  inputs: { text: { type: 'text', required: true, label: { en: 'Text', zh: '文本' } } },
  outputs: { audio: { type: 'audio', label: { en: 'Speech', zh: '语音' } } },
  work: { kind: 'call' },
  example: { inputs: { text: 'Good evening from the moon.' } },
});
