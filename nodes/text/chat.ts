import { defineNode } from '#core/node/definition';
import type { Json } from '#core/value/value';

const outputs = {
  text: { type: 'text', label: { en: 'Answer', zh: '回答' } },
  reasoning: { type: 'text', aside: true, label: { en: 'Thoughts', zh: '思考' } },
  json: { type: 'json', aside: true, label: { en: 'JSON', zh: 'JSON' } },
  citations: { type: 'json', aside: true, label: { en: 'Sources', zh: '来源' } },
  code: { type: 'json', aside: true, label: { en: 'Programs', zh: '程序' } },
  calls: { type: 'json', label: { en: 'Calls', zh: '函数调用' } },
  audio: { type: 'audio', label: { en: 'Spoken answer', zh: '语音回答' } },
} as const;

type Params = Readonly<Record<string, Json | undefined>>;

/** Whether an output beside the answer can have something in it; the others would only be in the way. */
const has: Readonly<Record<string, (params: Params) => boolean>> = {
  json: ({ response_format: format }) => format === 'json' || format === 'schema',
  citations: (params) =>
    ['web_search', 'url_context', 'cite_documents'].some((name) => params[name] === true) ||
    /search/.test(String(params['model'] ?? '')),
  code: (params) => params['code_execution'] === true,
  calls: (params) => params['calls_to'] === 'hand-out',
  audio: (params) => /-audio/.test(String(params['model'] ?? '')),
};

export const node = defineNode({
  type: 'chat',
  version: 1,
  family: 'text',
  title: { en: 'Chat', zh: '对话' },
  summary: {
    en: 'Asks a language model; it may look at pictures, hear, watch, read documents and call functions.',
    zh: '向语言模型提问；可以看图、听音频、看视频、读文档，也可以调用函数。',
  },
  keywords: [
    ...['llm', 'gpt', 'claude', 'gemini', 'ask', 'write', 'vision', 'pdf', 'ocr', 'search', 'function'],
    ...['大模型', '问答', '写作', '识图', '文档', '联网', '函数'],
  ],
  params: {
    model: { type: 'model', default: 'gpt-5.2', label: { en: 'Model', zh: '模型' } },
    prompt: { type: 'text', multiline: true, label: { en: 'Prompt', zh: '提示词' } },
    system: {
      type: 'text',
      multiline: true,
      label: { en: 'System prompt', zh: '系统提示词' },
      help: {
        en: 'Who the model is and how it should answer.',
        zh: '说明模型扮演的角色以及回答方式。',
      },
    },
    dialect: {
      type: 'choice',
      default: 'auto',
      options: [
        { value: 'auto', label: { en: 'Automatic', zh: '自动' } },
        { value: 'openai', label: { en: 'Chat completions (OpenAI)', zh: '对话补全（OpenAI）' } },
        { value: 'responses', label: { en: 'Responses (OpenAI)', zh: 'Responses（OpenAI）' } },
        { value: 'claude', label: { en: 'Messages (Claude)', zh: 'Messages（Claude）' } },
        { value: 'gemini', label: { en: 'Native (Gemini)', zh: '原生（Gemini）' } },
      ],
      label: { en: 'Way of calling', zh: '调用方式' },
      help: {
        en: 'A model may know more when it is called in its own way: thinking, sources, documents.',
        zh: '用模型的原生方式调用时可用的功能更多：思考、来源、文档等。',
      },
    },
    calls_to: {
      type: 'choice',
      default: 'answer',
      advanced: true,
      options: [
        { value: 'answer', label: { en: 'Answered by the functions', zh: '由函数回答' } },
        { value: 'hand-out', label: { en: 'Given out as they are', zh: '直接输出' } },
      ],
      label: { en: 'Calls of functions are', zh: '函数调用' },
    },
    max_turns: {
      type: 'integer',
      default: 8,
      min: 1,
      max: 32,
      advanced: true,
      label: { en: 'Requests at most', zh: '最多请求次数' },
      help: {
        en: 'Each round of function calls is a request of its own, and paid for.',
        zh: '每一轮函数调用都是一次单独计费的请求。',
      },
    },
  },
  inputs: {
    prompt: { type: 'text', required: true, label: { en: 'Prompt', zh: '提示词' } },
    system: { type: 'text', label: { en: 'System prompt', zh: '系统提示词' } },
    images: { type: 'list<image>', label: { en: 'Pictures', zh: '图片' } },
    audio: { type: 'list<audio>', label: { en: 'Recordings', zh: '音频' } },
    video: { type: 'list<video>', label: { en: 'Videos', zh: '视频' } },
    documents: { type: 'list<document>', label: { en: 'Documents', zh: '文档' } },
    tools: { type: 'list<json>', label: { en: 'Functions', zh: '函数' } },
  },
  outputs,
  ports: (params) => ({
    outputs: Object.fromEntries(Object.entries(outputs).filter(([name]) => has[name]?.(params) ?? true)),
  }),
  work: { kind: 'call' },
  example: { inputs: { prompt: 'Describe a cat on the moon in one sentence.', system: 'You write for the screen.' } },
});
