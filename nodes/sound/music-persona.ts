import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'music-persona',
  version: 1,
  family: 'sound',
  title: { en: 'Song by a persona', zh: '以歌手风格演唱' },
  summary: { en: 'Sings lyrics with the voice of a persona.', zh: '用指定歌手形象的声音演唱歌词。' },
  keywords: ['suno', 'artist', 'voice', '歌手', '音色'],
  params: {
    model: { type: 'model', default: 'chirp-v4-tau', label: { en: 'Model', zh: '模型' } },
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
  example: { params: { persona: 'p-1' }, inputs: { clips: [{ id: '2a1f' }], lyrics: 'A line' } },
});
