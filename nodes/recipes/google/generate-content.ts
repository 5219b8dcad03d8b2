import { defineRecipe, type Mapping, type RecipeSource } from '#core/recipe/schema';
import {
  chatOutputs,
  demandedSchema,
  frequencyPenalty,
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
  topK,
  topP,
  webSearch,
} from '../chat.ts';

const inline: Mapping = {
  object: {
    inline_data: { object: { mime_type: { item: true, path: 'mime' }, data: { item: true, path: 'base64' } } },
  },
};

const harms = ['HARASSMENT', 'HATE_SPEECH', 'SEXUALLY_EXPLICIT', 'DANGEROUS_CONTENT'];

const body: Mapping = {
  object: {
    systemInstruction: {
      when: { present: { input: 'system' } },
      give: { object: { parts: { list: [{ object: { text: { input: 'system' } } }] } } },
    },
    contents: {
      concat: [
        {
          object: {
            role: { constant: 'user' },
            parts: {
              concat: [
                ...['images', 'audio', 'video', 'documents'].map(
                  (files): Mapping => ({ each: { files }, give: inline }),
                ),
                { object: { text: { input: 'prompt' } } },
              ],
            },
          },
        },
        { turns: true },
      ],
    },
    generationConfig: {
      omitEmpty: {
        object: {
          temperature: { param: 'temperature' },
          topP: { param: 'top_p' },
          topK: { param: 'top_k' },
          maxOutputTokens: { param: 'max_tokens' },
          stopSequences: stopLines,
          seed: { param: 'seed' },
          presencePenalty: { param: 'presence_penalty' },
          frequencyPenalty: { param: 'frequency_penalty' },
          responseMimeType: {
            lookup: { param: 'response_format' },
            table: { json: 'application/json', schema: 'application/json' },
          },
          responseSchema: { when: isFormat('schema'), give: demandedSchema },
          mediaResolution: { param: 'media_resolution' },
          thinkingConfig: {
            omitEmpty: {
              object: {
                includeThoughts: { when: isOn('include_thoughts'), give: { constant: true } },
                thinkingBudget: { param: 'thinking_budget' },
                thinkingLevel: { param: 'thinking_level' },
              },
            },
          },
        },
      },
    },
    safetySettings: {
      when: { present: { param: 'safety' } },
      give: {
        list: harms.map((harm) => ({
          object: { category: { constant: `HARM_CATEGORY_${harm}` }, threshold: { param: 'safety' } },
        })),
      },
    },
    tools: {
      omitEmpty: {
        list: [
          {
            when: { present: { input: 'tools' } },
            give: {
              object: {
                functionDeclarations: {
                  each: { input: 'tools' },
                  give: {
                    object: {
                      name: { item: true, path: 'name' },
                      description: { item: true, path: 'description' },
                      parameters: { item: true, path: 'parameters' },
                    },
                  },
                },
              },
            },
          },
          { when: isOn('web_search'), give: { constant: { google_search: {} } } },
          { when: isOn('url_context'), give: { constant: { url_context: {} } } },
          { when: isOn('google_maps'), give: { constant: { google_maps: {} } } },
          { when: isOn('code_execution'), give: { constant: { codeExecution: {} } } },
        ],
      },
    },
    toolConfig: {
      when: { all: [{ present: { input: 'tools' } }, { present: { param: 'tool_choice' } }] },
      give: {
        object: {
          functionCallingConfig: {
            lookup: { param: 'tool_choice' },
            table: { auto: { mode: 'AUTO' }, none: { mode: 'NONE' }, required: { mode: 'ANY' } },
            otherwise: {
              object: { mode: { constant: 'ANY' }, allowedFunctionNames: { list: [{ param: 'tool_choice' }] } },
            },
          },
        },
      },
    },
  },
};

const step = (method: string): RecipeSource['submit'] => ({
  method: 'POST',
  path: `/v1beta/models/{model}:${method}`,
  json: body,
  answer: 'stream',
  adapter: 'chat-stream',
});

