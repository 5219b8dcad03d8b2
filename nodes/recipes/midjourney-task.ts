import type { Mapping, RecipeSource } from '#core/recipe/schema';

/** How Midjourney's tasks are submitted and asked for; 1, 21 and 22 mean that it was taken. Source: PROTOCOL 7. */
export const midjourneyTask = {
  id: ['result'],
  accepted: { path: 'code', values: [1, 21, 22] },
  query: { method: 'GET', path: '/mj/task/{id}/fetch' },
  status: ['status'],
  progress: ['progress'],
  reason: ['failReason', 'description'],
  batch: {
    step: { method: 'POST', path: '/mj/task/list-by-condition', json: { object: { ids: { param: 'ids' } } } },
    rows: '[*]',
    id: ['id'],
  },
  usual: 60,
} as const satisfies RecipeSource['task'];

/** How fast the account works; every function that makes a task takes it, by the beginning of its path. Source: PROTOCOL 7. */
export const midjourneySpeed = {
  speed: {
    type: 'choice',
    options: [
      { value: 'relax', label: { en: 'Relaxed', zh: '慢速' } },
      { value: 'fast', label: { en: 'Fast', zh: '快速' } },
      { value: 'turbo', label: { en: 'Turbo', zh: '极速' } },
    ],
    label: { en: 'Speed', zh: '速度' },
    help: { en: 'Empty: as the gateway is set. Prices differ.', zh: '留空则用网关默认；价格不同。' },
  },
} as const satisfies RecipeSource['params'];

/** Submits to a path below `/mj`, with the speed's own beginning where one is chosen. */
export function postMidjourney(path: string, json: Mapping): Required<Pick<RecipeSource, 'submit' | 'variants'>> {
  return {
    submit: { method: 'POST', path: `/mj/${path}`, json },
    variants: midjourneySpeed.speed.options.map(({ value }) => ({
      when: { equals: [{ param: 'speed' }, { constant: value }] },
      submit: { method: 'POST', path: `/mj-${value}/mj/${path}`, json },
    })),
  };
}

/** The picture, and the whole task, whose buttons the next node presses. */
export const midjourneyOutputs = {
  image: { as: 'media', kind: 'image', urls: ['imageUrl'] },
  task: { as: 'json' },
} as const satisfies RecipeSource['outputs'];

/** Links of Discord die after a day. */
export const midjourneyLifetime = 24 * 3600;

const buttons: Mapping = { input: 'task', path: 'buttons' };
const pressed: Mapping = { param: 'button' };

/** The id of the finished task that an input holds. */
export function taskIdIn(input: string): Mapping {
  return {
    must: { input, path: 'id' },
    field: input,
    problem: { en: 'has no id of a Midjourney task', zh: '中没有 Midjourney 任务的编号' },
  };
}

/** Presses a button of the input `task`; its id is always taken from the task's own buttons and never made up. */
export const pressButton: Record<string, Mapping> = {
  taskId: taskIdIn('task'),
  customId: {
    must: {
      first: [
        { lookup: pressed, rows: buttons, key: 'label', value: 'customId' },
        { lookup: pressed, rows: buttons, key: 'emoji', value: 'customId' },
        { lookup: pressed, rows: buttons, key: 'customId', value: 'customId' },
      ],
    },
    field: 'button',
    problem: { en: 'is not a button that this picture has', zh: '不是这张图片所具有的按钮' },
    choices: {
      each: buttons,
      give: {
        first: [
          { item: true, path: 'label' },
          { item: true, path: 'emoji' },
        ],
      },
    },
  },
};

/** A picture as a full data URL, as Midjourney wants it. */
export const midjourneyPicture = {
  form: 'data-url',
  maxBytes: 4_000_000,
  types: ['image/*'],
} satisfies NonNullable<RecipeSource['media']>[string];
