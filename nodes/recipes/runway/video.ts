import { defineRecipe } from '#core/recipe/schema';
import { filmSeedParam, firstPicture, inlinePictures, lengthParam } from '../films.ts';
import { oneDay, watermarkParam } from '../pictures.ts';

/** Runway films, which begin with a picture. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'runway/video',
  version: 1,
  nodes: ['video'],
  system: 'runway',
  title: { en: 'Runway', zh: 'Runway' },
  models: [{ id: 'gen4_turbo' }, { id: 'gen3a_turbo' }],
  match: ['gen3*', 'gen4*', 'runway*'],
  params: {
    ratio: {
      type: 'choice',
      default: '1280:720',
      models: ['gen4*'],
      options: [
        { value: '1280:720', label: { en: 'Wide 1280:720', zh: '宽屏 1280:720' } },
        { value: '720:1280', label: { en: 'Upright 720:1280', zh: '竖屏 720:1280' } },
        { value: '1104:832' },
        { value: '832:1104' },
        { value: '960:960', label: { en: 'Square 960:960', zh: '方形 960:960' } },
        { value: '1584:672', label: { en: 'Cinema 1584:672', zh: '影院 1584:672' } },
      ],
      label: { en: 'Size', zh: '画面尺寸' },
      unit: 'px',
    },
    format: {
      type: 'choice',
      default: '1280:768',
      models: ['gen3*'],
      options: [
        { value: '1280:768', label: { en: 'Wide 1280:768', zh: '宽屏 1280:768' } },
        { value: '768:1280', label: { en: 'Upright 768:1280', zh: '竖屏 768:1280' } },
      ],
      label: { en: 'Size', zh: '画面尺寸' },
      unit: 'px',
    },
    duration: lengthParam([5, 10]),
    watermark: { ...watermarkParam, advanced: true },
    seed: filmSeedParam,
  },
  media: { images: inlinePictures(1, { maxBytes: 3_000_000 }) },
  texts: { prompt: { maxLength: 1000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/runwayml/v1/image_to_video',
    json: {
      object: {
        promptImage: {
          must: firstPicture,
          field: 'images',
          problem: { en: 'needs the picture with which the film begins', zh: '需要作为视频首帧的图片' },
        },
        model: { param: 'model' },
        ratio: { first: [{ param: 'ratio' }, { param: 'format' }] },
        promptText: { input: 'prompt' },
        duration: { param: 'duration' },
        seed: { param: 'seed' },
        watermark: { param: 'watermark' },
      },
    },
  },
  task: {
    id: ['id'],
    query: { method: 'GET', path: '/runwayml/v1/tasks/{id}' },
    status: ['status'],
    progress: ['progress'],
    reason: ['failure', 'failureCode'],
    usual: 60,
  },
  outputs: { video: { as: 'media', kind: 'video', urls: ['output[*]'] } },
  resultLifetime: oneDay,
});
