import { defineRecipe, type Mapping } from '#core/recipe/schema';
import {
  chatOutputs,
  demandedSchema,
  effort,
  images,
  isFormat,
  isOn,
  isStreamed,
  maxTokens,
  responseFormat,
  schema,
  stream,
  temperature,
  toolChoice,
  topP,
  webSearch,
} from '../chat.ts';

const content: Mapping = {
  concat: [
    { object: { type: { constant: 'input_text' }, text: { input: 'prompt' } } },
    {
      each: { files: 'images' },
      give: {
        object: {
          type: { constant: 'input_image' },
          image_url: { item: true, path: 'content' },
          detail: { constant: 'auto' },
        },
      },
    },
    {
      each: { files: 'documents' },
      give: {
        object: {
          type: { constant: 'input_file' },
          filename: { item: true, path: 'name' },
          file_data: { item: true, path: 'content' },
        },
      },
    },
  ],
};

const tool: Mapping = {
  object: {
    type: { constant: 'function' },
    name: { item: true, path: 'name' },
    description: { item: true, path: 'description' },
    parameters: { item: true, path: 'parameters' },
    strict: { constant: false },
  },
};

/** `/v1/responses`: what o3-pro and the Codex models need; web search and a Python of their own. Source: PROTOCOL 3.5 and 3.6. */
export const recipe = defineRecipe({
  id: 'openai/responses',
  version: 1,
  nodes: ['chat'],
  select: { param: 'dialect', values: ['auto', 'responses'] },
  system: 'openai',
  title: { en: 'Responses', zh: 'Responses 接口' },
  models: [{ id: 'o3-pro' }, { id: 'gpt-5-codex' }, { id: 'gpt-5.1-codex' }],
  match: ['*-codex*', 'o1-pro*', 'o3-pro*', '*-deep-research*', '*'],
  params: {
    max_tokens: { ...maxTokens, min: 16 },
    reasoning_effort: effort('none', 'minimal', 'low', 'medium', 'high', 'xhigh'),
    reasoning_summary: {
      type: 'choice',
      options: [
        { value: 'auto', label: { en: 'Automatic', zh: '自动' } },
        { value: 'concise', label: { en: 'Short', zh: '简短' } },
        { value: 'detailed', label: { en: 'Detailed', zh: '详细' } },
      ],
      label: { en: 'Tell its thoughts', zh: '输出思考摘要' },
    },
    verbosity: {
      type: 'choice',
      options: [
        { value: 'low', label: { en: 'Short', zh: '简短' } },
        { value: 'medium', label: { en: 'Medium', zh: '适中' } },
        { value: 'high', label: { en: 'Long', zh: '详尽' } },
      ],
      label: { en: 'Length of the words', zh: '详略程度' },
    },
    web_search: webSearch,
    search_context_size: {
      type: 'choice',
      options: [
        { value: 'low', label: { en: 'Little', zh: '少' } },
        { value: 'medium', label: { en: 'Medium', zh: '中' } },
        { value: 'high', label: { en: 'Much', zh: '多' } },
      ],
      label: { en: 'How much it reads on the web', zh: '联网读取量' },
    },
    code_execution: {
      type: 'boolean',
      label: { en: 'Run Python', zh: '运行 Python' },
      help: { en: 'The model may write a program and run it at the gateway.', zh: '模型可以在网关侧编写并运行程序。' },
    },
    response_format: responseFormat('text', 'json', 'schema'),
    schema,
    tool_choice: toolChoice,
    parallel_tool_calls: {
      type: 'boolean',
      advanced: true,
      label: { en: 'Several calls at once', zh: '允许同时调用多个函数' },
    },
    temperature: { ...temperature(2), advanced: true },
    top_p: topP,
    stream,
  },
  ports: {
    inputs: { earlier: { type: 'text', label: { en: 'Earlier answer, by its id', zh: '先前回答的编号' } } },
    outputs: { answer_id: { type: 'text', label: { en: 'Id of the answer', zh: '回答编号' }, aside: true } },
  },
  media: { images, documents: { form: 'data-url', maxBytes: 32_000_000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/responses',
    json: {
      object: {
        model: { param: 'model' },
        instructions: { omitEmpty: { input: 'system' } },
        input: { concat: [{ object: { role: { constant: 'user' }, content } }, { turns: true }] },
        previous_response_id: { omitEmpty: { input: 'earlier' } },
        stream: { when: isStreamed, give: { constant: true } },
        temperature: { param: 'temperature' },
        top_p: { param: 'top_p' },
        max_output_tokens: { param: 'max_tokens' },
        reasoning: {
          omitEmpty: { object: { effort: { param: 'reasoning_effort' }, summary: { param: 'reasoning_summary' } } },
        },
        text: {
          omitEmpty: {
            object: {
              verbosity: { param: 'verbosity' },
              format: {
                when: isFormat('schema'),
                give: {
                  object: {
                    type: { constant: 'json_schema' },
                    name: { constant: 'answer' },
                    schema: demandedSchema,
                    strict: { constant: false },
                  },
                },
                otherwise: { lookup: { param: 'response_format' }, table: { json: { type: 'json_object' } } },
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
                    type: { constant: 'web_search_preview' },
                    search_context_size: { param: 'search_context_size' },
                  },
                },
              },
              {
                when: isOn('code_execution'),
                give: { constant: { type: 'code_interpreter', container: { type: 'auto' } } },
              },
            ],
          },
        },
        tool_choice: {
          when: { present: { input: 'tools' } },
          give: {
            lookup: { param: 'tool_choice' },
            table: { auto: 'auto', none: 'none', required: 'required' },
            otherwise: {
              when: { present: { param: 'tool_choice' } },
              give: { object: { type: { constant: 'function' }, name: { param: 'tool_choice' } } },
            },
          },
        },
        parallel_tool_calls: { param: 'parallel_tool_calls' },
      },
    },
    answer: 'stream',
    adapter: 'chat-stream',
  },
  outputs: { ...chatOutputs, answer_id: { as: 'text', paths: ['id'], optional: true } },
});
