import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'face-swap',
  version: 1,
  family: 'picture',
  title: { en: 'Swap a face', zh: '换脸' },
  summary: { en: 'Puts the face of one picture into another.', zh: '把一张图中的脸换到另一张图上。' },
  keywords: ['mj', 'insight', 'face', '换脸'],
  params: {},
  inputs: {
    face: { type: 'image', required: true, label: { en: 'Face', zh: '人脸' } },
    image: { type: 'image', required: true, label: { en: 'Picture', zh: '图片' } },
  },
  outputs: {
    image: { type: 'image', label: { en: 'Picture', zh: '图片' } },
    task: { type: 'json', label: { en: 'Task', zh: '任务' } },
  },
  work: { kind: 'call' },
  example: {
    inputs: {
      face: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' },
      image: { kind: 'image', mime: 'image/png', url: 'https://example.com/mug.png' },
    },
  },
});
