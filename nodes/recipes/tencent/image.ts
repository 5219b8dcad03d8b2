import { defineRecipe } from '#core/recipe/schema';
import { ratioParam } from '../pictures.ts';
import { tencentFields, tencentFiles, tencentLifetime, tencentParams, tencentTask } from '../tencent-task.ts';

/** Pictures of several vendors behind Tencent's form. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'tencent/image',
  version: 1,
  nodes: ['image'],
  system: 'tencent',
  title: { en: 'Tencent VOD', zh: '腾讯云点播' },
  models: [{ id: 'tencent-aigc-image' }],
  params: {
    vendor: {
      type: 'choice',
      default: 'GEM',
      open: true,
      options: [
        { value: 'GEM', label: { en: 'Gemini (GEM)', zh: 'Gemini（GEM）' } },
        { value: 'Jimeng', label: { en: 'Jimeng', zh: '即梦' } },
        { value: 'Qwen', label: { en: 'Qwen', zh: '通义' } },
        { value: 'Kling', label: { en: 'Kling', zh: '可灵' } },
      ],
      label: { en: 'Vendor', zh: '厂商' },
    },
    ...tencentParams,
    aspect_ratio: ratioParam(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3']),
    resolution: {
      type: 'choice',
      open: true,
      options: [{ value: '1K' }, { value: '2K' }, { value: '4K' }],
      label: { en: 'Resolution', zh: '分辨率' },
    },
  },
  media: { images: { form: 'public-url', maxCount: 3, types: ['image/*'] } },
  texts: { prompt: { maxLength: 2000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/tencent-vod/v1/aigc-image',
    json: {
      object: {
        model_name: { param: 'vendor' },
        ...tencentFields,
        file_infos: tencentFiles,
        output_config: {
          object: {
            storage_mode: { constant: 'Temporary' },
            aspect_ratio: { param: 'aspect_ratio' },
            resolution: { param: 'resolution' },
          },
        },
      },
    },
  },
  task: { ...tencentTask, usual: 40 },
  outputs: {
    images: {
      as: 'media',
      kind: 'image',
      urls: [
        'Response.AigcImageTask.Output.FileInfos[*].FileUrl',
        'Response.AigcVideoTask.Output.FileInfos[*].FileUrl',
      ],
      all: true,
    },
  },
  resultLifetime: tencentLifetime,
});
