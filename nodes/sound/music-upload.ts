import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'music-upload',
  version: 1,
  family: 'sound',
  title: { en: 'Bring a song', zh: '上传歌曲' },
  summary: {
    en: 'Brings a recording to Suno, so that it can be extended or covered.',
    zh: '把录音上传到 Suno，以便续写或翻唱。',
  },
  keywords: ['suno', 'upload', '上传'],
  params: {},
  inputs: {
    audio: { type: 'audio', required: true, label: { en: 'Recording', zh: '录音' } },
  },
  outputs: {
    clips: { type: 'json', label: { en: 'Clip', zh: '片段' } },
  },
  work: { kind: 'call' },
  example: { inputs: { audio: { kind: 'audio', mime: 'audio/mpeg', url: 'https://example.com/voice.mp3' } } },
});
