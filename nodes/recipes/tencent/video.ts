import { defineRecipe } from '#core/recipe/schema';
import { firstPicture, secondPicture, secondsParam } from '../films.ts';
import { ratioParam } from '../pictures.ts';
import { tencentFields, tencentLifetime, tencentParams, tencentTask } from '../tencent-task.ts';

/** Films of several vendors behind Tencent's form. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'tencent/video',
  version: 1,
  nodes: ['video'],
  system: 'tencent',
  title: { en: 'Tencent VOD', zh: '腾讯云点播' },
  models: [{ id: 'tencent-aigc-video' }],
  params: {
    vendor: {
      type: 'choice',
      default: 'Kling',
      open: true,
      options: [
        { value: 'Kling', label: { en: 'Kling', zh: '可灵' } },
        { value: 'Hailuo', label: { en: 'Hailuo', zh: '海螺' } },
        { value: 'Vidu' },
        { value: 'GV', label: { en: 'Veo (GV)', zh: 'Veo（GV）' } },
        { value: 'OS', label: { en: 'Sora (OS)', zh: 'Sora（OS）' } },
      ],
      label: { en: 'Vendor', zh: '厂商' },
    },
    ...tencentParams,
    aspect_ratio: ratioParam(['16:9', '9:16', '1:1', '4:3', '3:4']),
    duration: secondsParam(1, 15),
    resolution: {
      type: 'choice',
      open: true,
      options: [{ value: '720P' }, { value: '1080P' }],
      label: { en: 'Resolution', zh: '分辨率' },
    },
    sound: { type: 'boolean', label: { en: 'With sound', zh: '生成声音' } },
  },
  media: { images: { form: 'public-url', maxCount: 2, types: ['image/*'] } },
  texts: { prompt: { maxLength: 2000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/tencent-vod/v1/aigc-video',
    json: {
      object: {
        model_name: { param: 'vendor' },
        ...tencentFields,
        file_infos: {
          when: { present: firstPicture },
          give: { list: [{ object: { type: { constant: 'Url' }, url: firstPicture } }] },
        },
        last_frame_url: secondPicture,
        output_config: {
          object: {
            storage_mode: { constant: 'Temporary' },
            aspect_ratio: { param: 'aspect_ratio' },
            duration: { param: 'duration' },
            resolution: { param: 'resolution' },
            audio_generation: {
              when: { present: { param: 'sound' } },
              give: { lookup: { param: 'sound' }, table: { true: 'Enabled', false: 'Disabled' } },
            },
          },
        },
      },
    },
  },
  task: { ...tencentTask, usual: 180 },
  outputs: {
    video: { as: 'media', kind: 'video', urls: ['Response.AigcVideoTask.Output.FileInfos[*].FileUrl'] },
  },
  resultLifetime: tencentLifetime,
});
