import { defineNode, type OutputDefinition } from '#core/node/definition';
import type { ParamDefinition } from '#core/node/param';
import { inputsOfCall, recipeOfCall, resultOfCall } from '../api-call.ts';

const outputs = {
  result: { type: 'json', label: { en: 'Result', zh: '结果' } },
  answer: { type: 'json', label: { en: 'Whole answer', zh: '完整回答' } },
} as const satisfies Record<string, OutputDefinition>;

const params: Readonly<Record<string, ParamDefinition>> = {
  method: {
    type: 'choice',
    default: 'POST',
    options: [{ value: 'GET' }, { value: 'POST' }, { value: 'PUT' }, { value: 'DELETE' }],
    label: { en: 'Method', zh: '方法' },
  },
  path: {
    type: 'text',
    default: '/v1/models',
    label: { en: 'Path', zh: '路径' },
    help: {
      en: 'On the host of the connection. {{name}} becomes an input, {{photo:image}} one for a picture.',
      zh: '位于当前连接的主机上。{{名称}} 会成为输入，{{photo:image}} 则为图片输入。',
    },
  },
  query: {
    type: 'json',
    label: { en: 'Query', zh: '查询参数' },
    help: { en: 'An object; {{name}} may stand in it.', zh: '一个对象，其中可以使用 {{名称}}。' },
  },
  headers: {
    type: 'json',
    advanced: true,
    label: { en: 'Headers', zh: '请求头' },
    help: {
      en: 'Others than the key, which Patchbay adds itself.',
      zh: '密钥由 Patchbay 自动添加，此处填写其他请求头。',
    },
  },
  body: {
    type: 'json',
    label: { en: 'Body', zh: '请求体' },
    help: {
      en: '{"prompt": "{{prompt}}", "image": "{{photo:image}}", "n": "{{n:number}}"}: a text that is only {{name}} gives its value as it is.',
      zh: '例如 {"prompt": "{{prompt}}", "image": "{{photo:image}}", "n": "{{n:number}}"}；整段文本只有 {{名称}} 时按原值传递。',
    },
  },
  form: { type: 'boolean', default: false, label: { en: 'Send as a form (multipart)', zh: '以表单（multipart）发送' } },
  file_form: {
    type: 'choice',
    default: 'data-url',
    options: [
      { value: 'data-url', label: { en: 'Data URL', zh: 'Data URL' } },
      { value: 'base64', label: { en: 'Base64', zh: 'Base64' } },
      { value: 'public-url', label: { en: 'Public link (upload)', zh: '公开链接（上传）' } },
    ],
    label: { en: 'Files in the body as', zh: '请求体中的文件形式' },
  },
  answer: {
    type: 'choice',
    default: 'json',
    options: [
      { value: 'json', label: { en: 'JSON', zh: 'JSON' } },
      { value: 'text', label: { en: 'Text', zh: '文本' } },
      { value: 'image', label: { en: 'Pictures', zh: '图片' } },
      { value: 'video', label: { en: 'Videos', zh: '视频' } },
      { value: 'audio', label: { en: 'Sounds', zh: '音频' } },
      { value: 'document', label: { en: 'Documents', zh: '文档' } },
    ],
    label: { en: 'Result is', zh: '结果类型' },
  },
  result: {
    type: 'text',
    multiline: true,
    label: { en: 'Where the result is', zh: '结果所在位置' },
    help: {
      en: 'Paths such as data[*].url, one a line; empty: the whole answer, or the usual places of files.',
      zh: '例如 data[*].url，每行一个；留空则取完整回答或文件的常见位置。',
    },
  },
  encoding: {
    type: 'choice',
    default: 'link',
    advanced: true,
    options: [
      { value: 'link', label: { en: 'A link', zh: '链接' } },
      { value: 'base64', label: { en: 'Base64', zh: 'Base64' } },
      { value: 'hex', label: { en: 'Hexadecimal', zh: '十六进制' } },
    ],
    label: { en: 'There is', zh: '该位置内容' },
  },
  charges: {
    type: 'boolean',
    default: true,
    label: { en: 'May cost', zh: '可能计费' },
    help: {
      en: 'On: it goes through the ledger and is never sent twice. Off for questions that cost nothing.',
      zh: '开启：计入账本且绝不重复发送；仅查询类、不计费的调用可关闭。',
    },
  },
  task: {
    type: 'boolean',
    default: false,
    label: { en: 'Answers with a task', zh: '返回任务' },
    help: { en: 'Patchbay then asks until it is done.', zh: 'Patchbay 会持续查询直到完成。' },
  },
  task_query: {
    type: 'text',
    default: '/v1/video/query?id={{id}}',
    advanced: true,
    label: { en: 'Path that asks for the task', zh: '查询任务的路径' },
  },
  task_body: {
    type: 'json',
    advanced: true,
    label: { en: 'Body that asks for the task', zh: '查询任务的请求体' },
    help: { en: 'Then it is asked by POST; {{id}} is the id.', zh: '填写后用 POST 查询；{{id}} 为任务编号。' },
  },
  task_id: {
    type: 'text',
    multiline: true,
    advanced: true,
    label: { en: 'Where the id of the task is', zh: '任务编号所在位置' },
    help: { en: 'Empty: the usual places.', zh: '留空则查找常见位置。' },
  },
  task_status: {
    type: 'text',
    multiline: true,
    advanced: true,
    label: { en: 'Where its status is', zh: '状态所在位置' },
  },
  task_reason: {
    type: 'text',
    multiline: true,
    advanced: true,
    label: { en: 'Where it says why it failed', zh: '失败原因所在位置' },
  },
};

const reserved: ReadonlySet<string> = new Set([...Object.keys(params), 'id', 'recipe']);

export const node = defineNode({
  type: 'api-call',
  version: 1,
  family: 'gateway',
  title: { en: 'API call', zh: 'API 调用' },
  summary: {
    en: 'Anything else that the gateway can do: a method, a path, a body with inputs in it, and a task if there is one.',
    zh: '调用网关的任意接口：方法、路径、可嵌入输入的请求体，以及可选的任务查询。',
  },
  keywords: ['http', 'request', 'rest', 'custom', 'endpoint', '请求', '自定义', '接口'],
  params,
  inputs: {},
  outputs,
  ports: (held) => ({
    inputs: inputsOfCall(held, reserved),
    outputs: { ...outputs, result: { ...outputs.result, type: resultOfCall(held).type } },
  }),
  recipe: (held) => recipeOfCall(held, reserved),
  work: { kind: 'call' },
  example: { params: { method: 'GET', path: '/v1/models', charges: false } },
});
