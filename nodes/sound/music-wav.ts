import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'music-wav',
  version: 1,
  family: 'sound',
  title: { en: 'Song as WAV', zh: '导出 WAV' },
  summary: { en: 'Fetches a song without loss of quality.', zh: '获取歌曲的无损版本。' },
  keywords: ['suno', 'lossless', '无损'],
  params: {},
  inputs: {
    clips: { type: 'json', required: true, label: { en: 'Clip', zh: '片段' } },
  },
  outputs: {
    audio: { type: 'audio', label: { en: 'Song', zh: '歌曲' } },
  },
  work: { kind: 'call' },
  example: { inputs: { clips: [{ id: '2a1f' }] } },
});
