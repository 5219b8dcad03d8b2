import { defineRecipe } from '#core/recipe/schema';
import { firstPicture, inlinePictures } from '../films.ts';
import { ratioParam, seedParam } from '../pictures.ts';

/** Jimeng in the vendor's own words: one path, told apart by an action. Source: PROTOCOL 8.5. */
export const recipe = defineRecipe({
  id: 'jimeng/official-video',
  version: 1,
  nodes: ['video'],
  system: 'jimeng',
  title: { en: 'Jimeng (official)', zh: '即梦（官方）' },
  models: [{ id: 'jimeng_t2v_v30' }, { id: 'jimeng_vgfm_t2v_l20' }, { id: 'jimeng_vgfm_i2v_l20' }],
  match: ['jimeng_*'],
  params: {
    frames: {
      type: 'choice',
      options: [
        { value: 121, label: { en: '5 s', zh: '5 秒' } },
        { value: 241, label: { en: '10 s', zh: '10 秒' } },
      ],
      label: { en: 'Length', zh: '时长' },
    },
    aspect_ratio: ratioParam(['16:9', '4:3', '1:1', '3:4', '9:16', '21:9']),
    seed: seedParam(2_147_483_647, -1),
  },
  media: { images: inlinePictures(1, { form: 'base64', maxBytes: 4_700_000, types: ['image/png', 'image/jpeg'] }) },
  texts: { prompt: { maxLength: 800 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/jimeng/',
    query: { Action: { constant: 'CVSync2AsyncSubmitTask' }, Version: { constant: '2022-08-31' } },
    json: {
      object: {
        req_key: { param: 'model' },
        prompt: { input: 'prompt' },
        binary_data_base64: { when: { present: firstPicture }, give: { list: [firstPicture] } },
        frames: { param: 'frames' },
        aspect_ratio: { param: 'aspect_ratio' },
        seed: { param: 'seed' },
      },
    },
  },
  task: {
    id: ['data.task_id'],
    accepted: { path: 'code', values: [10_000] },
    query: {
      method: 'POST',
      path: '/jimeng/',
      query: { Action: { constant: 'CVSync2AsyncGetResult' }, Version: { constant: '2022-08-31' } },
      json: { object: { req_key: { param: 'model' }, task_id: { param: 'id' } } },
    },
    status: ['data.status'],
    reason: ['message'],
    usual: 180,
  },
  outputs: { video: { as: 'media', kind: 'video', urls: ['data.video_url'] } },
  resultLifetime: 3600,
});
