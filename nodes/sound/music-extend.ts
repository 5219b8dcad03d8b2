import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'music-extend',
  version: 1,
  family: 'sound',
  title: { en: 'Extend a song', zh: '续写歌曲' },
  summary: { en: 'Goes on with a song from a second of it.', zh: '从指定秒数开始续写歌曲。' },
  keywords: ['suno', 'continue', 'longer', '延长'],
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
  example: { inputs: { clips: [{ id: '2a1f' }], lyrics: 'And on we go' } },
});
