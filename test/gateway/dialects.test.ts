import { describe, expect, it } from 'vitest';
import type { Json } from '#core/value/value';
import { type ChatResult, ChatStream } from '#electron/gateway/chat/chat-stream';
import { findFirst } from '#electron/gateway/recipe/paths';

const sse = (...events: unknown[]): string =>
  events.map((event) => (typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`)).join('');

interface Heard extends ChatResult {
  readonly deltas: { text: string; reasoning: string };
  /** A field of the message that came out. */
  at(path: string): Json | undefined;
}

/** Feeds an answer in small pieces. */
function hear(answer: string, size = 7): Heard {
  const deltas = { text: '', reasoning: '' };
  const stream = new ChatStream((text, port) => {
    deltas[port] += text;
  });
  const bytes = Buffer.from(answer);
  for (let from = 0; from < bytes.length; from += size) stream.push(bytes.subarray(from, from + size));
  const result = stream.end();
  const at = (path: string) => findFirst(result.completion ?? null, [`choices[0].message.${path}`]);
  return { ...result, deltas, at };
}

const claudeUsage = { input_tokens: 12, output_tokens: 1 };
const claudeStream = sse(
  {
    type: 'message_start',
    message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude', content: [], usage: claudeUsage },
  },
  { type: 'ping' },
  { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm, 猫.' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'c2ln' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Let me ' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'look.' } },
  {
    type: 'content_block_delta',
    index: 1,
    delta: {
      type: 'citations_delta',
      citation: { type: 'web_search_result_location', url: 'https://x/a', title: 'A', cited_text: 'so it is' },
    },
  },
  { type: 'content_block_stop', index: 1 },
  {
    type: 'content_block_start',
    index: 2,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} },
  },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"city":' } },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '"Berlin"}' } },
  { type: 'content_block_stop', index: 2 },
  { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: { output_tokens: 30 } },
  { type: 'message_stop' },
);
const claudeTurn = {
  role: 'assistant',
  content: [
    { type: 'thinking', thinking: 'Hm, 猫.', signature: 'c2ln' },
    {
      type: 'text',
      text: 'Let me look.',
      citations: [{ type: 'web_search_result_location', url: 'https://x/a', title: 'A', cited_text: 'so it is' }],
    },
    { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Berlin' } },
  ],
};
const weather = [{ id: 'toolu_1', name: 'weather', arguments: { city: 'Berlin' } }];

describe('the messages of Claude', () => {
  it('come streamed, thoughts, sources and calls apart', () => {
    const heard = hear(claudeStream);
    expect(heard).toMatchObject({ complete: true, hasContent: true, error: undefined });
    expect(heard.deltas).toEqual({ text: 'Let me look.', reasoning: 'Hm, 猫.' });
    expect(heard.at('content')).toBe('Let me look.');
    expect(heard.at('reasoning_content')).toBe('Hm, 猫.');
    expect(heard.at('calls')).toEqual(weather);
    expect(heard.at('citations')).toEqual([{ url: 'https://x/a', title: 'A', text: 'so it is' }]);
    expect(heard.completion).toMatchObject({
      dialect: 'claude',
      choices: [{ finish_reason: 'tool_calls' }],
      usage: { prompt_tokens: 12, completion_tokens: 30 },
    });
    // Given back as it came, signature and all: without it Claude refuses its own thoughts.
    expect(heard.at('turn')).toEqual(claudeTurn);
  });

  it('come as a whole with the same content', () => {
    const whole = {
      id: 'msg_1',
      type: 'message',
      ...claudeTurn,
      model: 'claude',
      stop_reason: 'tool_use',
      usage: { input_tokens: 12, output_tokens: 30 },
    };
    const [streamed, plain] = [hear(claudeStream), hear(JSON.stringify(whole))];
    expect(plain.completion).toEqual(streamed.completion);
  });

  it('fail inside the stream', () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    expect(hear(sse(error))).toMatchObject({
      hasContent: false,
      error: { envelope: { shape: 'claude', message: 'Overloaded' } },
    });
    const late = hear(claudeStream.slice(0, claudeStream.indexOf('{"type":"message_delta"') - 6) + sse(error));
    expect(late).toMatchObject({
      hasContent: true,
      complete: false,
      error: { envelope: { type: 'overloaded_error' } },
    });
  });
});

describe('the answers of Gemini', () => {
  const pieces = [
    {
      candidates: [{ content: { role: 'model', parts: [{ text: 'I think', thought: true }] } }],
      responseId: 'r1',
      modelVersion: 'gemini',
    },
    { candidates: [{ content: { role: 'model', parts: [{ text: 'Here ' }] } }] },
    {
      candidates: [
        {
          content: {
            role: 'model',
            parts: [{ text: 'it is. ' }, { executableCode: { language: 'PYTHON', code: 'print(2)' } }],
          },
        },
      ],
    },
    {
      candidates: [
        { content: { role: 'model', parts: [{ codeExecutionResult: { outcome: 'OUTCOME_OK', output: '2\n' } }] } },
      ],
    },
    {
      candidates: [
        {
          content: {
            role: 'model',
            parts: [{ functionCall: { name: 'weather', args: { city: 'Berlin' } }, thoughtSignature: 'c2ln' }],
          },
          finishReason: 'STOP',
          groundingMetadata: { groundingChunks: [{ web: { uri: 'https://x/a', title: 'A' } }] },
          urlContextMetadata: {
            urlMetadata: [{ retrievedUrl: 'https://x/b', urlRetrievalStatus: 'URL_RETRIEVAL_STATUS_SUCCESS' }],
          },
        },
      ],
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 7, thoughtsTokenCount: 3, totalTokenCount: 15 },
    },
  ];

  it.each([
    ['as events', sse(...pieces)],
    ['as a list of what would be events', JSON.stringify(pieces)],
  ])('come %s', (_, answer) => {
    const heard = hear(answer);
    expect(heard).toMatchObject({ complete: true, error: undefined });
    expect(heard.deltas).toEqual({ text: 'Here it is. ', reasoning: 'I think' });
    expect(heard.at('code')).toEqual([{ language: 'python', code: 'print(2)', outcome: 'OUTCOME_OK', output: '2\n' }]);
    expect(heard.at('calls')).toMatchObject([{ name: 'weather', arguments: { city: 'Berlin' } }]);
    expect(heard.at('citations')).toEqual([{ url: 'https://x/a', title: 'A' }, { url: 'https://x/b' }]);
    expect(heard.completion).toMatchObject({ usage: { prompt_tokens: 5, completion_tokens: 10 } });
    expect(heard.at('turn')).toMatchObject({
      role: 'model',
      parts: [
        { text: 'I think', thought: true },
        { text: 'Here it is. ' },
        { executableCode: { code: 'print(2)' } },
        { codeExecutionResult: { outcome: 'OUTCOME_OK' } },
        { functionCall: { name: 'weather' }, thoughtSignature: 'c2ln' },
      ],
    });
  });

  it('are refused before and while they are written', () => {
    const before = hear(sse({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }));
    expect(before).toMatchObject({ complete: true });
    expect(before.at('refusal')).toBe('PROHIBITED_CONTENT');
    const during = hear(sse({ candidates: [{ content: { parts: [{ text: 'Once' }] }, finishReason: 'SAFETY' }] }));
    expect(during.completion).toMatchObject({ choices: [{ finish_reason: 'content_filter' }] });
    expect(
      hear(sse({ error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } })),
    ).toMatchObject({
      hasContent: false,
      error: { envelope: { message: 'The model is overloaded.', code: '503' } },
    });
  });

  it('give pictures and sound inside the text', () => {
    const parts = [
      { text: 'See:' },
      { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
      { inline_data: { mime_type: 'audio/mpeg', data: 'UklGRg==' } },
    ];
    const heard = hear(JSON.stringify({ candidates: [{ content: { parts }, finishReason: 'STOP' }] }));
    expect(heard.at('images')).toEqual(['data:image/png;base64,AAAA']);
    expect(heard.at('audio.data')).toBe('UklGRg==');
  });
});

describe('the Responses of OpenAI', () => {
  const output = [
    { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm.' }] },
    { type: 'web_search_call', id: 'ws_1', status: 'completed' },
    { type: 'code_interpreter_call', id: 'ci_1', code: 'print(2)', outputs: [{ type: 'logs', logs: '2\n' }] },
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      content: [
        {
          type: 'output_text',
          text: 'Good day',
          annotations: [{ type: 'url_citation', url: 'https://x/a', title: 'A' }],
        },
      ],
    },
    { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'weather', arguments: '{"city":"Berlin"}' },
  ];
  const response = {
    id: 'resp_1',
    object: 'response',
    model: 'gpt',
    status: 'completed',
    error: null,
    output,
    usage: { input_tokens: 3, output_tokens: 9 },
  };
  const events = [
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [], usage: null } },
    { type: 'response.reasoning_summary_text.delta', output_index: 0, delta: 'Hm.' },
    { type: 'response.output_item.done', output_index: 0, item: output[0] },
    { type: 'response.output_item.done', output_index: 1, item: output[1] },
    { type: 'response.output_item.done', output_index: 2, item: output[2] },
    { type: 'response.output_text.delta', output_index: 3, delta: 'Good ' },
    { type: 'response.output_text.delta', output_index: 3, delta: 'day' },
    { type: 'response.output_item.done', output_index: 3, item: output[3] },
    { type: 'response.function_call_arguments.delta', output_index: 4, delta: '{"city":"Berlin"}' },
    { type: 'response.output_item.done', output_index: 4, item: output[4] },
  ];

  it.each([
    ['as events', sse(...events, { type: 'response.completed', response })],
    [
      'as events whose last one repeats nothing',
      sse(...events, { type: 'response.completed', response: { ...response, output: [] } }),
    ],
    ['as a whole', JSON.stringify(response)],
  ])('come %s', (_, answer) => {
    const heard = hear(answer);
    expect(heard).toMatchObject({ complete: true, error: undefined });
    expect(heard.deltas).toEqual({ text: 'Good day', reasoning: 'Hm.' });
    expect(heard.at('citations')).toEqual([{ url: 'https://x/a', title: 'A' }]);
    expect(heard.at('code')).toEqual([{ language: 'python', code: 'print(2)', output: '2\n' }]);
    expect(heard.at('calls')).toEqual([{ id: 'call_1', name: 'weather', arguments: { city: 'Berlin' } }]);
    expect(heard.completion).toMatchObject({
      usage: { prompt_tokens: 3, completion_tokens: 9 },
      choices: [{ finish_reason: 'tool_calls' }],
    });
    expect(heard.at('turn')).toEqual([
      { role: 'assistant', content: 'Good day' },
      { type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"city":"Berlin"}' },
    ]);
  });

  it('say when they were cut short, and why they failed', () => {
    const short = { ...response, status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    expect(hear(sse({ type: 'response.incomplete', response: short })).completion).toMatchObject({
      choices: [{ finish_reason: 'length' }],
    });
    const failed = { ...response, status: 'failed', output: [], error: { code: 'server_error', message: 'It broke' } };
    expect(hear(sse({ type: 'response.failed', response: failed }))).toMatchObject({
      hasContent: false,
      error: { envelope: { message: 'It broke' }, json: { error: { code: 'server_error', message: 'It broke' } } },
    });
  });

  it('are cut when the stream ends without an end', () => {
    expect(hear(sse(...events))).toMatchObject({ complete: false, hasContent: true });
  });
});

describe('chat completions', () => {
  const chunk = (delta: unknown, finish: string | null = null) => ({
    choices: [{ index: 0, delta, finish_reason: finish }],
  });

  it('put calls together from pieces, also several at once', () => {
    const heard = hear(
      sse(
        chunk({
          role: 'assistant',
          content: null,
          tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'weather', arguments: '' } }],
        }),
        ': PING\n\n',
        chunk({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
        chunk({ tool_calls: [{ index: 1, id: 'b', type: 'function', function: { name: 'time', arguments: '{}' } }] }),
        chunk({ tool_calls: [{ index: 0, function: { arguments: '"Berlin"}' } }] }),
        chunk({}, 'tool_calls'),
        { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } },
        'data: [DONE]\n\n',
      ),
    );
    expect(heard.at('calls')).toEqual([
      { id: 'a', name: 'weather', arguments: { city: 'Berlin' } },
      { id: 'b', name: 'time', arguments: {} },
    ]);
    expect(heard.at('turn')).toMatchObject({
      content: null,
      tool_calls: [{ id: 'a', function: { arguments: '{"city":"Berlin"}' } }, { id: 'b' }],
    });
    expect(heard.completion).toMatchObject({ usage: { total_tokens: 3 } });
  });

  it('keep arguments that are no JSON as the text that they are', () => {
    const calls = [{ id: 'a', type: 'function', function: { name: 'weather', arguments: 'Berlin!' } }];
    expect(hear(JSON.stringify({ choices: [{ message: { content: '', tool_calls: calls } }] })).at('calls')).toEqual([
      { id: 'a', name: 'weather', arguments: 'Berlin!' },
    ]);
  });

  it('have sources, sound with its words, and content in parts', () => {
    const annotations = [
      { type: 'url_citation', url_citation: { url: 'https://x/a', title: 'A', start_index: 0, end_index: 2 } },
    ];
    const cited = hear(
      JSON.stringify({ choices: [{ message: { content: [{ type: 'text', text: 'So' }], annotations } }] }),
    );
    expect([cited.at('content'), cited.at('citations')]).toEqual(['So', [{ url: 'https://x/a', title: 'A' }]]);
    const audio = { id: 'audio_1', data: 'UklGRg==', transcript: 'Hello', expires_at: 1 };
    const spoken = hear(JSON.stringify({ choices: [{ message: { content: null, audio }, finish_reason: 'stop' }] }));
    expect([spoken.at('content'), spoken.at('audio.data')]).toEqual(['Hello', 'UklGRg==']);
    // In a stream it comes as bare samples in pieces, with its words in between; some begin like the head of an MP3.
    const samples = Buffer.alloc(64, 7).fill(0xff, 0, 4);
    const pieces = [samples.subarray(0, 33), samples.subarray(33)].map((piece) => piece.toString('base64'));
    const told = hear(
      sse(
        { choices: [{ delta: { role: 'assistant', content: '' } }] },
        ...['Hel', 'lo'].map((transcript) => ({ choices: [{ delta: { audio: { id: 'a', transcript } } }] })),
        ...pieces.map((data) => ({ choices: [{ delta: { audio: { id: 'a', data } } }] })),
        { choices: [{ delta: {}, finish_reason: 'stop' }] },
        'data: [DONE]\n\n',
      ),
    );
    expect([told.complete, told.at('content'), told.deltas.text]).toEqual([true, 'Hello', 'Hello']);
    const wav = Buffer.from(String(told.at('audio.data')), 'base64');
    expect([wav.subarray(0, 4).toString(), wav.subarray(44)]).toEqual(['RIFF', samples]);
  });
});
