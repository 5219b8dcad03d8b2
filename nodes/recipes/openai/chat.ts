import { defineRecipe } from '#core/recipe/schema';

const system = { object: { role: { constant: 'system' }, content: { input: 'system' } } };
const picture = {
  object: { type: { constant: 'image_url' }, image_url: { object: { url: { item: true as const } } } },
};

/** `/v1/chat/completions`: streamed unless told otherwise. Source: PROTOCOL 3.1 and 20. */
export const recipe = defineRecipe({
  id: 'openai/chat',
  version: 1,
  nodes: ['chat'],
  system: 'openai',
  title: { en: 'Chat completions', zh: '对话补全' },
  models: [
    { id: 'gpt-5.2' },
    { id: 'gpt-5.1' },
    { id: 'gpt-5' },
    { id: 'gpt-5-mini' },
    { id: 'gpt-4.1-2025-04-14' },
    { id: 'gpt-4o' },
    { id: 'gpt-4o-mini' },
    { id: 'o3' },
    { id: 'claude-sonnet-4-5-20250929' },
    { id: 'claude-haiku-4-5-20251001' },
    { id: 'gemini-3-pro-preview' },
    { id: 'gemini-2.5-pro' },
    { id: 'gemini-2.5-flash' },
    { id: 'deepseek-v3.2' },
    { id: 'deepseek-reasoner' },
    { id: 'qwen-turbo' },
    { id: 'glm-4' },
  ],
  match: ['gpt-*', 'claude-*', 'gemini-*', 'deepseek-*', 'qwen*', 'glm-*', 'grok-*', '*'],
  params: {
    temperature: {
      type: 'number',
      min: 0,
      max: 2,
      step: 0.1,
      label: { en: 'Temperature', zh: '温度' },
      help: { en: 'Low: the same again and again. High: surprising.', zh: '越低越稳定，越高越发散。' },
    },
    max_tokens: {
      type: 'integer',
      min: 1,
      label: { en: 'Longest answer', zh: '最大输出长度' },
      unit: 'tokens',
    },
    reasoning_effort: {
      type: 'choice',
      options: [
        { value: 'none' },
        { value: 'minimal' },
        { value: 'low' },
        { value: 'medium' },
        { value: 'high' },
        { value: 'xhigh' },
        { value: 'max' },
      ],
      label: { en: 'Reasoning effort', zh: '推理强度' },
      help: { en: 'Which of these a model knows differs.', zh: '不同模型支持的取值不同。' },
    },
    response_format: {
      type: 'choice',
      options: [
        { value: 'text', label: { en: 'Text', zh: '文本' } },
        { value: 'json', label: { en: 'JSON', zh: 'JSON' } },
      ],
      label: { en: 'Answer as', zh: '回答格式' },
    },
    top_p: { type: 'number', min: 0, max: 1, step: 0.05, advanced: true, label: { en: 'Top P', zh: 'Top P' } },
    presence_penalty: {
      type: 'number',
      min: -2,
      max: 2,
      step: 0.1,
      advanced: true,
      label: { en: 'Presence penalty', zh: '话题新颖度惩罚' },
    },
    frequency_penalty: {
      type: 'number',
      min: -2,
      max: 2,
      step: 0.1,
      advanced: true,
      label: { en: 'Frequency penalty', zh: '重复惩罚' },
    },
    seed: { type: 'integer', advanced: true, label: { en: 'Seed', zh: '随机种子' } },
    stream: {
      type: 'boolean',
      advanced: true,
      label: { en: 'Stream', zh: '流式输出' },
      help: {
        en: 'On unless switched off: the answer appears while it is written, and long answers are not cut by a proxy.',
        zh: '默认开启：边生成边显示，并避免长回答被代理中断。',
      },
    },
  },
  media: { images: { form: 'data-url', types: ['image/*'], maxBytes: 20_000_000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/chat/completions',
    json: {
      object: {
        model: { param: 'model' },
        messages: {
          list: [
            { when: { present: { input: 'system' } }, give: system },
            {
              object: {
                role: { constant: 'user' },
                content: {
                  when: { present: { input: 'images' } },
                  give: {
                    concat: [
                      { object: { type: { constant: 'text' }, text: { input: 'prompt' } } },
                      { each: { input: 'images' }, give: picture },
                    ],
                  },
                  otherwise: { input: 'prompt' },
                },
              },
            },
          ],
        },
        stream: {
          when: { not: { equals: [{ param: 'stream' }, { constant: false }] } },
          give: { constant: true },
        },
        temperature: { param: 'temperature' },
        top_p: { param: 'top_p' },
        max_tokens: { param: 'max_tokens' },
        presence_penalty: { param: 'presence_penalty' },
        frequency_penalty: { param: 'frequency_penalty' },
        seed: { param: 'seed' },
        reasoning_effort: { param: 'reasoning_effort' },
        response_format: { lookup: { param: 'response_format' }, table: { json: { type: 'json_object' } } },
      },
    },
    answer: 'stream',
    adapter: 'chat-stream',
  },
  outputs: { text: { as: 'text', paths: ['choices[0].message.content'] } },
});
