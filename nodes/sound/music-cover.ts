import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'music-cover',
  version: 1,
  family: 'sound',
  title: { en: 'Cover a song', zh: '翻唱歌曲' },
  summary: { en: 'Makes a song again in another style.', zh: '用另一种风格翻唱歌曲。' },
  keywords: ['suno', 'remake', 'style', '翻唱', '改编'],
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
  example: { params: { tags: 'jazz' }, inputs: { clips: [{ id: '2a1f' }] } },
});
