import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'tts-long',
  version: 1,
  family: 'sound',
  title: { en: 'Speech from a long text', zh: '长文本语音合成' },
  summary: {
    en: 'Reads a chapter aloud, up to 50,000 characters, as a task at the gateway.',
    zh: '朗读长文本，最多 5 万字，在网关侧以任务方式生成。',
  },
  keywords: ['text to speech', 'audio book', 'minimax', 'chapter', '朗读', '有声书', '长文'],
  params: {
    model: { type: 'model', default: 'speech-2.6-hd', label: { en: 'Model', zh: '模型' } },
    text: { type: 'text', multiline: true, label: { en: 'Text', zh: '文本' } },
  },
  inputs: { text: { type: 'text', required: true, label: { en: 'Text', zh: '文本' } } },
  outputs: { audio: { type: 'audio', label: { en: 'Speech', zh: '语音' } } },
  work: { kind: 'call' },
  example: { inputs: { text: 'Chapter one. It was evening on the moon.' } },
});
