import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'image',
  version: 1,
  family: 'picture',
  title: { en: 'Picture', zh: '图片生成' },
  summary: {
    en: 'Makes pictures from a prompt, with reference pictures where the model takes them.',
    zh: '根据提示词生成图片；模型支持时可附上参考图。',
  },
  keywords: ['image', 'draw', 'generate', 'gpt-image', 'dall-e', 'flux', '画图', '绘画', '生图', '文生图', '图生图'],
  params: {
    model: { type: 'model', default: 'gpt-image-1.5-all', label: { en: 'Model', zh: '模型' } },
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'Prompt', zh: '提示词' } },
    images: { type: 'list<image>', label: { en: 'Reference pictures', zh: '参考图' } },
  },
  outputs: { images: { type: 'list<image>', label: { en: 'Pictures', zh: '图片' } } },
  work: { kind: 'call' },
  example: { inputs: { prompt: 'A cat on the moon, watercolour' } },
});