/** `:streamGenerateContent`, Gemini's own way; files go along inside the request. Source: PROTOCOL 3.3 to 3.7. */
export const recipe = defineRecipe({
  id: 'google/generate-content',
  version: 1,
  nodes: ['chat'],
  select: { param: 'dialect', values: ['gemini'] },
  system: 'google',
  title: { en: 'Gemini', zh: 'Gemini 原生接口' },
  models: [{ id: 'gemini-3-pro-preview' }, { id: 'gemini-2.5-pro' }, { id: 'gemini-2.5-flash' }],
  match: ['gemini-*', 'gemma-*', '*'],
  params: {
    temperature: temperature(2),
    max_tokens: maxTokens,
    thinking_budget: {
      type: 'integer',
      min: -1,
      max: 32_768,
      models: ['gemini-2*'],
      label: { en: 'Thinking budget', zh: '思考预算' },
      unit: 'tokens',
      help: { en: '0: none; -1: as much as it needs.', zh: '0 表示不思考，-1 表示自动。' },
    },
    thinking_level: {
      type: 'choice',
      models: ['gemini-3*'],
      options: [
        { value: 'minimal', label: { en: 'Hardly', zh: '极少' } },
        { value: 'low', label: { en: 'Little', zh: '少' } },
        { value: 'medium', label: { en: 'Medium', zh: '中' } },
        { value: 'high', label: { en: 'Much', zh: '多' } },
      ],
      label: { en: 'Thinking', zh: '思考' },
    },
    include_thoughts: { type: 'boolean', label: { en: 'Tell its thoughts', zh: '输出思考过程' } },
    web_search: webSearch,
    url_context: {
      type: 'boolean',
      label: { en: 'Read addresses in the prompt', zh: '读取提示词中的网址' },
    },
    google_maps: {
      type: 'boolean',
      advanced: true,
      label: { en: 'Look on Google Maps', zh: '查询谷歌地图' },
      help: { en: 'Only some gateways have it.', zh: '仅部分网关支持。' },
    },
    code_execution: {
      type: 'boolean',
      label: { en: 'Run Python', zh: '运行 Python' },
      help: { en: 'The model may write a program and run it at the gateway.', zh: '模型可以在网关侧编写并运行程序。' },
    },
    response_format: responseFormat('text', 'json', 'schema'),
    schema,
    media_resolution: {
      type: 'choice',
      advanced: true,
      options: [
        { value: 'MEDIA_RESOLUTION_LOW', label: { en: 'Low', zh: '低' } },
        { value: 'MEDIA_RESOLUTION_MEDIUM', label: { en: 'Medium', zh: '中' } },
        { value: 'MEDIA_RESOLUTION_HIGH', label: { en: 'High', zh: '高' } },
      ],
      label: { en: 'How closely it looks', zh: '媒体分辨率' },
    },
    safety: {
      type: 'choice',
      advanced: true,
      options: [
        { value: 'OFF', label: { en: 'Off', zh: '关闭' } },
        { value: 'BLOCK_NONE', label: { en: 'Block nothing', zh: '不拦截' } },
        { value: 'BLOCK_ONLY_HIGH', label: { en: 'Block little', zh: '少量拦截' } },
        { value: 'BLOCK_MEDIUM_AND_ABOVE', label: { en: 'Block some', zh: '中等拦截' } },
        { value: 'BLOCK_LOW_AND_ABOVE', label: { en: 'Block most', zh: '严格拦截' } },
      ],
      label: { en: 'Safety filter', zh: '安全过滤' },
    },
    tool_choice: toolChoice,
    top_p: topP,
    top_k: topK,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    seed,
    stop,
    stream,
  },
  media: {
    images: { form: 'base64', types: ['image/*'], maxBytes: 20_000_000 },
    audio: { form: 'base64', types: ['audio/*'], maxBytes: 20_000_000 },
    video: { form: 'base64', types: ['video/*'], maxBytes: 20_000_000 },
    documents: { form: 'base64', types: ['application/pdf', 'text/*'], maxBytes: 20_000_000 },
  },
  charges: true,
  submit: { ...step('streamGenerateContent'), query: { alt: { constant: 'sse' } } },
  variants: [{ when: { not: isStreamed }, submit: step('generateContent') }],
  outputs: chatOutputs,
});
