import type { Mapping, MediaRule, RecipeSource } from '#core/recipe/schema';

type Task = NonNullable<RecipeSource['task']>;
type Params = RecipeSource['params'];

/** Result files are kept so long. */
export const klingLifetime = 30 * 24 * 3600;

/**
 * A function of Kling: a task that is asked for and listed below its own path. Plain new-api sites answer in the format of
 * OpenAI's videos instead. `values` are for names in the path. Source: PROTOCOL 9.
 */
export function klingTask(path: string, usual: number, values: Record<string, Mapping> = {}): Task {
  return {
    id: ['data.task_id', 'task_id', 'id'],
    query: { method: 'GET', path: `/kling/v1/${path}/{id}`, values },
    status: ['data.task_status', 'task_status', 'status'],
    reason: ['data.task_status_msg', 'task_status_msg', 'error.message', 'message'],
    list: {
      step: {
        method: 'GET',
        path: `/kling/v1/${path}`,
        values,
        query: { pageNum: { param: 'page' }, pageSize: { constant: 30 } },
      },
      pageSize: 30,
      rows: 'data[*]',
      id: ['task_id'],
      createdAt: ['created_at'],
      status: ['task_status'],
      mark: ['task_info.external_task_id'],
    },
    usual,
  };
}

/** The creating request; its mark finds the task again when the answer is lost. */
export function postKling(path: string, fields: Record<string, Mapping>): RecipeSource['submit'] {
  return {
    method: 'POST',
    path: `/kling/v1/${path}`,
    json: { object: { ...fields, external_task_id: { attempt: true } } },
  };
}

export const klingVideo = {
  video: { as: 'media', kind: 'video', urls: ['data.task_result.videos[*].url', 'video_url', 'url', 'metadata.url'] },
} as const satisfies RecipeSource['outputs'];
export const klingImages = {
  images: { as: 'media', kind: 'image', urls: ['data.task_result.images[*].url'], all: true },
} as const satisfies RecipeSource['outputs'];
export const klingAudio = {
  audio: {
    as: 'media',
    kind: 'audio',
    urls: [
      'data.task_result.audios[*].url_mp3',
      'data.task_result.audios[*].url',
      'data.task_result.audios[*].url_wav',
    ],
  },
} as const satisfies RecipeSource['outputs'];

/** The id by which an avatar says a sound that Kling made. */
export const klingSoundId: Pick<RecipeSource, 'ports' | 'outputs'> = {
  ports: { outputs: { sound: { type: 'text', label: { en: 'Sound of Kling', zh: '可灵音频编号' }, aside: true } } },
  outputs: { sound: { as: 'text', paths: ['data.task_result.audios[0].id'], optional: true } },
};

/** What a video is known by when a node behind it goes on with it. */
export const klingFollow: Pick<RecipeSource, 'ports'> & { output: NonNullable<RecipeSource['outputs']> } = {
  ports: { outputs: { task: { type: 'json', label: { en: 'Task', zh: '任务' }, aside: true } } },
  output: {
    task: {
      as: 'json',
      give: { object: { id: { param: 'id' }, video_id: { answer: ['data.task_result.videos[0].id'] } } },
      optional: true,
    },
  },
};

/** A picture as bare base64, without the head of a data URL. */
export const klingPicture: MediaRule = {
  form: 'base64',
  maxBytes: 10_000_000,
  types: ['image/png', 'image/jpeg'],
  minSide: 300,
  minRatio: 1 / 2.5,
  maxRatio: 2.5,
};
export const klingFilm: MediaRule = {
  form: 'public-url',
  maxCount: 1,
  maxBytes: 100_000_000,
  types: ['video/mp4', 'video/quicktime'],
  minDuration: 2,
  maxDuration: 60,
};
export const klingSound: MediaRule = { form: 'base64', maxCount: 1, maxBytes: 5_000_000, types: ['audio/*'] };

export const klingMode: Params = {
  mode: {
    type: 'choice',
    default: 'std',
    options: [
      { value: 'std', label: { en: 'Standard', zh: '标准' } },
      { value: 'pro', label: { en: 'Professional', zh: '高品质' } },
    ],
    label: { en: 'Quality', zh: '模式' },
  },
};

