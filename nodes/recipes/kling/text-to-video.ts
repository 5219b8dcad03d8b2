import { defineRecipe } from '#core/recipe/schema';

/** Models that take `cfg_scale`; those of the second generation do not. */
const withScale = ['kling-v1', 'kling-v1-6'];

/** Kling, from text alone. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/text-to-video',
  version: 1,
  nodes: ['video'],
  system: 'kling',
  title: { en: 'Kling, from text', zh: '可灵文生视频' },
  models: [
    { id: 'kling-v2-5-turbo' },
    { id: 'kling-v3' },
    { id: 'kling-v2-6' },
    { id: 'kling-v2-1-master' },
    { id: 'kling-v2-master' },
    { id: 'kling-v1-6' },
    { id: 'kling-v1' },
  ],
  match: ['kling-v*'],
  params: {
    mode: {
      type: 'choice',
      default: 'std',
      options: [
        { value: 'std', label: { en: 'Standard', zh: '标准' } },
        { value: 'pro', label: { en: 'Professional', zh: '高品质' } },
      ],
      label: { en: 'Quality', zh: '模式' },
    },
    aspect_ratio: {
      type: 'choice',
      default: '16:9',
      options: [
        { value: '16:9', label: { en: 'Landscape 16:9', zh: '横屏 16:9' } },
        { value: '9:16', label: { en: 'Portrait 9:16', zh: '竖屏 9:16' } },
        { value: '1:1', label: { en: 'Square 1:1', zh: '方形 1:1' } },
      ],
      label: { en: 'Aspect ratio', zh: '画面比例' },
    },
    duration: {
      type: 'choice',
      default: '5',
      options: [{ value: '5' }, { value: '10' }],
      label: { en: 'Length', zh: '时长' },
      unit: 's',
    },
    negative_prompt: { type: 'text', advanced: true, label: { en: 'Not in it', zh: '负向提示词' } },
    cfg_scale: {
      type: 'number',
      min: 0,
      max: 1,
      step: 0.1,
      models: withScale,
      advanced: true,
      label: { en: 'How closely to follow the prompt', zh: '提示词相关度' },
    },
    sound: {
      type: 'choice',
      models: ['kling-v2-6', 'kling-v3*'],
      options: [
        { value: 'on', label: { en: 'With sound', zh: '有声' } },
        { value: 'off', label: { en: 'Silent', zh: '无声' } },
      ],
      label: { en: 'Sound', zh: '声音' },
    },
  },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/kling/v1/videos/text2video',
    json: {
      object: {
        model_name: { param: 'model' },
        prompt: { input: 'prompt' },
        negative_prompt: { omitEmpty: { param: 'negative_prompt' } },
        cfg_scale: { param: 'cfg_scale' },
        mode: { param: 'mode' },
        sound: { param: 'sound' },
        aspect_ratio: { param: 'aspect_ratio' },
        duration: { param: 'duration' },
        external_task_id: { attempt: true },
      },
    },
  },
  task: {
    id: ['data.task_id', 'task_id', 'id'],
    query: { method: 'GET', path: '/kling/v1/videos/text2video/{id}' },
    status: ['data.task_status', 'task_status', 'status'],
    reason: ['data.task_status_msg', 'task_status_msg'],
    list: {
      step: {
        method: 'GET',
        path: '/kling/v1/videos/text2video',
        query: { pageNum: { param: 'page' }, pageSize: { constant: 30 } },
      },
      pageSize: 30,
      rows: 'data[*]',
      id: ['task_id'],
      createdAt: ['created_at'],
      status: ['task_status'],
      mark: ['task_info.external_task_id'],
    },
    usual: 180,
  },
  outputs: { video: { as: 'media', kind: 'video', urls: ['data.task_result.videos[*].url'] } },
  resultLifetime: 30 * 24 * 3600,
});
