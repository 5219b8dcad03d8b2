import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'voice-sample',
  version: 1,
  family: 'sound',
  title: { en: 'Voice sample', zh: '音色样本' },
  summary: {
    en: 'Brings a recording of 10 seconds to 5 minutes to MiniMax, to clone its voice.',
    zh: '把 10 秒到 5 分钟的录音上传到 MiniMax，用于克隆音色。',
  },
  keywords: ['voice', 'clone', 'upload', 'minimax', '音色', '克隆', '上传'],
  params: {},
  inputs: { audio: { type: 'audio', required: true, label: { en: 'Recording', zh: '录音' } } },
  outputs: { sample: { type: 'json', label: { en: 'Sample', zh: '样本' } } },
  work: { kind: 'call' },
  example: {
    inputs: { audio: { kind: 'audio', url: 'https://example.com/me.mp3', mime: 'audio/mpeg', name: 'me.mp3' } },
  },
});
