import { defineRecipe } from '#core/recipe/schema';
import { soraExtras } from '../sora-video.ts';

/** Sora in OpenAI's own format: a form, and the film behind the key. Source: PROTOCOL 8.2. */
export const recipe = defineRecipe({
  id: 'sora/videos',
  version: 1,
  nodes: ['video'],
  alternative: true,
  system: 'sora',
  title: { en: 'Sora (OpenAI format)', zh: 'Sora（OpenAI 格式）' },
  models: [{ id: 'sora-2' }, { id: 'sora-2-pro' }],
  match: ['sora*'],
  params: {
    seconds: {
      type: 'choice',
      default: '4',
      open: true,
      options: [{ value: '4' }, { value: '8' }, { value: '12' }],
      label: { en: 'Length', zh: '时长' },
      help: { en: 'Some gateways want 10 or 15.', zh: '部分网关只支持 10 或 15。' },
      unit: 's',
    },
    size: {
      type: 'choice',
      default: '720x1280',
      open: true,
      options: [
        { value: '720x1280', label: { en: 'Portrait 720×1280', zh: '竖屏 720×1280' } },
        { value: '1280x720', label: { en: 'Landscape 1280×720', zh: '横屏 1280×720' } },
        { value: '1024x1792', label: { en: 'Portrait 1024×1792', zh: '竖屏 1024×1792' }, models: ['*-pro'] },
        { value: '1792x1024', label: { en: 'Landscape 1792×1024', zh: '横屏 1792×1024' }, models: ['*-pro'] },
      ],
      label: { en: 'Size', zh: '画面尺寸' },
      unit: 'px',
    },
    style: {
      type: 'choice',
      advanced: true,
      options: [
        { value: 'thanksgiving', label: { en: 'Thanksgiving', zh: '感恩节' } },
        { value: 'comic', label: { en: 'Comic', zh: '漫画' } },
        { value: 'news', label: { en: 'News', zh: '新闻' } },
        { value: 'selfie', label: { en: 'Selfie', zh: '自拍' } },
        { value: 'nostalgic', label: { en: 'Nostalgic', zh: '怀旧' } },
        { value: 'anime', label: { en: 'Anime', zh: '动漫' } },
      ],
      label: { en: 'Style', zh: '风格' },
      help: { en: 'Resellers know it, OpenAI itself does not.', zh: '仅部分转售网关支持，OpenAI 官方不支持。' },
    },
    ...soraExtras,
  },
  ports: { outputs: { task: { type: 'json', label: { en: 'Task', zh: '任务' }, aside: true } } },
  media: {
    images: { form: 'file', maxCount: 1, maxBytes: 25_000_000, types: ['image/png', 'image/jpeg', 'image/webp'] },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/videos',
    multipart: {
      model: { param: 'model' },
      prompt: { input: 'prompt' },
      seconds: { param: 'seconds' },
      size: { param: 'size' },
      input_reference: { input: 'images' },
      style: { param: 'style' },
      watermark: { param: 'watermark' },
      private: { param: 'private' },
      character_url: { param: 'character_url' },
      character_timestamps: { param: 'character_timestamps' },
    },
  },
  task: {
    id: ['id', 'task_id'],
    query: { method: 'GET', path: '/v1/videos/{id}' },
    status: ['status'],
    progress: ['progress'],
    reason: ['error.message', 'error.code', 'error'],
    retrieve: { method: 'GET', path: '/v1/videos/{id}/content', answer: 'binary' },
    patience: 1,
    usual: 180,
  },
  outputs: {
    video: { as: 'media', kind: 'video', urls: ['video_url', 'url', 'metadata.url'], body: true },
    task: { as: 'json', give: { object: { id: { param: 'id' } } }, optional: true },
  },
  resultLifetime: 3600,
});
