import type { Mapping, RecipeSource } from '#core/recipe/schema';

/** What all of Suno's recipes share. Source: PROTOCOL 10. */
export const sunoTask = {
  id: ['data.task_id', 'task_id', 'data'],
  accepted: { path: 'code', values: ['success'] },
  query: { method: 'GET', path: '/suno/fetch/{id}' },
  status: ['data.status'],
  progress: ['data.progress'],
  reason: ['data.fail_reason', 'data.data[0].metadata.error_message', 'fail_reason'],
  batch: {
    step: { method: 'POST', path: '/suno/fetch', json: { object: { ids: { param: 'ids' } } } },
    rows: 'data[*]',
    id: ['task_id'],
    within: 'data',
  },
  usual: 150,
} as const satisfies RecipeSource['task'];

/** Two songs a task, with their covers, and the whole answer, whose clips the nodes behind go on with. */
export const songOutputs = {
  songs: { as: 'media', kind: 'audio', urls: ['data.data[*].audio_url'], all: true },
  covers: {
    as: 'media',
    kind: 'image',
    urls: ['data.data[*].image_large_url', 'data.data[*].image_url'],
    all: true,
    optional: true,
  },
  clips: { as: 'json' },
} as const satisfies RecipeSource['outputs'];

/** Nobody tells how long the links live; a day is seen. */
export const songLifetime = 24 * 3600;

/** Which of two songs is meant. */
export const whichParam: RecipeSource['params'] = {
  which: {
    type: 'choice',
    default: 1,
    options: [
      { value: 1, label: { en: 'The first', zh: '第一首' } },
      { value: 2, label: { en: 'The second', zh: '第二首' } },
    ],
    label: { en: 'Which song', zh: '选择哪一首' },
  },
};

/** The id of the clip that is meant: of an answer of Suno, of a list, or of one clip. */
export const clipId: Mapping = {
  must: {
    first: [
      {
        when: { equals: [{ param: 'which' }, { constant: 2 }] },
        give: {
          first: [
            { input: 'clips', path: 'data.data[1].id' },
            { input: 'clips', path: '[1].id' },
          ],
        },
      },
      { input: 'clips', path: 'data.data[0].id' },
      { input: 'clips', path: '[0].id' },
      { input: 'clips', path: 'id' },
      { input: 'clips', path: 'clip_id' },
    ],
  },
  field: 'clips',
  problem: { en: 'has no clip in it', zh: '中没有片段' },
};

export const songModels = [
  { id: 'chirp-v5' },
  { id: 'chirp-auk' },
  { id: 'chirp-v4' },
  { id: 'chirp-v3-5' },
  { id: 'chirp-v3-0' },
];

/** How a song sounds, and what it is called. */
export const styleParams: RecipeSource['params'] = {
  tags: {
    type: 'text',
    label: { en: 'Style', zh: '风格' },
    help: { en: 'Words with commas, such as slow piano, female voice.', zh: '用逗号分隔，例如 慢速钢琴, 女声。' },
  },
  title: { type: 'text', maxLength: 80, label: { en: 'Title', zh: '标题' } },
  negative_tags: { type: 'text', advanced: true, label: { en: 'Not in the style', zh: '排除风格' } },
  make_instrumental: { type: 'boolean', label: { en: 'Without singing', zh: '纯音乐' } },
  vocal_gender: {
    type: 'choice',
    advanced: true,
    options: [
      { value: 'f', label: { en: 'Female', zh: '女声' } },
      { value: 'm', label: { en: 'Male', zh: '男声' } },
    ],
    label: { en: 'Voice', zh: '人声' },
  },
};

export const styleFields: Record<string, Mapping> = {
  mv: { param: 'model' },
  title: { param: 'title' },
  tags: { param: 'tags' },
  negative_tags: { param: 'negative_tags' },
  make_instrumental: { param: 'make_instrumental' },
  metadata: {
    when: { present: { param: 'vocal_gender' } },
    give: { object: { vocal_gender: { param: 'vocal_gender' } } },
  },
};

/** A request for music. */
export function postMusic(fields: Record<string, Mapping>): RecipeSource['submit'] {
  return { method: 'POST', path: '/suno/submit/music', json: { object: { ...fields, ...styleFields } } };
}
