import type { Condition, Mapping } from '#core/recipe/schema';
import { defineRecipe } from '#core/recipe/schema';
import {
  chatOutputs,
  demandedSchema,
  effort,
  frequencyPenalty,
  images,
  isFormat,
  isOn,
  isStreamed,
  maxTokens,
  presencePenalty,
  responseFormat,
  schema,
  seed,
  stop,
  stopLines,
  stream,
  temperature,
  toolChoice,
  topP,
} from '../chat.ts';

const system: Mapping = { object: { role: { constant: 'system' }, content: { input: 'system' } } };

const picture: Mapping = {
  object: {
    type: { constant: 'image_url' },
    image_url: { object: { url: { item: true, path: 'content' }, detail: { param: 'detail' } } },
  },
};
const sound: Mapping = {
  object: {
    type: { constant: 'input_audio' },
    input_audio: {
      object: {
        data: { item: true, path: 'base64' },
        format: {
          lookup: { item: true, path: 'mime' },
          table: { 'audio/mpeg': 'mp3', 'audio/mp3': 'mp3' },
          otherwise: { constant: 'wav' },
        },
      },
    },
  },
};
const film: Mapping = {
  object: { type: { constant: 'video_url' }, video_url: { object: { url: { item: true, path: 'content' } } } },
};
const paper: Mapping = {
  object: {
    type: { constant: 'file' },
    file: { object: { filename: { item: true, path: 'name' }, file_data: { item: true, path: 'content' } } },
  },
};

const user: Mapping = {
  when: {
    any: ['images', 'audio', 'video', 'documents'].map((input) => ({ present: { input } })),
  },
  give: {
    concat: [
      { object: { type: { constant: 'text' }, text: { input: 'prompt' } } },
      { each: { files: 'images' }, give: picture },
      { each: { files: 'audio' }, give: sound },
      { each: { files: 'video' }, give: film },
      { each: { files: 'documents' }, give: paper },
    ],
  },
  otherwise: { input: 'prompt' },
};

const tool: Mapping = {
  object: {
    type: { constant: 'function' },
    function: {
      object: {
        name: { item: true, path: 'name' },
        description: { item: true, path: 'description' },
        parameters: { item: true, path: 'parameters' },
      },
    },
  },
};

const isSpoken: Condition = { present: { param: 'speech_voice' } };
/** Bare samples come in a stream, and become a WAV. */
const isSoundStreamable: Condition = { equals: [{ param: 'speech_format' }, { constant: 'wav' }] };

/** `/v1/chat/completions`: streamed unless told otherwise; a spoken answer only as a WAV, as
 * streams carry bare samples. Source: PROTOCOL 3.1 to 3.5, 11 and 20. */
