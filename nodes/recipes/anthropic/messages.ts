import { defineRecipe, type Mapping } from '#core/recipe/schema';
import {
  chatOutputs,
  demandedSchema,
  effort,
  isFormat,
  isOn,
  isStreamed,
  maxTokens,
  responseFormat,
  schema,
  stop,
  stopLines,
  stream,
  temperature,
  toolChoice,
  topK,
  topP,
  webSearch,
} from '../chat.ts';

const ownContent = (type: string): Mapping => ({
  object: {
    type: { constant: type },
    media_type: { item: true, path: 'mime' },
    data: { item: true, path: 'base64' },
  },
});
const link: Mapping = { object: { type: { constant: 'url' }, url: { item: true, path: 'content' } } };

const content: Mapping = {
  concat: [
    {
      each: { files: 'images' },
      give: { object: { type: { constant: 'image' }, source: ownContent('base64') } },
    },
    {
      each: { files: 'documents' },
      give: {
        object: {
          type: { constant: 'document' },
          source: {
            when: { present: { item: true, path: 'base64' } },
            give: {
              when: { equals: [{ item: true, path: 'mime' }, { constant: 'text/plain' }] },
              give: {
                object: {
                  type: { constant: 'text' },
                  media_type: { constant: 'text/plain' },
                  data: { decode: 'base64', of: { item: true, path: 'base64' } },
                },
              },
              otherwise: ownContent('base64'),
            },
            otherwise: link,
          },
          title: { item: true, path: 'name' },
          citations: { when: isOn('cite_documents'), give: { constant: { enabled: true } } },
        },
      },
    },
    { object: { type: { constant: 'text' }, text: { input: 'prompt' } } },
  ],
};

const tool: Mapping = {
  object: {
    name: { item: true, path: 'name' },
    description: { item: true, path: 'description' },
    input_schema: { item: true, path: 'parameters' },
  },
};

/** `/v1/messages`, Claude's own way. Source: PROTOCOL 3.3, 3.5, 3.6 and 3.7. */
export const recipe = defineRecipe({
  id: 'anthropic/messages',
  version: 1,
  nodes: ['chat'],
  select: { param: 'dialect', values: ['claude'] },
  system: 'anthropic',
  title: { en: 'Claude messages', zh: 'Claude 原生接口' },
  models: [{ id: 'claude-sonnet-4-5-20250929' }, { id: 'claude-haiku-4-5-20251001' }],
  match: ['claude-*', 'MiniMax-*', '*'],
  params: {
    max_tokens: { ...maxTokens, default: 8192 } as typeof maxTokens,
    temperature: temperature(1),
    thinking_budget: {
      type: 'integer',
      min: 1024,
      label: { en: 'Thinking budget', zh: '思考预算' },
      unit: 'tokens',
      help: {
        en: 'It thinks first, with so many tokens at most; must be below the longest answer.',
        zh: '先思考再回答，最多使用这么多词元；须小于最大输出长度。',
      },
    },
    thinking: {
      type: 'choice',
      options: [
        { value: 'adaptive', label: { en: 'As much as it needs', zh: '自适应' } },
        { value: 'disabled', label: { en: 'Off', zh: '关闭' } },
      ],
      label: { en: 'Thinking', zh: '思考' },
      help: {
        en: 'Newer models decide for themselves; older ones want a budget.',
        zh: '新模型可自适应；旧模型请设置思考预算。',
      },
    },
    effort: effort('low', 'medium', 'high', 'xhigh', 'max'),
    web_search: webSearch,
    max_uses: {
      type: 'integer',
      min: 1,
      max: 20,
      label: { en: 'Searches at most', zh: '最多搜索次数' },
    },
    response_format: responseFormat('text', 'schema'),
    schema,
    cite_documents: {
      type: 'boolean',
      label: { en: 'Quote the documents', zh: '引用文档原文' },
      help: { en: 'The quoted places are in “Sources”.', zh: '引用的原文见“来源”输出。' },
    },
    tool_choice: toolChoice,
    parallel_tool_calls: {
      type: 'boolean',
      advanced: true,
      label: { en: 'Several calls at once', zh: '允许同时调用多个函数' },
    },
    top_p: topP,
    top_k: topK,
    stop,
    stream,
  },
  media: {
    images: {
      form: 'base64',
      types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
      maxBytes: 5_000_000,
      maxCount: 100,
    },
    documents: { form: 'url-or-data', types: ['application/pdf', 'text/plain'], maxBytes: 32_000_000 },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/messages',
    json: {
      object: {
        model: { param: 'model' },
        max_tokens: { param: 'max_tokens' },
        system: { omitEmpty: { input: 'system' } },
        messages: {
          concat: [
            {
              object: {
                role: { constant: 'user' },
                content: {
                  when: { any: [{ present: { input: 'images' } }, { present: { input: 'documents' } }] },
                  give: content,
                  otherwise: { input: 'prompt' },
                },
              },
            },
            { turns: true },
          ],
        },
        stream: { when: isStreamed, give: { constant: true } },
        temperature: { param: 'temperature' },
        top_p: { param: 'top_p' },
        top_k: { param: 'top_k' },
        stop_sequences: stopLines,
        thinking: {
          when: { present: { param: 'thinking_budget' } },
          give: { object: { type: { constant: 'enabled' }, budget_tokens: { param: 'thinking_budget' } } },
          otherwise: {
            when: { present: { param: 'thinking' } },
            give: { object: { type: { param: 'thinking' } } },
          },
        },
        output_config: {
          omitEmpty: {
            object: {
              effort: { param: 'effort' },
              format: {
                when: isFormat('schema'),
                give: { object: { type: { constant: 'json_schema' }, schema: demandedSchema } },
              },
            },
          },
        },
        tools: {
          omitEmpty: {
            concat: [
              { each: { input: 'tools' }, give: tool },
              {
                when: isOn('web_search'),
                give: {
                  object: {
                    type: { constant: 'web_search_20250305' },
                    name: { constant: 'web_search' },
                    max_uses: { param: 'max_uses' },
                  },
                },
              },
            ],
          },
        },
        tool_choice: {
          when: { present: { input: 'tools' } },
          give: {
            lookup: { param: 'tool_choice' },
            table: { auto: { type: 'auto' }, none: { type: 'none' }, required: { type: 'any' } },
            otherwise: {
              when: { present: { param: 'tool_choice' } },
              give: { object: { type: { constant: 'tool' }, name: { param: 'tool_choice' } } },
              otherwise: {
                when: { equals: [{ param: 'parallel_tool_calls' }, { constant: false }] },
                give: { constant: { type: 'auto', disable_parallel_tool_use: true } },
              },
            },
          },
        },
      },
    },
    answer: 'stream',
    adapter: 'chat-stream',
  },
  outputs: chatOutputs,
});
