import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'transcribe',
  version: 1,
  family: 'sound',
  title: { en: 'Transcribe', zh: '语音转文字' },
  summary: { en: 'Writes down what is said in a recording.', zh: '把录音中的话转写成文字。' },
  keywords: ['speech to text', 'subtitles', 'whisper', 'dictation', '听写', '识别', '字幕'],
  params: { model: { type: 'model', default: 'whisper-1', label: { en: 'Model', zh: '模型' } } },
  inputs: { audio: { type: 'audio', required: true, label: { en: 'Recording', zh: '录音' } } },
  outputs: { text: { type: 'text', label: { en: 'Text', zh: '文本' } } },
  work: { kind: 'call' },
  example: {
    inputs: {
      audio: { kind: 'audio', url: 'https://example.com/evening.mp3', mime: 'audio/mpeg', name: 'evening.mp3' },
    },
  },
});
