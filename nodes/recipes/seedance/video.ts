import { type Condition, defineRecipe, type Mapping } from '#core/recipe/schema';

/** Models that read their settings from flags behind the prompt; newer ones take fields. */
const flagModels = [
  'doubao-seedance-1-0-pro-250528',
  'doubao-seedance-1-0-pro-fast-251015',
  'doubao-seedance-1-0-lite-t2v-250428',
  'doubao-seedance-1-0-lite-i2v-250428',
];
const takesFlags: Condition = {
  any: flagModels.map((id) => ({ equals: [{ param: 'model' }, { constant: id }] })),
};
const field = (name: string): Mapping => ({ when: { not: takesFlags }, give: { param: name } });

/** Doubao Seedance on the gateway's own route. Source: PROTOCOL 8.5 and 16. */
export const recipe = defineRecipe({
  id: 'seedance/video',
  version: 1,
  nodes: ['video'],
  system: 'seedance',
  title: { en: 'Seedance', zh: '豆包 Seedance' },
  models: [
    { id: 'doubao-seedance-2-0-260128' },
    { id: 'doubao-seedance-2-0-fast-260128' },
    { id: 'doubao-seedance-1-5-pro-251215' },
    { id: 'doubao-seedance-1-0-pro-250528' },
    { id: 'doubao-seedance-1-0-pro-fast-251015' },
    { id: 'doubao-seedance-1-0-lite-t2v-250428' },
    { id: 'doubao-seedance-1-0-lite-i2v-250428' },
  ],
  match: ['doubao-seedance-*'],
  params: {
    resolution: {
      type: 'choice',
      default: '720p',
      options: [{ value: '480p' }, { value: '720p' }, { value: '1080p' }],
      label: { en: 'Resolution', zh: '分辨率' },
    },
    ratio: {
      type: 'choice',
      default: '16:9',
      options: [
        { value: '16:9', label: { en: 'Landscape 16:9', zh: '横屏 16:9' } },
        { value: '9:16', label: { en: 'Portrait 9:16', zh: '竖屏 9:16' } },
        { value: '4:3' },
        { value: '3:4' },
        { value: '1:1', label: { en: 'Square 1:1', zh: '方形 1:1' } },
        { value: '21:9' },
        { value: 'adaptive', label: { en: 'As the picture', zh: '跟随图片' } },
      ],
      label: { en: 'Aspect ratio', zh: '画面比例' },
    },
    duration: { type: 'integer', default: 5, min: 2, max: 15, label: { en: 'Length', zh: '时长' }, unit: 's' },
    pictures: {
      type: 'choice',
      default: 'frames',
      options: [
        { value: 'frames', label: { en: 'First and last frame', zh: '首帧与尾帧' } },
        { value: 'references', label: { en: 'References', zh: '参考图' } },
      ],
      label: { en: 'Pictures are', zh: '图片用作' },
      help: { en: 'A prompt names references as [图1], [图2] …', zh: '提示词中用 [图1]、[图2] 引用参考图。' },
    },
    generate_audio: {
      type: 'boolean',
      models: ['doubao-seedance-1-5*', 'doubao-seedance-2*'],
      label: { en: 'With sound', zh: '生成声音' },
    },
    camera_fixed: { type: 'boolean', advanced: true, label: { en: 'Camera stands still', zh: '固定镜头' } },
    seed: { type: 'integer', min: -1, max: 4_294_967_295, advanced: true, label: { en: 'Seed', zh: '随机种子' } },
    watermark: { type: 'boolean', default: false, advanced: true, label: { en: 'Watermark', zh: '水印' } },
  },
  media: { images: { form: 'data-url', maxCount: 4, types: ['image/*'], maxBytes: 10_000_000 } },
  texts: { prompt: { maxLength: 2000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/volc/v1/contents/generations/tasks',
    json: {
      object: {
        model: { param: 'model' },
        content: {
          concat: [
            {
              object: {
                type: { constant: 'text' },
                text: {
                  when: takesFlags,
                  give: {
                    join: [
                      { input: 'prompt' },
                      { text: '--rs {resolution}' },
                      { text: '--rt {ratio}' },
                      { text: '--dur {duration}' },
                      { text: '--wm {watermark}' },
                      { text: '--cf {camera_fixed}' },
                      { text: '--seed {seed}' },
                    ],
                    by: ' ',
                  },
                  otherwise: { input: 'prompt' },
                },
              },
            },
            {
              when: { equals: [{ param: 'pictures' }, { constant: 'references' }] },
              give: { each: { input: 'images' }, give: picture({ item: true }, 'reference_image') },
            },
            frame('[0]', 'first_frame'),
            frame('[1]', 'last_frame'),
          ],
        },
        resolution: field('resolution'),
        ratio: field('ratio'),
        duration: field('duration'),
        generate_audio: { param: 'generate_audio' },
        camera_fixed: field('camera_fixed'),
        seed: field('seed'),
        watermark: field('watermark'),
      },
    },
  },
  task: {
    id: ['id', 'task_id', 'data.id', 'data.task_id'],
    query: { method: 'GET', path: '/volc/v1/contents/generations/tasks/{id}' },
    status: ['status', 'data.status'],
    reason: ['error.message', 'error.code'],
    list: {
      step: {
        method: 'GET',
        path: '/volc/v1/contents/generations/tasks',
        query: { page_num: { param: 'page' }, page_size: { constant: 50 } },
      },
      pageSize: 50,
      rows: 'items[*]',
      id: ['id'],
      createdAt: ['created_at'],
      model: ['model'],
      status: ['status'],
    },
    usual: 120,
  },
  outputs: { video: { as: 'media', kind: 'video', urls: ['content.video_url', 'data.content.video_url'] } },
  resultLifetime: 24 * 3600,
});

function picture(url: Mapping, role: string): Mapping {
  return {
    object: { type: { constant: 'image_url' }, image_url: { object: { url } }, role: { constant: role } },
  };
}

function frame(path: string, role: string): Mapping {
  const url = { input: 'images', path };
  return {
    when: { all: [{ equals: [{ param: 'pictures' }, { constant: 'frames' }] }, { present: url }] },
    give: picture(url, role),
  };
}