/** A film of several shots, as Kling has them: each with its place, words and length. */
export const klingShots: Params = {
  shots: {
    type: 'json',
    advanced: true,
    models: ['kling-v3*'],
    label: { en: 'Shots', zh: '分镜' },
    help: {
      en: 'Up to six, such as [{"index":1,"prompt":"A door opens","duration":"2"}].',
      zh: '最多六个，例如 [{"index":1,"prompt":"门打开","duration":"2"}]。',
    },
  },
};
export const klingShotFields: Record<string, Mapping> = {
  multi_shot: { when: { present: { param: 'shots' } }, give: { constant: true } },
  shot_type: { when: { present: { param: 'shots' } }, give: { constant: 'customize' } },
  multi_prompt: {
    each: { param: 'shots' },
    give: {
      object: {
        index: { item: true, path: 'index' },
        prompt: { item: true, path: 'prompt' },
        duration: { item: true, path: 'duration' },
      },
    },
  },
};

/** What the films of all models take; the second generation has no `cfg_scale`, sound came with 2.6. */
export const klingFilmParams: Params = {
  ...klingMode,
  duration: [
    {
      type: 'choice',
      default: '5',
      models: ['kling-v3*'],
      options: ['3', '5', '8', '10', '12', '15'].map((value) => ({ value })),
      label: { en: 'Length', zh: '时长' },
      unit: 's',
    },
    {
      type: 'choice',
      default: '5',
      options: [{ value: '5' }, { value: '10' }],
      label: { en: 'Length', zh: '时长' },
      unit: 's',
    },
  ],
  sound: {
    type: 'choice',
    models: ['kling-v2-6', 'kling-v3*'],
    options: [
      { value: 'on', label: { en: 'With sound', zh: '有声' } },
      { value: 'off', label: { en: 'Silent', zh: '无声' } },
    ],
    label: { en: 'Sound', zh: '声音' },
  },
  negative_prompt: { type: 'text', advanced: true, maxLength: 2500, label: { en: 'Not in it', zh: '负向提示词' } },
  cfg_scale: {
    type: 'number',
    min: 0,
    max: 1,
    step: 0.1,
    models: ['kling-v1*'],
    advanced: true,
    label: { en: 'How closely to follow the prompt', zh: '提示词相关度' },
  },
  camera: {
    type: 'choice',
    advanced: true,
    models: ['kling-v1*'],
    options: [
      { value: 'down_back', label: { en: 'Down and back', zh: '下移拉远' } },
      { value: 'forward_up', label: { en: 'Forward and up', zh: '推进上移' } },
      { value: 'right_turn_forward', label: { en: 'Right and forward', zh: '右旋推进' } },
      { value: 'left_turn_forward', label: { en: 'Left and forward', zh: '左旋推进' } },
      { value: 'horizontal', label: { en: 'Sideways', zh: '水平平移' } },
      { value: 'vertical', label: { en: 'Up or down', zh: '垂直平移' } },
      { value: 'pan', label: { en: 'Pan', zh: '水平摇镜' } },
      { value: 'tilt', label: { en: 'Tilt', zh: '垂直摇镜' } },
      { value: 'roll', label: { en: 'Roll', zh: '旋转' } },
      { value: 'zoom', label: { en: 'Zoom', zh: '变焦' } },
    ],
    label: { en: 'Camera', zh: '镜头运动' },
  },
  camera_amount: {
    type: 'number',
    min: -10,
    max: 10,
    advanced: true,
    models: ['kling-v1*'],
    label: { en: 'How far the camera moves', zh: '镜头运动幅度' },
    help: { en: 'For sideways, up or down, pan, tilt, roll and zoom.', zh: '用于平移、摇镜、旋转与变焦。' },
  },
};

const oneAxis: Mapping = {
  lookup: { param: 'camera' },
  table: { horizontal: 1, vertical: 1, pan: 1, tilt: 1, roll: 1, zoom: 1 },
};
const axes = ['horizontal', 'vertical', 'pan', 'tilt', 'roll', 'zoom'];

export const klingFilmFields: Record<string, Mapping> = {
  negative_prompt: { omitEmpty: { param: 'negative_prompt' } },
  cfg_scale: { param: 'cfg_scale' },
  mode: { param: 'mode' },
  sound: { param: 'sound' },
  duration: { param: 'duration' },
  camera_control: {
    when: { present: { param: 'camera' } },
    give: {
      object: {
        type: { when: { present: oneAxis }, give: { constant: 'simple' }, otherwise: { param: 'camera' } },
        config: {
          omitEmpty: {
            object: Object.fromEntries(
              axes.map((axis): [string, Mapping] => [
                axis,
                {
                  when: { equals: [{ param: 'camera' }, { constant: axis }] },
                  give: { first: [{ param: 'camera_amount' }, { constant: 5 }] },
                },
              ]),
            ),
          },
        },
      },
    },
  },
};
