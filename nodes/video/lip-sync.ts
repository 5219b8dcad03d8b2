import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'lip-sync',
  version: 1,
  family: 'video',
  title: { en: 'Lip-sync', zh: '对口型' },
  summary: { en: 'Moves the lips of a face in a video to a recording.', zh: '让视频中的人脸按录音对口型。' },
  keywords: ['kling', 'dub', 'voice', '配音', '口型'],
  params: {},
  inputs: {
    faces: { type: 'json', required: true, label: { en: 'Faces', zh: '人脸' } },
    audio: { type: 'audio', required: true, label: { en: 'Voice', zh: '声音' } },
  },
  outputs: {
    video: { type: 'video', label: { en: 'Video', zh: '视频' } },
  },
  work: { kind: 'call' },
  example: {
    inputs: {
      faces: { session_id: 's1', face_data: [{ face_id: '0' }] },
      audio: { kind: 'audio', mime: 'audio/mpeg', url: 'https://example.com/voice.mp3' },
    },
  },
});
