import { defineRecipe } from '#core/recipe/schema';
import { firstPicture, secondPicture } from '../films.ts';
import {
  klingFilmFields,
  klingFilmParams,
  klingFollow,
  klingLifetime,
  klingPicture,
  klingShotFields,
  klingShots,
  klingTask,
  klingVideo,
  postKling,
} from '../kling-task.ts';
import { ratioParam } from '../pictures.ts';

/** Kling films: from text, or from a first and a last picture. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/video',
  version: 1,
  nodes: ['video'],
  system: 'kling',
  title: { en: 'Kling', zh: '可灵' },
  models: [
    { id: 'kling-v2-5-turbo' },
    { id: 'kling-v3' },
    { id: 'kling-v2-6' },
    { id: 'kling-v2-1-master' },
    { id: 'kling-v2-1' },
    { id: 'kling-v2-master' },
    { id: 'kling-v1-6' },
    { id: 'kling-v1-5' },
    { id: 'kling-v1' },
  ],
  match: ['kling-v*'],
  params: {
    ...klingFilmParams,
    aspect_ratio: ratioParam(['16:9', '9:16', '1:1'], { default: '16:9' }),
    ...klingShots,
    paths: {
      type: 'json',
      advanced: true,
      models: ['kling-v1*'],
      label: { en: 'Path of what moves', zh: '运动轨迹' },
      help: {
        en: 'Points of the picture in px, such as [{"x":100,"y":200},{"x":300,"y":200}].',
        zh: '图片上的像素坐标点，例如 [{"x":100,"y":200},{"x":300,"y":200}]。',
      },
    },
  },
  ports: {
    inputs: {
      voice: {
        type: 'text',
        models: ['kling-v2-6', 'kling-v3*'],
        label: { en: 'Voice', zh: '音色' },
      },
      still: { type: 'image', models: ['kling-v1*'], label: { en: 'Mask of what stays', zh: '静态蒙版' } },
      moving: { type: 'image', models: ['kling-v1*'], label: { en: 'Mask of what moves', zh: '动态蒙版' } },
    },
    outputs: klingFollow.ports?.outputs ?? {},
  },
  checks: [
    {
      holds: { any: [{ not: { present: { input: 'voice' } } }, { present: firstPicture }] },
      field: 'images',
      problem: { en: 'needs the picture of who speaks with the voice', zh: '使用音色时需要说话者的图片' },
    },
    {
      holds: {
        any: [
          { present: firstPicture },
          { all: [{ not: { present: { input: 'still' } } }, { not: { present: { input: 'moving' } } }] },
        ],
      },
      field: 'images',
      problem: { en: 'needs the picture that the mask is for', zh: '使用蒙版时需要对应的图片' },
    },
    {
      holds: { any: [{ not: { present: { input: 'moving' } } }, { present: { param: 'paths' } }] },
      field: 'paths',
      problem: { en: 'is missing: where to does it move', zh: '尚未填写：请给出运动轨迹' },
    },
  ],
  media: {
    images: { ...klingPicture, maxCount: 2 },
    still: { ...klingPicture, maxCount: 1, sameSizeAs: 'images', convert: false },
    moving: { ...klingPicture, maxCount: 1, sameSizeAs: 'images', convert: false },
  },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('videos/text2video', {
    model_name: { param: 'model' },
    prompt: { input: 'prompt' },
    ...klingFilmFields,
    ...klingShotFields,
    aspect_ratio: { param: 'aspect_ratio' },
  }),
  variants: [
    {
      when: { present: firstPicture },
      submit: postKling('videos/image2video', {
        model_name: { param: 'model' },
        prompt: { input: 'prompt' },
        ...klingFilmFields,
        ...klingShotFields,
        image: firstPicture,
        image_tail: secondPicture,
        static_mask: { input: 'still' },
        dynamic_masks: {
          when: { present: { input: 'moving' } },
          give: { list: [{ object: { mask: { input: 'moving' }, trajectories: { param: 'paths' } } }] },
        },
        voice_list: {
          when: { present: { input: 'voice' } },
          give: { list: [{ object: { voice_id: { input: 'voice' } } }] },
        },
      }),
    },
  ],
  task: klingTask('videos/{kind}', 180, {
    kind: { when: { present: firstPicture }, give: { constant: 'image2video' }, otherwise: { constant: 'text2video' } },
  }),
  outputs: { ...klingVideo, ...klingFollow.output },
  resultLifetime: klingLifetime,
});