export const recipe = defineRecipe({
  id: 'openai/chat',
  version: 2,
  nodes: ['chat'],
  select: { param: 'dialect', values: ['auto', 'openai'] },
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
    { id: 'gpt-4o-search-preview' },
    { id: 'gpt-4o-audio-preview' },
    { id: 'o3' },
    { id: 'claude-sonnet-4-5-20250929' },
    { id: 'claude-haiku-4-5-20251001' },
    { id: 'gemini-3-pro-preview' },
    { id: 'gemini-2.5-pro' },
    { id: 'gemini-2.5-flash' },
    { id: 'deepseek-v3.2' },
    { id: 'deepseek-reasoner' },
    { id: 'deepseek-ocr' },
    { id: 'qwen-turbo' },
    { id: 'glm-4' },
    { id: 'MiniMax-M2.1' },
  ],
  match: ['gpt-*', 'claude-*', 'gemini-*', 'deepseek-*', 'qwen*', 'glm-*', 'grok-*', '*'],
  params: {
    temperature: temperature(2),
    max_tokens: maxTokens,
    reasoning_effort: effort('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
    verbosity: {
      type: 'choice',
      options: [
        { value: 'low', label: { en: 'Short', zh: '简短' } },
        { value: 'medium', label: { en: 'Medium', zh: '适中' } },
        { value: 'high', label: { en: 'Long', zh: '详尽' } },
      ],
      models: ['gpt-5*'],
      label: { en: 'Length of the words', zh: '详略程度' },
    },
    enable_thinking: {
      type: 'boolean',
      models: ['qwen*', 'glm-*'],
      label: { en: 'Think first', zh: '开启思考' },
    },
    response_format: responseFormat('text', 'json', 'schema'),
    schema,
    strict: {
      type: 'boolean',
      advanced: true,
      label: { en: 'Strict schema', zh: '严格遵循 Schema' },
      help: {
        en: 'Then every object of the schema needs additionalProperties: false and all its fields required.',
        zh: '此时 Schema 的每个对象都须设 additionalProperties: false，且所有字段都为必填。',
      },
    },
    search_context_size: {
      type: 'choice',
      models: ['*search*'],
      default: 'medium',
      options: [
        { value: 'low', label: { en: 'Little', zh: '少' } },
        { value: 'medium', label: { en: 'Medium', zh: '中' } },
        { value: 'high', label: { en: 'Much', zh: '多' } },
      ],
      label: { en: 'How much it reads on the web', zh: '联网读取量' },
    },
    speech_voice: {
      type: 'choice',
      open: true,
      models: ['*-audio*'],
      default: 'alloy',
      options: ['alloy', 'ash', 'ballad', 'coral', 'echo', 'sage', 'shimmer', 'verse'].map((value) => ({ value })),
      label: { en: 'Voice of the answer', zh: '回答音色' },
    },
    speech_format: {
      type: 'choice',
      models: ['*-audio*'],
      default: 'wav',
      options: [{ value: 'wav' }, { value: 'mp3' }, { value: 'flac' }, { value: 'opus' }],
      label: { en: 'Sound format', zh: '音频格式' },
    },
    detail: {
      type: 'choice',
      advanced: true,
      options: [
        { value: 'auto', label: { en: 'Automatic', zh: '自动' } },
        { value: 'low', label: { en: 'Low', zh: '低' } },
        { value: 'high', label: { en: 'High', zh: '高' } },
      ],
      label: { en: 'How closely it looks at pictures', zh: '图片细节' },
    },
    tool_choice: toolChoice,
    parallel_tool_calls: {
      type: 'boolean',
      advanced: true,
      label: { en: 'Several calls at once', zh: '允许同时调用多个函数' },
    },
    top_p: topP,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    seed,
    stop,
    logit_bias: {
      type: 'json',
      advanced: true,
      label: { en: 'Logit bias', zh: 'Logit 偏置' },
      help: { en: 'Numbers from -100 to 100 by token id.', zh: '按词元编号给出 -100 到 100 的数值。' },
    },
    stream,
  },
  media: {
    images,
    audio: {
      form: 'base64',
      types: ['audio/mpeg', 'audio/mp3', 'audio/wav', 'audio/x-wav', 'audio/wave'],
      maxBytes: 25_000_000,
    },
    video: { form: 'url-or-data', types: ['video/*'], maxBytes: 50_000_000 },
    documents: { form: 'data-url', maxBytes: 32_000_000 },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/chat/completions',
    json: {
      object: {
        model: { param: 'model' },
        messages: {
          concat: [
            { when: { present: { input: 'system' } }, give: system },
            { object: { role: { constant: 'user' }, content: user } },
            { turns: true },
          ],
        },
        stream: {
          when: { all: [isStreamed, { any: [{ not: isSpoken }, isSoundStreamable] }] },
          give: { constant: true },
        },
        temperature: { param: 'temperature' },
        top_p: { param: 'top_p' },
        max_tokens: { param: 'max_tokens' },
        presence_penalty: { param: 'presence_penalty' },
        frequency_penalty: { param: 'frequency_penalty' },
        seed: { param: 'seed' },
        stop: stopLines,
        logit_bias: { omitEmpty: { param: 'logit_bias' } },
        reasoning_effort: { param: 'reasoning_effort' },
        verbosity: { param: 'verbosity' },
        enable_thinking: { param: 'enable_thinking' },
        response_format: {
          when: isFormat('schema'),
          give: {
            object: {
              type: { constant: 'json_schema' },
              json_schema: {
                object: {
                  name: { constant: 'answer' },
                  schema: demandedSchema,
                  strict: { param: 'strict' },
                },
              },
            },
          },
          otherwise: { lookup: { param: 'response_format' }, table: { json: { type: 'json_object' } } },
        },
        modalities: { when: isSpoken, give: { constant: ['text', 'audio'] } },
        audio: {
          when: isSpoken,
          give: {
            object: {
              voice: { param: 'speech_voice' },
              format: {
                when: { all: [isStreamed, isSoundStreamable] },
                give: { constant: 'pcm16' },
                otherwise: { param: 'speech_format' },
              },
            },
          },
        },
        web_search_options: {
          omitEmpty: { object: { search_context_size: { param: 'search_context_size' } } },
        },
        tools: { omitEmpty: { each: { input: 'tools' }, give: tool } },
        tool_choice: {
          when: { present: { input: 'tools' } },
          give: {
            lookup: { param: 'tool_choice' },
            table: { auto: 'auto', none: 'none', required: 'required' },
            otherwise: {
              when: { present: { param: 'tool_choice' } },
              give: {
                object: { type: { constant: 'function' }, function: { object: { name: { param: 'tool_choice' } } } },
              },
            },
          },
        },
        parallel_tool_calls: {
          when: {
            all: [
              { present: { input: 'tools' } },
              {
                any: [isOn('parallel_tool_calls'), { equals: [{ param: 'parallel_tool_calls' }, { constant: false }] }],
              },
            ],
          },
          give: { param: 'parallel_tool_calls' },
        },
      },
    },
    answer: 'stream',
    adapter: 'chat-stream',
  },
  outputs: chatOutputs,
});
