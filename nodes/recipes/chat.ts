import type { ParamDefinition } from '#core/node/param';
import type { Mapping, MediaRule, RecipeSource } from '#core/recipe/schema';

/** What the four ways to ask a language model have in common. Source: PROTOCOL 3. */

/** Everything that a chat may give; whatever the dialect, the program brings the answer into one form. */
export const chatOutputs = {
  text: { as: 'text', paths: ['choices[0].message.content'], unless: ['calls', 'code', 'audio'] },
  reasoning: { as: 'text', paths: ['choices[0].message.reasoning_content'], optional: true },
  json: { as: 'json', paths: ['choices[0].message.content'], parse: true, optional: true },
  citations: { as: 'json', paths: ['choices[0].message.citations'], optional: true },
  code: { as: 'json', paths: ['choices[0].message.code'], optional: true },
  calls: { as: 'json', paths: ['choices[0].message.calls'], optional: true },
  audio: { as: 'media', kind: 'audio', base64: ['choices[0].message.audio.data'], optional: true },
} satisfies RecipeSource['outputs'];

const tokens = { en: 'tokens', zh: '词元' };

export const temperature = (max: number): ParamDefinition => ({
  type: 'number',
  min: 0,
  max,
  step: 0.1,
  label: { en: 'Temperature', zh: '温度' },
  help: { en: 'Low: the same again and again. High: surprising.', zh: '越低越稳定，越高越发散。' },
});

export const maxTokens = {
  type: 'integer',
  min: 1,
  label: { en: 'Longest answer', zh: '最大输出长度' },
  unit: tokens.en,
} satisfies ParamDefinition;

export const topP: ParamDefinition = {
  type: 'number',
  min: 0,
  max: 1,
  step: 0.05,
  advanced: true,
  label: { en: 'Top P', zh: 'Top P' },
};

export const topK: ParamDefinition = {
  type: 'integer',
  min: 1,
  advanced: true,
  label: { en: 'Top K', zh: 'Top K' },
};

export const penalty = (label: { en: string; zh: string }): ParamDefinition => ({
  type: 'number',
  min: -2,
  max: 2,
  step: 0.1,
  advanced: true,
  label,
});

export const presencePenalty = penalty({ en: 'Presence penalty', zh: '话题新颖度惩罚' });
export const frequencyPenalty = penalty({ en: 'Frequency penalty', zh: '重复惩罚' });

export const seed: ParamDefinition = { type: 'integer', advanced: true, label: { en: 'Seed', zh: '随机种子' } };

export const stop: ParamDefinition = {
  type: 'text',
  multiline: true,
  advanced: true,
  label: { en: 'Stop at', zh: '停止序列' },
  help: {
    en: 'Texts at which the answer ends, one per line, four at most.',
    zh: '遇到这些文本就停止，每行一个，最多四个。',
  },
};

export const stream: ParamDefinition = {
  type: 'boolean',
  advanced: true,
  label: { en: 'Stream', zh: '流式输出' },
  help: {
    en: 'On unless switched off: the answer appears while it is written, and long answers are not cut by a proxy.',
    zh: '默认开启：边生成边显示，并避免长回答被代理中断。',
  },
};

export const schema: ParamDefinition = {
  type: 'json',
  label: { en: 'Schema', zh: 'JSON Schema' },
  help: {
    en: 'A JSON schema: the answer follows it. For “Answer as: JSON by schema”.',
    zh: '回答将遵循的 JSON Schema，用于“按 Schema 的 JSON”。',
  },
};

const formats = {
  text: { value: 'text', label: { en: 'Text', zh: '文本' } },
  json: { value: 'json', label: { en: 'JSON', zh: 'JSON' } },
  schema: { value: 'schema', label: { en: 'JSON by schema', zh: '按 Schema 的 JSON' } },
} as const;

export const responseFormat = (...known: (keyof typeof formats)[]): ParamDefinition => ({
  type: 'choice',
  options: known.map((name) => formats[name]),
  label: { en: 'Answer as', zh: '回答格式' },
});

export const effort = (...levels: string[]): ParamDefinition => ({
  type: 'choice',
  options: levels.map((value) => ({ value })),
  label: { en: 'Reasoning effort', zh: '推理强度' },
  help: { en: 'Which of these a model knows differs.', zh: '不同模型支持的取值不同。' },
});

export const webSearch: ParamDefinition = {
  type: 'boolean',
  label: { en: 'Search the web', zh: '联网搜索' },
  help: { en: 'The pages that it found are in “Sources”.', zh: '引用的网页见“来源”输出。' },
};

export const toolChoice: ParamDefinition = {
  type: 'choice',
  open: true,
  advanced: true,
  options: [
    { value: 'auto', label: { en: 'As the model likes', zh: '由模型决定' } },
    { value: 'required', label: { en: 'It must call one', zh: '必须调用' } },
    { value: 'none', label: { en: 'It may call none', zh: '禁止调用' } },
  ],
  label: { en: 'Function calls', zh: '函数调用' },
  help: { en: 'Or the name of the one function that it must call.', zh: '也可填写必须调用的函数名。' },
};

/** The schema, or a refusal before anything is paid when there is none. */
export const demandedSchema: Mapping = {
  must: { param: 'schema' },
  field: 'schema',
  problem: { en: 'is missing, although the answer is to follow it', zh: '缺失，但回答要遵循它' },
};

export const isFormat = (value: string): Extract<Mapping, { when: unknown }>['when'] => ({
  equals: [{ param: 'response_format' }, { constant: value }],
});

export const isOn = (param: string): Extract<Mapping, { when: unknown }>['when'] => ({
  equals: [{ param }, { constant: true }],
});

/** Streamed unless it was switched off. */
export const isStreamed: Extract<Mapping, { when: unknown }>['when'] = {
  not: { equals: [{ param: 'stream' }, { constant: false }] },
};

export const stopLines: Mapping = { omitEmpty: { decode: 'lines', of: { param: 'stop' } } };

export const images = { form: 'data-url', types: ['image/*'], maxBytes: 20_000_000 } satisfies MediaRule;
