import { defineRecipe, type Mapping } from '#core/recipe/schema';
import {
  filmSeedParam,
  inlinePictures,
  picturesParam,
  resolutionParam,
  secondPicture,
  secondsParam,
} from '../films.ts';
import { oneDay, ratioParam, watermarkParam } from '../pictures.ts';
import { viduTask } from '../vidu-task.ts';

const common = {
  model: { param: 'model' },
  prompt: { input: 'prompt' },
  duration: { param: 'duration' },
  resolution: { param: 'resolution' },
  movement_amplitude: { param: 'movement_amplitude' },
  bgm: { param: 'bgm' },
  seed: { param: 'seed' },
  off_peak: { param: 'off_peak' },
  watermark: { param: 'watermark' },
} as const;
const post = (path: string, more: Record<string, Mapping>) => ({
  method: 'POST' as const,
  path: `/ent/v2/${path}`,
  json: { object: { ...common, ...more } },
});
const pictures: Mapping = { input: 'images' };

/** Vidu films: from text, from a first picture, between two pictures, or with references. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'vidu/video',
  version: 1,
  nodes: ['video'],
  system: 'vidu',
  title: { en: 'Vidu', zh: 'Vidu' },
  models: [{ id: 'viduq2' }, { id: 'viduq2-pro' }, { id: 'viduq2-turbo' }, { id: 'viduq1' }],
  match: ['vidu*'],
  params: {
    duration: secondsParam(1, 10, {
      help: { en: 'viduq1 makes 5 s only.', zh: 'viduq1 仅支持 5 秒。' },
    }),
    resolution: resolutionParam(['540p', '720p', '1080p']),
    aspect_ratio: ratioParam(['16:9', '9:16', '1:1', '4:3', '3:4']),
    pictures: picturesParam,
    movement_amplitude: {
      type: 'choice',
      options: [
        { value: 'auto', label: { en: 'Automatic', zh: '自动' } },
        { value: 'small', label: { en: 'Little', zh: '小' } },
        { value: 'medium', label: { en: 'Middle', zh: '中' } },
        { value: 'large', label: { en: 'Much', zh: '大' } },
      ],
      label: { en: 'Movement', zh: '运动幅度' },
    },
    style: {
      type: 'choice',
      options: [
        { value: 'general', label: { en: 'General', zh: '通用' } },
        { value: 'anime', label: { en: 'Anime', zh: '动漫' } },
      ],
      advanced: true,
      label: { en: 'Style (without pictures)', zh: '风格（无图片时）' },
    },
    bgm: { type: 'boolean', advanced: true, label: { en: 'Background music', zh: '背景音乐' } },
    off_peak: {
      type: 'boolean',
      advanced: true,
      label: { en: 'Off peak', zh: '错峰模式' },
      help: { en: 'Cheaper; may take up to two days.', zh: '价格更低，可能需要 48 小时。' },
    },
    watermark: { ...watermarkParam, advanced: true },
    seed: filmSeedParam,
  },
  media: { images: inlinePictures(7, { maxBytes: 5_000_000, minRatio: 0.25, maxRatio: 4 }) },
  texts: { prompt: { maxLength: 2000 } },
  charges: true,
  submit: post('text2video', { aspect_ratio: { param: 'aspect_ratio' }, style: { param: 'style' } }),
  variants: [
    {
      when: {
        all: [{ present: pictures }, { equals: [{ param: 'pictures' }, { constant: 'references' }] }],
      },
      submit: post('reference2video', { images: pictures, aspect_ratio: { param: 'aspect_ratio' } }),
    },
    { when: { present: secondPicture }, submit: post('start-end2video', { images: pictures }) },
    { when: { present: pictures }, submit: post('img2video', { images: pictures }) },
  ],
  task: { ...viduTask, usual: 120 },
  outputs: { video: { as: 'media', kind: 'video', urls: ['creations[*].url'] } },
  resultLifetime: oneDay,
});
