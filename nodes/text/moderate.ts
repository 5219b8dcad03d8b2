import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'moderate',
  version: 1,
  family: 'text',
  title: { en: 'Moderate', zh: '内容审核' },
  summary: {
    en: 'Says whether a text or a picture is harmful, and in which way.',
    zh: '判断文本或图片是否有害及其类别。',
  },
  keywords: ['safety', 'policy', 'filter', 'harm', '审核', '安全', '违规'],
  params: {
    model: { type: 'model', default: 'omni-moderation-latest', label: { en: 'Model', zh: '模型' } },
    text: { type: 'text', multiline: true, label: { en: 'Text', zh: '文本' } },
  },
  inputs: {
    text: { type: 'text', required: true, label: { en: 'Text', zh: '文本' } },
    images: { type: 'list<image>', label: { en: 'Picture', zh: '图片' } },
  },
  outputs: {
    flagged: { type: 'boolean', label: { en: 'Harmful', zh: '有害' } },
    categories: { type: 'json', aside: true, label: { en: 'Categories', zh: '类别' } },
    scores: { type: 'json', aside: true, label: { en: 'Scores', zh: '分数' } },
  },
  work: { kind: 'call' },
  example: { inputs: { text: 'A cat on the moon' } },
});
