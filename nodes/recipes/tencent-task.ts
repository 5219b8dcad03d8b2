import type { Mapping, RecipeSource } from '#core/recipe/schema';

type Params = RecipeSource['params'];

/** What films and pictures of Tencent have in common. */
export const tencentParams: Params = {
  version: {
    type: 'text',
    default: '2.5',
    label: { en: 'Version of the model', zh: '模型版本' },
    help: { en: 'As the vendor counts it, such as 2.1 or 3.1-fast.', zh: '按厂商的版本号填写，例如 2.1、3.1-fast。' },
  },
  negative_prompt: { type: 'text', advanced: true, label: { en: 'Not in the result', zh: '排除内容' } },
  enhance_prompt: { type: 'boolean', advanced: true, label: { en: 'Improve the prompt', zh: '优化提示词' } },
  session_id: {
    type: 'text',
    maxLength: 50,
    advanced: true,
    label: { en: 'Mark against doubles', zh: '去重标识' },
    help: {
      en: 'The same mark within three days is refused instead of made again.',
      zh: '三天内相同标识的请求会被去重。',
    },
  },
};

export const tencentFields: Record<string, Mapping> = {
  model_version: { param: 'version' },
  prompt: { input: 'prompt' },
  negative_prompt: { param: 'negative_prompt' },
  enhance_prompt: {
    when: { present: { param: 'enhance_prompt' } },
    give: { lookup: { param: 'enhance_prompt' }, table: { true: 'Enabled', false: 'Disabled' } },
  },
  session_id: { param: 'session_id' },
};

/** Pictures as links. */
export const tencentFiles: Mapping = {
  omitEmpty: {
    each: { input: 'images' },
    give: { object: { type: { constant: 'Url' }, url: { item: true } } },
  },
};

/** How tasks are asked for. Source: PROTOCOL 8.5. */
export const tencentTask = {
  id: ['Response.TaskId'],
  query: { method: 'GET', path: '/tencent-vod/v1/query/{id}' },
  status: ['Response.Status'],
  progress: ['Response.AigcVideoTask.Progress', 'Response.AigcImageTask.Progress'],
  reason: [
    'Response.AigcVideoTask.Message',
    'Response.AigcImageTask.Message',
    'Response.Error.Message',
    'Response.AigcVideoTask.ErrCode',
    'Response.AigcImageTask.ErrCode',
  ],
} as const satisfies RecipeSource['task'];

/** A week, as the answer's `ExpireTime` says. */
export const tencentLifetime = 7 * 24 * 3600;
