import { defineRecipe } from '#core/recipe/schema';
import { firstPicture, picturesParam, secondPicture } from '../films.ts';
import {
  klingFilm,
  klingFollow,
  klingLifetime,
  klingMode,
  klingPicture,
  klingShotFields,
  klingShots,
  klingTask,
  klingVideo,
  postKling,
} from '../kling-task.ts';
import { ratioParam } from '../pictures.ts';

/** Kling Omni: words, pictures and a video to go by, in one request. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/omni-video',
  version: 1,
  nodes: ['video'],
  system: 'kling',
  title: { en: 'Kling Omni', zh: '可灵 Omni' },
  models: [{ id: 'kling-video-o1' }, { id: 'kling-v3-omni' }],
  match: ['kling-*-omni', 'kling-video-o*'],
  params: {
    ...klingMode,
    pictures: picturesParam,
    aspect_ratio: ratioParam(['16:9', '9:16', '1:1'], { default: '16:9' }),
    duration: {
      type: 'choice',
      default: '5',
      options: ['3', '4', '5', '6', '7', '8', '9', '10'].map((value) => ({ value })),
      open: true,
      label: { en: 'Length', zh: '时长' },
      unit: 's',
    },
    sound: {
      type: 'choice',
      models: ['kling-v3-omni'],
      options: [
        { value: 'on', label: { en: 'With sound', zh: '有声' } },
        { value: 'off', label: { en: 'Silent', zh: '无声' } },
      ],
      label: { en: 'Sound', zh: '声音' },
    },
    video_is: {
      type: 'choice',
      options: [
        { value: 'feature', label: { en: 'A reference', zh: '参考' } },
        { value: 'base', label: { en: 'To be changed', zh: '待编辑' } },
      ],
      label: { en: 'The video is', zh: '视频用途' },
    },
    ...klingShots,
    elements: {
      type: 'text',
      advanced: true,
      label: { en: 'Elements', zh: '主体编号' },
      help: { en: 'Ids of elements of your Kling account, with commas.', zh: '可灵账号中的主体编号，用逗号分隔。' },
    },
    keep_sound: { type: 'boolean', label: { en: 'Keep its sound', zh: '保留原声' } },
  },
  ports: {
    inputs: { reference: { type: 'video', label: { en: 'Video', zh: '视频' } } },
    outputs: klingFollow.ports?.outputs ?? {},
  },
  media: { images: { ...klingPicture, maxCount: 7 }, reference: { ...klingFilm, minDuration: 3, maxDuration: 10 } },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('videos/omni-video', {
    model_name: { param: 'model' },
    prompt: { input: 'prompt' },
    mode: { param: 'mode' },
    sound: { param: 'sound' },
    aspect_ratio: { param: 'aspect_ratio' },
    duration: { param: 'duration' },
    image_list: {
      omitEmpty: {
        when: { equals: [{ param: 'pictures' }, { constant: 'references' }] },
        give: { each: { input: 'images' }, give: { object: { image_url: { item: true } } } },
        otherwise: {
          list: [
            {
              when: { present: firstPicture },
              give: { object: { image_url: firstPicture, type: { constant: 'first_frame' } } },
            },
            {
              when: { present: secondPicture },
              give: { object: { image_url: secondPicture, type: { constant: 'end_frame' } } },
            },
          ],
        },
      },
    },
    element_list: {
      omitEmpty: {
        each: { decode: 'list', of: { param: 'elements' } },
        give: { object: { element_id: { item: true } } },
      },
    },
    ...klingShotFields,
    video_list: {
      when: { present: { input: 'reference' } },
      give: {
        list: [
          {
            object: {
              video_url: { input: 'reference' },
              refer_type: { param: 'video_is' },
              keep_original_sound: {
                when: { present: { param: 'keep_sound' } },
                give: { lookup: { param: 'keep_sound' }, table: { true: 'yes', false: 'no' } },
              },
            },
          },
        ],
      },
    },
  }),
  task: klingTask('videos/omni-video', 240),
  outputs: { ...klingVideo, ...klingFollow.output },
  resultLifetime: klingLifetime,
});
