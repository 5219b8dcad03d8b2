import { AppError } from '#core/errors';
import { defineNode } from '#core/node/definition';
import { type Tool, toolSchema } from '#core/tool';
import type { Json, Value } from '#core/value/value';

type Answer = NonNullable<Tool['answer']>;

function answerOf(value: Value | undefined, argument: string): Answer | undefined {
  if (value === undefined || value === null) return undefined;
  if (argument !== '') {
    if (typeof value !== 'object' || Array.isArray(value)) {
      throw new AppError(
        'input.invalid',
        {
          en: 'The answer is no JSON object, so nothing can be looked up in it.',
          zh: '回答不是 JSON 对象，无法按参数查找。',
        },
        {
          hint: {
            en: 'Give an object such as {"Berlin": "sunny"}, or leave “Look up by” empty.',
            zh: '请提供如 {"柏林": "晴"} 的对象，或清空“按参数查找”。',
          },
          place: { field: 'answer' },
        },
      );
    }
    return { kind: 'table', argument, rows: value as Record<string, Json> };
  }
  return typeof value === 'string' ? { kind: 'template', text: value } : { kind: 'fixed', value: value as Json };
}

export const node = defineNode({
  type: 'function',
  version: 1,
  family: 'flow',
  title: { en: 'Function', zh: '函数' },
  summary: {
    en: 'Something that a chat may call: what it is for, what it is told, and what it answers.',
    zh: '供“对话”调用的函数：用途、参数以及返回内容。',
  },
  keywords: ['tool', 'function calling', 'lookup', 'agent', '工具', '函数调用', '智能体'],
  params: {
    name: {
      type: 'text',
      default: 'lookup',
      minLength: 1,
      maxLength: 64,
      label: { en: 'Name', zh: '名称' },
      help: { en: 'Letters, digits, _ and -.', zh: '仅限字母、数字、_ 和 -。' },
    },
    description: {
      type: 'text',
      multiline: true,
      default: '',
      label: { en: 'What it is for', zh: '用途说明' },
      help: { en: 'By this the model knows when to call it.', zh: '模型据此判断何时调用。' },
    },
    parameters: {
      type: 'json',
      default: { type: 'object', properties: {} },
      label: { en: 'Arguments', zh: '参数' },
      help: {
        en: 'A JSON schema: {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}',
        zh: 'JSON Schema，例如 {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}',
      },
    },
    answer: {
      type: 'text',
      multiline: true,
      label: { en: 'Answer', zh: '回答' },
      help: {
        en: 'A text with {{argument}} in it, or wire something in. Without an answer the calls are only given out by the chat.',
        zh: '可包含 {{参数名}}，也可从端口接入。没有回答时，“对话”只会输出调用本身。',
      },
    },
    argument: {
      type: 'text',
      default: '',
      label: { en: 'Look up by', zh: '按参数查找' },
      help: {
        en: 'The name of an argument: the answer is then that row of the JSON object which is wired in.',
        zh: '参数名：以该参数的值为键，在接入的 JSON 对象中取值作为回答。',
      },
    },
  },
  inputs: { answer: { type: 'any', label: { en: 'Answer', zh: '回答' } } },
  outputs: { tool: { type: 'json', label: { en: 'Function', zh: '函数' } } },
  work: {
    kind: 'compute',
    compute: ({ inputs, params }) => {
      const answer = answerOf(inputs.answer, params.argument.trim());
      const { name, description, parameters } = params;
      const tool = toolSchema.safeParse({ name: name.trim(), description, parameters, ...(answer && { answer }) });
      if (tool.success) return { tool: tool.data as unknown as Json };
      const field = tool.error.issues[0]?.path[0] === 'name' ? 'name' : 'parameters';
      throw new AppError(
        'param.invalid',
        field === 'name'
          ? {
              en: `"${name}" cannot be the name of a function: 1 to 64 letters, digits, _ or -.`,
              zh: `“${name}”不能作为函数名：须为 1 到 64 个字母、数字、_ 或 -。`,
            }
          : { en: 'The arguments are no JSON schema of an object.', zh: '参数不是对象类型的 JSON Schema。' },
        { place: { field } },
      );
    },
  },
  example: {
    params: {
      name: 'weather',
      description: 'The weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      argument: 'city',
    },
    inputs: { answer: { Berlin: 'sunny', Oslo: 'snow' } },
    outputs: {
      tool: {
        name: 'weather',
        description: 'The weather of a city',
        parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        answer: { kind: 'table', argument: 'city', rows: { Berlin: 'sunny', Oslo: 'snow' } },
      },
    },
  },
});
