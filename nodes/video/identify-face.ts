import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'identify-face',
  version: 1,
  family: 'video',
  title: { en: 'Find faces', zh: '识别人脸' },
  summary: { en: 'Finds the faces of a video whose lips can be moved.', zh: '识别视频中可以对口型的人脸。' },
  keywords: ['kling', 'lip sync', 'face', '人脸'],
  params: {},
  inputs: {
    video: { type: 'video', required: true, label: { en: 'Video', zh: '视频' } },
  },
  outputs: {
    faces: { type: 'json', label: { en: 'Faces', zh: '人脸' } },
  },
  work: { kind: 'call' },
  example: { inputs: { video: { kind: 'video', mime: 'video/mp4', url: 'https://example.com/clip.mp4' } } },
});
