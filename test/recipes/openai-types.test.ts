import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import type { NodeCall } from '#core/gateway/contract';
import { client } from '../gateway/support/world.ts';
import { requestOf } from './support/golden.ts';

/**
 * Requests to OpenAI's routes against OpenAI's published description of them, as far as its SDK ships it: the types that
 * are made of that document. `satisfies` lets no field, type or word through that the document does not know, when the
 * tests are compiled; here it is seen that these are the very requests that are sent.
 */
const cases: Readonly<Record<string, { readonly call: NodeCall; readonly body: unknown }>> = {
  chat: {
    call: { nodeType: 'chat', params: {}, inputs: { prompt: 'Hi', system: 'Be brief' } },
    body: {
      model: 'gpt-5.2',
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'Hi' },
      ],
      stream: true,
    } satisfies OpenAI.Chat.ChatCompletionCreateParams,
  },
  chatWithEverything: {
    call: {
      nodeType: 'chat',
      params: {
        temperature: 1,
        max_tokens: 100,
        reasoning_effort: 'low',
        verbosity: 'low',
        response_format: 'schema',
        schema: {
          type: 'object',
          properties: { mood: { type: 'string' } },
          required: ['mood'],
          additionalProperties: false,
        },
        strict: true,
        detail: 'low',
        tool_choice: 'weather',
        parallel_tool_calls: false,
        top_p: 0.5,
        presence_penalty: 1,
        frequency_penalty: -1,
        seed: 7,
        stop: 'END\nSTOP',
        logit_bias: { '50256': -100 },
      },
      inputs: {
        prompt: 'Hi',
        system: 'Be brief',
        images: [{ kind: 'image', mime: 'image/png' }],
        audio: [{ kind: 'audio', mime: 'audio/mpeg' }],
        documents: [{ kind: 'document', mime: 'application/pdf' }],
        tools: [
          {
            name: 'weather',
            description: 'The weather of a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
            answer: { kind: 'fixed', value: 'sunny' },
          },
        ],
      },
    },
    body: {
      model: 'gpt-5.2',
      messages: [
        { role: 'system', content: 'Be brief' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hi' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,BASE64-image-1', detail: 'low' } },
            { type: 'input_audio', input_audio: { data: 'BASE64-audio-1', format: 'mp3' } },
            {
              type: 'file',
              file: { filename: 'document-1', file_data: 'data:application/pdf;base64,BASE64-document-1' },
            },
          ],
        },
      ],
      stream: true,
      temperature: 1,
      top_p: 0.5,
      max_tokens: 100,
      presence_penalty: 1,
      frequency_penalty: -1,
      seed: 7,
      stop: ['END', 'STOP'],
      logit_bias: { '50256': -100 },
      reasoning_effort: 'low',
      verbosity: 'low',
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'answer',
          schema: {
            type: 'object',
            properties: { mood: { type: 'string' } },
            required: ['mood'],
            additionalProperties: false,
          },
          strict: true,
        },
      },
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            description: 'The weather of a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
          },
        },
      ],
      tool_choice: { type: 'function', function: { name: 'weather' } },
      parallel_tool_calls: false,
    } satisfies OpenAI.Chat.ChatCompletionCreateParams,
  },
  chatThatSearches: {
    call: {
      nodeType: 'chat',
      params: { model: 'gpt-4o-search-preview', search_context_size: 'low', response_format: 'json' },
      inputs: { prompt: 'Hi' },
    },
    body: {
      model: 'gpt-4o-search-preview',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      response_format: { type: 'json_object' },
      web_search_options: { search_context_size: 'low' },
    } satisfies OpenAI.Chat.ChatCompletionCreateParams,
  },
  chatThatSpeaks: {
    call: {
      nodeType: 'chat',
      params: { model: 'gpt-4o-audio-preview', speech_voice: 'coral', speech_format: 'wav' },
      inputs: { prompt: 'Hi' },
    },
    body: {
      model: 'gpt-4o-audio-preview',
      messages: [{ role: 'user', content: 'Hi' }],
      modalities: ['text', 'audio'],
      audio: { voice: 'coral', format: 'wav' },
    } satisfies OpenAI.Chat.ChatCompletionCreateParams,
  },
  responses: {
    call: {
      nodeType: 'chat',
      params: {
        dialect: 'responses',
        model: 'o3-pro',
        max_tokens: 100,
        reasoning_effort: 'low',
        reasoning_summary: 'auto',
        verbosity: 'low',
        web_search: true,
        search_context_size: 'low',
        code_execution: true,
        response_format: 'schema',
        schema: {
          type: 'object',
          properties: { mood: { type: 'string' } },
          required: ['mood'],
          additionalProperties: false,
        },
        tool_choice: 'weather',
        parallel_tool_calls: true,
        temperature: 1,
        top_p: 0.5,
      },
      inputs: {
        prompt: 'Hi',
        system: 'Be brief',
        images: [{ kind: 'image', mime: 'image/png' }],
        documents: [{ kind: 'document', mime: 'application/pdf' }],
        tools: [
          {
            name: 'weather',
            description: 'The weather of a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
            answer: { kind: 'fixed', value: 'sunny' },
          },
        ],
      },
    },
    body: {
      model: 'o3-pro',
      instructions: 'Be brief',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Hi' },
            { type: 'input_image', image_url: 'data:image/png;base64,BASE64-image-1', detail: 'auto' },
            { type: 'input_file', filename: 'document-1', file_data: 'data:application/pdf;base64,BASE64-document-1' },
          ],
        },
      ],
      stream: true,
      temperature: 1,
      top_p: 0.5,
      max_output_tokens: 100,
      reasoning: { effort: 'low', summary: 'auto' },
      text: {
        verbosity: 'low',
        format: {
          type: 'json_schema',
          name: 'answer',
          schema: {
            type: 'object',
            properties: { mood: { type: 'string' } },
            required: ['mood'],
            additionalProperties: false,
          },
          strict: false,
        },
      },
      tools: [
        {
          type: 'function',
          name: 'weather',
          description: 'The weather of a city',
          parameters: { type: 'object', properties: { city: { type: 'string' } } },
          strict: false,
        },
        { type: 'web_search_preview', search_context_size: 'low' },
        { type: 'code_interpreter', container: { type: 'auto' } },
      ],
      tool_choice: { type: 'function', name: 'weather' },
      parallel_tool_calls: true,
    } satisfies OpenAI.Responses.ResponseCreateParams,
  },
  speech: {
    call: {
      nodeType: 'tts',
      params: { model: 'gpt-4o-mini-tts', voice: 'marin', response_format: 'wav', speed: 1.5, instructions: 'Softly' },
      inputs: { text: 'Hi' },
    },
    body: {
      model: 'gpt-4o-mini-tts',
      input: 'Hi',
      voice: 'marin',
      response_format: 'wav',
      speed: 1.5,
      instructions: 'Softly',
    } satisfies OpenAI.Audio.SpeechCreateParams,
  },
  embeddings: {
    call: { nodeType: 'embed', params: { dimensions: 64 }, inputs: { texts: ['a', 'b'] } },
    body: {
      model: 'text-embedding-3-small',
      input: ['a', 'b'],
      dimensions: 64,
      encoding_format: 'float',
    } satisfies OpenAI.EmbeddingCreateParams,
  },
  moderation: {
    call: { nodeType: 'moderate', params: {}, inputs: { text: 'Hi', images: [{ kind: 'image', mime: 'image/png' }] } },
    body: {
      model: 'omni-moderation-latest',
      input: [
        { type: 'text', text: 'Hi' },
        { type: 'image_url', image_url: { url: 'https://files.example/image-1' } },
      ],
    } satisfies OpenAI.ModerationCreateParams,
  },
  image: {
    call: {
      nodeType: 'image',
      params: { model: 'gpt-image-1.5', quality: 'high', background: 'transparent', output_format: 'webp', n: 2 },
      inputs: { prompt: 'A cat' },
    },
    body: {
      model: 'gpt-image-1.5',
      prompt: 'A cat',
      size: '1024x1536',
      n: 2,
      quality: 'high',
      background: 'transparent',
      output_format: 'webp',
    } satisfies OpenAI.ImageGenerateParams,
  },
  imageOfDallE: {
    call: {
      nodeType: 'image',
      params: { model: 'dall-e-3', quality: 'hd', style: 'natural' },
      inputs: { prompt: 'A cat' },
    },
    body: {
      model: 'dall-e-3',
      prompt: 'A cat',
      size: '1024x1792',
      quality: 'hd',
      style: 'natural',
    } satisfies OpenAI.ImageGenerateParams,
  },
};

describe("a request that OpenAI's own types allow", () => {
  it.each(Object.entries(cases))('%s is what is sent', (_name, { call, body }) => {
    const gateway = client('https://gateway.example');
    expect(JSON.parse(JSON.stringify(requestOf(gateway.prepare(call)).json))).toEqual(body);
  });
});
