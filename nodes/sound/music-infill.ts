import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'music-infill',
  version: 1,
  family: 'sound',
  title: { en: 'Replace part of a song', zh: '替换歌曲片段' },
  summary: { en: 'Sings the part between two seconds of a song anew.', zh: '重新演唱歌曲中两个时间点之间的部分。' },
  keywords: ['suno', 'inpaint', 'section', '局部', '重写'],
  params: {
    model: { type: 'model', default: 'chirp-v5', label: { en: 'Model', zh: '模型' } },
    lyrics: { type: 'text', multiline: true, label: { en: 'Lyrics', zh: '歌词' } },
  },
  inputs: {
    clips: { type: 'json', required: true, label: { en: 'Clip', zh: '片段' } },
    lyrics: { type: 'text', label: { en: 'Lyrics', zh: '歌词' } },
  },
  outputs: {
    songs: { type: 'list<audio>', label: { en: 'Songs', zh: '歌曲' } },
    covers: { type: 'list<image>', label: { en: 'Covers', zh: '封面' } },
    clips: { type: 'json', label: { en: 'Clips', zh: '片段' } },
  },
  work: { kind: 'call' },
  example: { params: { start: 10, end: 20 }, inputs: { clips: [{ id: '2a1f' }], lyrics: 'Another line' } },
});
