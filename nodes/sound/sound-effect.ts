import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'sound-effect',
  version: 1,
  family: 'sound',
  title: { en: 'Sound effect', zh: '音效' },
  summary: { en: 'Makes a short sound from a description.', zh: '根据描述生成一段短音效。' },
  keywords: ['noise', 'foley', '声音', '环境音'],
  params: {
    model: { type: 'model', default: 'kling-sound', label: { en: 'Model', zh: '模型' } },
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  outputs: {
    audio: { type: 'audio', label: { en: 'Sound', zh: '音效' } },
  },
  work: { kind: 'call' },
  example: { inputs: { prompt: 'Rain on a tin roof' } },
});
