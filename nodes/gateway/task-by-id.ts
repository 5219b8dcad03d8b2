import { AppError } from '#core/errors';
import { defineNode, type OutputDefinition, type PortTypeText } from '#core/node/definition';
import type { Find, RecipeSource } from '#core/recipe/schema';
import type { LocalText } from '#core/text';
import type { Json } from '#core/value/value';
import { type TaskRoute, taskRoutes } from '../task-routes.ts';

type Params = Readonly<Record<string, Json | undefined>>;

const kinds: Readonly<Record<TaskRoute['gives'], { type: PortTypeText; label: LocalText }>> = {
  video: { type: 'list<video>', label: { en: 'Videos', zh: '视频' } },
  image: { type: 'list<image>', label: { en: 'Pictures', zh: '图片' } },
  audio: { type: 'list<audio>', label: { en: 'Sounds', zh: '音频' } },
  text: { type: 'text', label: { en: 'Text', zh: '文本' } },
  json: { type: 'json', label: { en: 'Result', zh: '结果' } },
};

const task: OutputDefinition = { type: 'json', label: { en: 'Task', zh: '任务' } };

function routeOf(params: Params): TaskRoute | undefined {
  const name = params['system'] ?? 'unified video';
  return typeof name === 'string' && Object.hasOwn(taskRoutes, name) ? taskRoutes[name] : undefined;
}

function givesOf(params: Params): TaskRoute['gives'] {
  const asked = params['gives'];
  if (typeof asked === 'string' && Object.hasOwn(kinds, asked)) return asked as TaskRoute['gives'];
  return routeOf(params)?.gives ?? 'json';
}

function resultOf(gives: TaskRoute['gives'], route: TaskRoute): Find {
  switch (gives) {
    case 'text':
      return { as: 'text', paths: ['data.data.text', 'data.text', 'text', 'output', 'promptEn', 'prompt'] };
    case 'json':
      return { as: 'json' };
    default:
      return {
        as: 'media',
        kind: gives,
        urls: [...(route.urls ?? [])],
        body: route.retrieve?.answer === 'binary',
        all: true,
      };
  }
}

const status = [
  ...['status', 'state', 'data.status', 'data.task_status', 'output.task_status', 'Response.Status', 'task_status'],
  ...['[0].status', '[0].state', 'data[0].status', 'data.data.status'],
];

/** Asks for a task that exists already by one of the query routes; nothing is submitted and nothing costs. */
function recipeOf(params: Params): RecipeSource {
  const route = routeOf(params);
  if (route === undefined) {
    throw new AppError(
      'param.invalid',
      { en: 'It is not known how this system is asked for a task.', zh: '不知道如何查询该系统的任务。' },
      { place: { field: 'system' }, billed: 'no' },
    );
  }
  const gives = givesOf(params);
  return {
    id: `task-by-id:${JSON.stringify({ system: params['system'], ...(params['gives'] !== undefined && { gives: params['gives'] }) })}`,
    version: 1,
    nodes: ['task-by-id'],
    system: 'tasks',
    title: route.title,
    models: [],
    params: {},
    charges: false,
    submit: route.query,
    task: {
      given: { input: 'id' },
      id: ['id'],
      query: route.query,
      status: route.query.path.endsWith('image-seed') ? [] : status,
      ...(route.words !== undefined && { words: route.words }),
      ...(route.stillRunning !== undefined && { stillRunning: route.stillRunning }),
      ...(route.retrieve !== undefined && { retrieve: route.retrieve }),
    },
    outputs: { result: resultOf(gives, route), task: { as: 'json', optional: true } },
    ...(route.upstream !== undefined && { upstream: route.upstream }),
  };
}

export const node = defineNode({
  type: 'task-by-id',
  version: 1,
  family: 'gateway',
  title: { en: 'Task by id', zh: '按编号取任务' },
  summary: {
    en: 'Waits for a task that was made elsewhere and collects its result; it costs nothing.',
    zh: '等待在别处创建的任务并取回结果；不产生费用。',
  },
  keywords: ['collect', 'fetch', 'query', 'status', 'lost', '查询', '取回', '任务编号'],
  params: {
    system: {
      type: 'choice',
      default: 'unified video',
      options: Object.entries(taskRoutes).map(([value, { title }]) => ({ value, label: title })),
      label: { en: 'System', zh: '系统' },
    },
    id: { type: 'text', label: { en: 'Id of the task', zh: '任务编号' } },
    gives: {
      type: 'choice',
      advanced: true,
      options: (['video', 'image', 'audio', 'text', 'json'] as const).map((value) => ({
        value,
        label: kinds[value].label,
      })),
      label: { en: 'Result is', zh: '结果类型' },
      help: { en: 'Empty: what this system usually makes.', zh: '留空则为该系统的常见结果类型。' },
    },
  },
  inputs: { id: { type: 'text', required: true, label: { en: 'Id of the task', zh: '任务编号' } } },
  outputs: { result: { type: 'any', label: { en: 'Result', zh: '结果' } }, task },
  ports: (params) => ({ outputs: { result: kinds[givesOf(params)], task } }),
  recipe: recipeOf,
  work: { kind: 'call' },
  example: { inputs: { id: 'sora-2:task_01k' } },
});
