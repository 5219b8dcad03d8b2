import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'music-concat',
  version: 1,
  family: 'sound',
  title: { en: 'Whole song', zh: '合成完整歌曲' },
  summary: { en: 'Joins an extended song with what it goes on from.', zh: '把续写部分与原曲合成完整歌曲。' },
  keywords: ['suno', 'join', 'full', '拼接'],
  params: {},
  inputs: {
    clips: { type: 'json', required: true, label: { en: 'Clip', zh: '片段' } },
  },
  outputs: {
    songs: { type: 'list<audio>', label: { en: 'Songs', zh: '歌曲' } },
    covers: { type: 'list<image>', label: { en: 'Covers', zh: '封面' } },
    clips: { type: 'json', label: { en: 'Clips', zh: '片段' } },
  },
  work: { kind: 'call' },
  example: { inputs: { clips: [{ id: '2a1f' }] } },
});
