import { defineRecipe } from '#core/recipe/schema';
import { unifiedVideoLifetime, unifiedVideoOutputs, unifiedVideoTask } from '../unified-video.ts';

/** Google Veo on the unified route. Source: PROTOCOL 8.1. */
export const recipe = defineRecipe({
  id: 'video/veo-unified',
  version: 1,
  nodes: ['video'],
  system: 'veo',
  title: { en: 'Veo', zh: 'Veo' },
  models: [
    { id: 'veo3.1' },
    { id: 'veo3.1-fast' },
    { id: 'veo3.1-pro' },
    { id: 'veo3.1-4k' },
    { id: 'veo3.1-pro-4k' },
    { id: 'veo3.1-components' },
    { id: 'veo3' },
    { id: 'veo3-fast' },
    { id: 'veo3-frames' },
    { id: 'veo3-fast-frames' },
    { id: 'veo3-pro' },
    { id: 'veo3-pro-frames' },
    { id: 'veo2' },
    { id: 'veo2-fast' },
    { id: 'veo2-fast-frames' },
    { id: 'veo2-fast-components' },
    { id: 'veo2-pro' },
    { id: 'veo2-pro-components' },
  ],
  match: ['veo*'],
  params: {
    aspect_ratio: {
      type: 'choice',
      models: ['veo3*'],
      options: [
        { value: '16:9', label: { en: 'Landscape 16:9', zh: '横屏 16:9' } },
        { value: '9:16', label: { en: 'Portrait 9:16', zh: '竖屏 9:16' } },
      ],
      label: { en: 'Aspect ratio', zh: '画面比例' },
    },
    enhance_prompt: {
      type: 'boolean',
      label: { en: 'Improve the prompt', zh: '优化提示词' },
      help: { en: 'Needed for prompts in Chinese.', zh: '中文提示词需要开启。' },
    },
    enable_upsample: { type: 'boolean', label: { en: 'Enlarge the video', zh: '提升分辨率' } },
  },
  media: { images: { form: 'public-url', maxCount: 3, types: ['image/*'] } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/video/create',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        images: { concat: [{ input: 'images' }] },
        aspect_ratio: { param: 'aspect_ratio' },
        enhance_prompt: { param: 'enhance_prompt' },
        enable_upsample: { param: 'enable_upsample' },
      },
    },
  },
  task: unifiedVideoTask,
  outputs: unifiedVideoOutputs,
  resultLifetime: unifiedVideoLifetime,
});
