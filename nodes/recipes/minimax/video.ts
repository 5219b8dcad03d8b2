import { defineRecipe } from '#core/recipe/schema';
import { firstPicture, lengthParam, resolutionParam, secondPicture } from '../films.ts';

const subjectOnly = ['S2V-01'];

/** MiniMax Hailuo: a task gives a file's id, the file a link. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'minimax/video',
  version: 1,
  nodes: ['video'],
  system: 'minimax-video',
  title: { en: 'MiniMax Hailuo', zh: 'MiniMax 海螺' },
  models: [
    { id: 'MiniMax-Hailuo-2.3' },
    { id: 'MiniMax-Hailuo-2.3-Fast' },
    { id: 'MiniMax-Hailuo-02' },
    { id: 'T2V-01' },
    { id: 'T2V-01-Director' },
    { id: 'I2V-01' },
    { id: 'I2V-01-Director' },
    { id: 'I2V-01-live' },
    { id: 'S2V-01' },
  ],
  match: ['MiniMax-Hailuo-*', 'T2V-*', 'I2V-*', 'S2V-*'],
  params: {
    duration: lengthParam([6, 10], { models: ['MiniMax-Hailuo-*'] }),
    resolution: resolutionParam(['512P', '768P', '1080P'], {
      models: ['MiniMax-Hailuo-*'],
      help: { en: '1080P is for 6 s only.', zh: '1080P 仅支持 6 秒。' },
    }),
    prompt_optimizer: {
      type: 'boolean',
      advanced: true,
      label: { en: 'Improve the prompt', zh: '优化提示词' },
      help: { en: 'On unless it is switched off.', zh: '默认开启。' },
    },
    fast_pretreatment: {
      type: 'boolean',
      advanced: true,
      models: ['MiniMax-Hailuo-*'],
      label: { en: 'Improve it quickly', zh: '快速优化' },
    },
    aigc_watermark: { type: 'boolean', advanced: true, label: { en: 'Watermark', zh: '水印' } },
  },
  media: {
    images: [
      { form: 'url-or-data', models: ['T2V-*'], maxCount: 0 },
      ...(['MiniMax-Hailuo-02', '*'] as const).map((model) => ({
        form: 'url-or-data' as const,
        models: [model],
        maxCount: model === '*' ? 1 : 2,
        maxBytes: 20_000_000,
        types: ['image/jpeg', 'image/png', 'image/webp'],
        minSide: 300,
        minRatio: 2 / 5,
        maxRatio: 5 / 2,
      })),
    ],
  },
  texts: { prompt: { maxLength: 2000 } },
  checks: [
    {
      holds: {
        not: {
          all: [
            { equals: [{ param: 'duration' }, { constant: 10 }] },
            { equals: [{ param: 'resolution' }, { constant: '1080P' }] },
          ],
        },
      },
      field: 'resolution',
      problem: { en: 'cannot be 1080P for 10 s', zh: '为 1080P 时不支持 10 秒' },
    },
    {
      holds: { any: [{ not: { fits: { param: 'model' }, patterns: ['I2V-*', 'S2V-*'] } }, { present: firstPicture }] },
      field: 'images',
      problem: { en: 'needs a picture for this model', zh: '：该模型需要一张图片' },
    },
  ],
  charges: true,
  submit: {
    method: 'POST',
    path: '/minimax/v1/video_generation',
    json: {
      object: {
        model: { param: 'model' },
        prompt: { input: 'prompt' },
        duration: { param: 'duration' },
        resolution: { param: 'resolution' },
        first_frame_image: { when: { not: { fits: { param: 'model' }, patterns: subjectOnly } }, give: firstPicture },
        last_frame_image: secondPicture,
        subject_reference: {
          when: { all: [{ fits: { param: 'model' }, patterns: subjectOnly }, { present: firstPicture }] },
          give: { list: [{ object: { type: { constant: 'character' }, image: { list: [firstPicture] } } }] },
        },
        prompt_optimizer: { param: 'prompt_optimizer' },
        fast_pretreatment: { param: 'fast_pretreatment' },
        aigc_watermark: { param: 'aigc_watermark' },
      },
    },
  },
  task: {
    id: ['task_id', 'data.task_id'],
    accepted: { path: 'base_resp.status_code', values: [0] },
    query: { method: 'GET', path: '/minimax/v1/query/video_generation', query: { task_id: { param: 'id' } } },
    status: ['data.status', 'data.data.status', 'status'],
    progress: ['data.progress'],
    // On success the gateway has the file's id where a failure has its reason.
    reason: ['data.data.base_resp.status_msg', 'data.fail_reason', 'base_resp.status_msg'],
    retrieve: {
      method: 'GET',
      path: '/minimax/v1/files/retrieve',
      values: { file: { answer: ['data.data.file_id', 'file_id', 'data.file_id', 'data.fail_reason'] } },
      query: { file_id: { param: 'file' } },
    },
    usual: 200,
  },
  outputs: {
    video: {
      as: 'media',
      kind: 'video',
      urls: ['file.download_url', 'data.data.file.download_url', 'data.file.download_url'],
    },
  },
  resultLifetime: 9 * 3600,
});
