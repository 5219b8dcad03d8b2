import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'image-edit',
  version: 1,
  family: 'picture',
  title: { en: 'Edit a picture', zh: '图片编辑' },
  summary: { en: 'Changes a picture by a prompt, where a mask allows it.', zh: '按提示词修改图片，可用蒙版限定区域。' },
  keywords: ['inpaint', 'mask', 'fill', '局部重绘', '蒙版', '涂抹'],
  params: {
    model: { type: 'model', default: 'gpt-image-1.5', label: { en: 'Model', zh: '模型' } },
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'Prompt', zh: '提示词' } },
    image: { type: 'image', required: true, label: { en: 'Picture', zh: '图片' } },
    mask: { type: 'image', label: { en: 'Mask', zh: '蒙版' } },
  },
  outputs: {
    images: { type: 'list<image>', label: { en: 'Pictures', zh: '图片' } },
  },
  work: { kind: 'call' },
  example: {
    inputs: { prompt: 'Make it red', image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' } },
  },
});
