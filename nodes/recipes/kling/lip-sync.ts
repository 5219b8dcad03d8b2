import { defineRecipe } from '#core/recipe/schema';
import { klingLifetime, klingSound, klingTask, klingVideo, postKling } from '../kling-task.ts';

/** Moves the lips of a face that was found to a recording. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/lip-sync',
  version: 1,
  nodes: ['lip-sync'],
  system: 'kling',
  title: { en: 'Kling lip-sync', zh: '可灵对口型' },
  models: [],
  params: {
    face: { type: 'text', default: '0', label: { en: 'Face', zh: '人脸编号' } },
    start: { type: 'integer', default: 0, min: 0, unit: 'ms', label: { en: 'Sound from', zh: '音频开始' } },
    end: { type: 'integer', default: 5000, min: 0, unit: 'ms', label: { en: 'Sound to', zh: '音频结束' } },
    insert: { type: 'integer', default: 0, min: 0, unit: 'ms', label: { en: 'Begins at', zh: '插入时间' } },
    volume: { type: 'number', min: 0, max: 2, step: 0.1, advanced: true, label: { en: 'Volume', zh: '音量' } },
    original_volume: {
      type: 'number',
      min: 0,
      max: 2,
      step: 0.1,
      advanced: true,
      label: { en: 'Volume of the video', zh: '原声音量' },
    },
  },
  media: { audio: { ...klingSound, minDuration: 2, maxDuration: 60 } },
  charges: true,
  submit: postKling('videos/advanced-lip-sync', {
    session_id: {
      must: { input: 'faces', path: 'session_id' },
      field: 'faces',
      problem: { en: 'has no session: put “Find faces” before it', zh: '中没有会话：请先连接“识别人脸”' },
    },
    face_choose: {
      list: [
        {
          object: {
            face_id: { param: 'face' },
            sound_file: { input: 'audio' },
            sound_start_time: { param: 'start' },
            sound_end_time: { param: 'end' },
            sound_insert_time: { param: 'insert' },
            sound_volume: { param: 'volume' },
            original_audio_volume: { param: 'original_volume' },
          },
        },
      ],
    },
  }),
  task: klingTask('videos/advanced-lip-sync', 300),
  outputs: klingVideo,
  resultLifetime: klingLifetime,
});
