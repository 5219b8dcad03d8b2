import { defineNode } from '#core/node/definition';

const outputs = {
  text: { type: 'text', label: { en: 'Text', zh: '文本' } },
  segments: { type: 'json', aside: true, label: { en: 'Sentences with times', zh: '带时间的句子' } },
  words: { type: 'json', aside: true, label: { en: 'Words with times', zh: '带时间的词' } },
} as const;

export const node = defineNode({
  type: 'transcribe',
  version: 1,
  family: 'sound',
  title: { en: 'Transcribe', zh: '语音转文字' },
  summary: {
    en: 'Writes down what is said in a recording, as text, subtitles or with times; or translates it into English.',
    zh: '把录音转写成文字、字幕或带时间的文本，也可以译成英语。',
  },
  keywords: ['speech to text', 'subtitles', 'whisper', 'dictation', 'translate', '听写', '识别', '字幕', '翻译'],
  params: { model: { type: 'model', default: 'whisper-1', label: { en: 'Model', zh: '模型' } } },
  inputs: { audio: { type: 'audio', required: true, label: { en: 'Recording', zh: '录音' } } },
  outputs,
  ports: ({ response_format: format, timestamps }) => ({
    outputs: {
      text: outputs.text,
      ...(format === 'verbose_json' && { segments: outputs.segments }),
      ...(format === 'verbose_json' && timestamps === 'word' && { words: outputs.words }),
    },
  }),
  work: { kind: 'call' },
  example: {
    inputs: {
      audio: { kind: 'audio', url: 'https://example.com/evening.mp3', mime: 'audio/mpeg', name: 'evening.mp3' },
    },
  },
});
