import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'lyrics',
  version: 1,
  family: 'sound',
  title: { en: 'Lyrics', zh: '歌词生成' },
  summary: { en: 'Writes lyrics with a title.', zh: '根据描述写歌词并命名。' },
  keywords: ['suno', 'song', 'write', '写词'],
  params: {
    prompt: { type: 'text', multiline: true, label: { en: 'What it is about', zh: '主题' } },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'What it is about', zh: '主题' } },
  },
  outputs: {
    text: { type: 'text', label: { en: 'Lyrics', zh: '歌词' } },
    heading: { type: 'text', label: { en: 'Title', zh: '标题' } },
  },
  work: { kind: 'call' },
  example: { inputs: { prompt: 'A lighthouse at night' } },
});
