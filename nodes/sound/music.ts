import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'music',
  version: 1,
  family: 'sound',
  title: { en: 'Music', zh: '音乐生成' },
  summary: {
    en: 'Makes two songs, from a description or from lyrics and a style.',
    zh: '根据描述，或根据歌词与风格生成两首歌曲。',
  },
  keywords: ['suno', 'song', 'sing', 'instrumental', '歌曲', '作曲', '纯音乐'],
  params: {
    model: { type: 'model', default: 'chirp-v5', label: { en: 'Model', zh: '模型' } },
    prompt: { type: 'text', multiline: true, label: { en: 'Description', zh: '描述' } },
    lyrics: { type: 'text', multiline: true, label: { en: 'Lyrics', zh: '歌词' } },
  },
  inputs: {
    prompt: { type: 'text', label: { en: 'Description', zh: '描述' } },
    lyrics: { type: 'text', label: { en: 'Lyrics', zh: '歌词' } },
  },
  outputs: {
    songs: { type: 'list<audio>', label: { en: 'Songs', zh: '歌曲' } },
    covers: { type: 'list<image>', label: { en: 'Covers', zh: '封面' } },
    clips: { type: 'json', label: { en: 'Clips', zh: '片段' } },
  },
  work: { kind: 'call' },
  example: { inputs: { prompt: 'A slow song about a lighthouse, with piano' } },
});
