import { defineRecipe, type Mapping } from '#core/recipe/schema';
import { firstPicture, negativePromptParam, secondPicture, secondsParam } from '../films.ts';
import { oneDay, seedParam, watermarkParam } from '../pictures.ts';

const fromPicture = ['*-i2v-*'];
const between = ['*-kf2v-*'];
const isBetween = { fits: { param: 'model' } as Mapping, patterns: between };

/** Wan on Bailian: from text, from a picture, or between two. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'wan/video',
  version: 1,
  nodes: ['video'],
  system: 'wan',
  title: { en: 'Wan', zh: '通义万相' },
  models: [
    { id: 'wan2.5-t2v-preview' },
    { id: 'wan2.5-i2v-preview' },
    { id: 'wan2.2-t2v-plus' },
    { id: 'wan2.2-i2v-plus' },
    { id: 'wan2.2-i2v-flash' },
    { id: 'wan2.2-kf2v-flash' },
  ],
  match: ['wan2*', 'wanx*'],
  params: {
    resolution: {
      type: 'choice',
      models: [...fromPicture, ...between],
      options: [{ value: '480P' }, { value: '720P' }, { value: '1080P' }],
      label: { en: 'Resolution', zh: '分辨率' },
    },
    size: {
      type: 'choice',
      models: ['*-t2v-*'],
      open: true,
      options: [
        { value: '1920*1080', label: { en: 'Wide 1920×1080', zh: '宽屏 1920×1080' } },
        { value: '1080*1920', label: { en: 'Upright 1080×1920', zh: '竖屏 1080×1920' } },
        { value: '1280*720', label: { en: 'Wide 1280×720', zh: '宽屏 1280×720' } },
        { value: '720*1280', label: { en: 'Upright 720×1280', zh: '竖屏 720×1280' } },
        { value: '832*480', label: { en: 'Wide 832×480', zh: '宽屏 832×480' } },
        { value: '480*832', label: { en: 'Upright 480×832', zh: '竖屏 480×832' } },
      ],
      label: { en: 'Size', zh: '画面尺寸' },
      unit: 'px',
    },
    duration: secondsParam(3, 10),
    negative_prompt: negativePromptParam,
    prompt_extend: { type: 'boolean', advanced: true, label: { en: 'Improve the prompt', zh: '优化提示词' } },
    audio: { type: 'boolean', models: ['wan2.5-*'], label: { en: 'With sound', zh: '生成声音' } },
    audio_url: {
      type: 'text',
      models: ['wan2.5-*'],
      advanced: true,
      label: { en: 'Link to a sound for the film', zh: '配音链接' },
    },
    template: {
      type: 'text',
      models: fromPicture,
      advanced: true,
      label: { en: 'Effect template', zh: '特效模板' },
    },
    watermark: { ...watermarkParam, advanced: true },
    seed: seedParam(),
  },
  media: {
    images: [
      {
        form: 'public-url',
        models: [...fromPicture, ...between],
        maxCount: 2,
        maxBytes: 10_000_000,
        types: ['image/jpeg', 'image/png', 'image/webp', 'image/bmp'],
        minSide: 360,
        maxSide: 2000,
      },
    ],
  },
  texts: { prompt: { maxLength: 2000 } },
  checks: [
    {
      holds: {
        any: [{ not: { fits: { param: 'model' }, patterns: [...fromPicture, ...between] } }, { present: firstPicture }],
      },
      field: 'images',
      problem: { en: 'needs the picture with which the film begins', zh: '：该模型需要首帧图片' },
    },
  ],
  charges: true,
  submit: {
    method: 'POST',
    path: '/alibailian/api/v1/services/aigc/video-generation/video-synthesis',
    headers: { 'X-DashScope-Async': { constant: 'enable' } },
    json: {
      object: {
        model: { param: 'model' },
        input: {
          object: {
            prompt: { input: 'prompt' },
            negative_prompt: { param: 'negative_prompt' },
            img_url: { when: { not: isBetween }, give: firstPicture },
            first_frame_url: { when: isBetween, give: firstPicture },
            last_frame_url: { when: isBetween, give: secondPicture },
            audio_url: { param: 'audio_url' },
            template: { param: 'template' },
          },
        },
        parameters: {
          omitEmpty: {
            object: {
              resolution: { param: 'resolution' },
              size: { param: 'size' },
              duration: { param: 'duration' },
              prompt_extend: { param: 'prompt_extend' },
              watermark: { param: 'watermark' },
              audio: { param: 'audio' },
              seed: { param: 'seed' },
            },
          },
        },
      },
    },
  },
  task: {
    id: ['output.task_id'],
    query: { method: 'GET', path: '/alibailian/api/v1/tasks/{id}' },
    status: ['output.task_status'],
    // A task that is not known any more, while other systems mean one that has just begun.
    words: { UNKNOWN: 'failed' },
    reason: ['output.message', 'output.code'],
    usual: 180,
  },
  outputs: { video: { as: 'media', kind: 'video', urls: ['output.video_url'] } },
  resultLifetime: oneDay,
});
