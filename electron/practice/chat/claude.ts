import { z } from 'zod';
import { countJob, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { GatewayError, invalidRequest, type VendorShape } from '../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { requireModel } from '../models.ts';
import { think, wordsOf } from './brain.ts';
import { type ClaudeRequest, claudeRequest } from './claude-schema.ts';
import { fileOfBase64, fileOfUrl, requirePdf } from './files.ts';
import { eventsAnswer } from './openai-stream.ts';
import type { ChatOrder, ChatReply, OrderFile, OrderMessage } from './order.ts';

const errorTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
};

/** Claude's envelope (PROTOCOL 1.2). */
export const claudeShape: VendorShape = ({ status, message }, requestId) => ({
  type: 'error',
  error: {
    type: errorTypes[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error'),
    message: `${message} (request id: ${requestId})`,
  },
  request_id: requestId,
});

/** `POST /v1/messages` (PROTOCOL 3.6). */
export function claudeRoutes(gateway: Gateway): Route[] {
  return [{ method: 'POST', path: '/v1/messages', handle: (request) => inShape(() => answer(gateway, request)) }];
}

function inShape<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof GatewayError ? new GatewayError({ ...error.fields, shape: claudeShape }) : error;
  }
}

function answer(gateway: Gateway, request: PracticeRequest): Answer {
  const body = jsonBody(request);
  const { model: named } = check(z.looseObject({ model: z.string().min(1) }), body);
  const model = requireModel(named, ['chat', 'reasoning']);
  const asked = check(claudeRequest, body);
  const reply = think(orderOf(asked), String(gateway.settings.seed), () => undefined);
  countJob(request);
  const usage = {
    input_tokens: reply.usage.prompt,
    output_tokens: reply.usage.completion,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
  };
  const message = {
    id: `msg_${gateway.newId()}`,
    type: 'message',
    role: 'assistant',
    model: model.id,
    content: blocksOf(reply),
    stop_reason: stopOf(reply),
    stop_sequence: null,
    usage,
  };
  return asked.stream === true ? streamOf(message, gateway.settings.wordMs) : jsonAnswer(message);
}

function stopOf(reply: ChatReply): string {
  if (reply.finish === 'calls') return 'tool_use';
  return reply.finish === 'length' ? 'max_tokens' : 'end_turn';
}

function orderOf(asked: ClaudeRequest): ChatOrder {
  const { thinking, tool_choice: choice, tools = [] } = asked;
  if (thinking?.type === 'enabled' && thinking.budget_tokens >= asked.max_tokens) {
    throw invalidRequest('`max_tokens` must be greater than `thinking.budget_tokens`.', 'max_tokens');
  }
  if (choice !== undefined && asked.tools === undefined) {
    throw invalidRequest('tool_choice may only be specified while providing tools.', 'tool_choice');
  }
  checkAnswers(asked.messages);
  const own = tools.flatMap((tool) => ('input_schema' in tool ? [tool] : []));
  const choices = { auto: 'auto', any: 'required', none: 'none', tool: '' };
  return {
    model: asked.model,
    instruction:
      typeof asked.system === 'string' ? asked.system : (asked.system ?? []).map((part) => part.text).join('\n'),
    messages: asked.messages.flatMap(messagesOf),
    tools: own.map((tool) => ({
      name: tool.name,
      description: tool.description ?? '',
      parameters: tool.input_schema,
    })),
    toolChoice: choice === undefined ? 'auto' : choice.type === 'tool' ? choice.name : choices[choice.type],
    format: asked.output_config?.format?.schema,
    maxTokens: asked.max_tokens,
    stops: asked.stop_sequences ?? [],
    thinks: thinking !== undefined && thinking.type !== 'disabled',
    searches: tools.length > own.length,
    quotes: asked.messages.some(
      ({ content }) =>
        typeof content !== 'string' &&
        content.some((block) => block.type === 'document' && 'source' in block && block.citations?.enabled === true),
    ),
  };
}

type Message = ClaudeRequest['messages'][number];
type Block = Exclude<Message['content'], string>[number];

/** Each `tool_use` is answered by the very next message. */
function checkAnswers(messages: readonly Message[]): void {
  let open: string[] = [];
  for (const [index, { content }] of messages.entries()) {
    const blocks = typeof content === 'string' ? [] : content;
    const answered = blocks.flatMap((block) =>
      block.type === 'tool_result' && 'tool_use_id' in block ? [String(block.tool_use_id)] : [],
    );
    const missing = open.filter((id) => !answered.includes(id));
    if (missing.length > 0) {
      throw invalidRequest(
        `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}.`,
        `messages.${index}`,
      );
    }
    const stray = answered.find((id) => !open.includes(id));
    if (stray !== undefined) {
      throw invalidRequest(
        `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}.`,
        `messages.${index}`,
      );
    }
    open = blocks.flatMap((block) => (block.type === 'tool_use' && 'id' in block ? [String(block.id)] : []));
  }
}

function messagesOf({ role, content }: Message): OrderMessage[] {
  if (typeof content === 'string') return [{ role, text: content, files: [] }];
  const results = content.flatMap((block): OrderMessage[] => {
    if (block.type !== 'tool_result' || !('tool_use_id' in block)) return [];
    const said = typeof block.content === 'string' ? block.content : JSON.stringify(block.content ?? '');
    return [{ role: 'tool', text: said, files: [] }];
  });
  const text = content.flatMap((block) => (block.type === 'text' && 'text' in block ? [block.text] : [])).join('\n');
  return results.length > 0 ? results : [{ role, text, files: content.flatMap(fileOf) }];
}

function fileOf(block: Block): OrderFile[] {
  if (!('source' in block) || (block.type !== 'image' && block.type !== 'document')) return [];
  const kind = block.type === 'image' ? 'picture' : 'document';
  const { source } = block;
  if (source.type === 'url') return [fileOfUrl(kind, source.url)];
  if (source.type === 'text') return [{ kind, bytes: Buffer.from(source.data) }];
  const file = fileOfBase64(kind, source.data);
  return [kind === 'document' ? requirePdf(file) : file];
}

function blocksOf(reply: ChatReply): Record<string, unknown>[] {
  const pages = reply.citations.filter((citation) => citation.quote === undefined);
  const cited = reply.citations.map(({ url, title, quote }) =>
    quote === undefined
      ? { type: 'web_search_result_location', url, title, encrypted_index: 'practice', cited_text: title }
      : {
          type: 'char_location',
          cited_text: quote,
          document_index: 0,
          document_title: title,
          start_char_index: 0,
          end_char_index: quote.length,
          file_id: null,
        },
  );
  const found = pages.map(({ url, title }) => ({
    type: 'web_search_result',
    url,
    title,
    encrypted_content: 'practice',
    page_age: null,
  }));
  return [
    ...(reply.reasoning === undefined
      ? []
      : [{ type: 'thinking', thinking: reply.reasoning, signature: 'practice-signature' }]),
    ...(found.length === 0
      ? []
      : [
          { type: 'server_tool_use', id: 'srvtoolu_practice', name: 'web_search', input: { query: 'practice' } },
          { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_practice', content: found },
        ]),
    ...(reply.text === '' ? [] : [{ type: 'text', text: reply.text, citations: cited.length > 0 ? cited : null }]),
    ...reply.calls.map((call) => ({
      type: 'tool_use',
      id: call.id.replace('call_', 'toolu_'),
      name: call.name,
      input: call.arguments,
    })),
  ];
}

interface Whole {
  readonly content: readonly Record<string, unknown>[];
  readonly stop_reason: string;
  readonly usage: Readonly<Record<string, number>>;
}

/** Named events, a ping among them, without `[DONE]`. */
function streamOf(message: Whole, wordMs: number): Answer {
  const events: string[] = [];
  const push = (type: string, fields: Record<string, unknown> = {}) =>
    events.push(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
  const begun = { ...message, content: [], stop_reason: null, usage: { ...message.usage, output_tokens: 1 } };
  push('message_start', { message: begun });
  push('ping');
  for (const [index, block] of message.content.entries()) {
    const { start, deltas } = pieces(block);
    push('content_block_start', { index, content_block: start });
    for (const delta of deltas) push('content_block_delta', { index, delta });
    push('content_block_stop', { index });
  }
  const { output_tokens } = message.usage;
  push('message_delta', { delta: { stop_reason: message.stop_reason, stop_sequence: null }, usage: { output_tokens } });
  push('message_stop');
  return eventsAnswer(events, wordMs);
}

function pieces(block: Record<string, unknown>): { start: unknown; deltas: unknown[] } {
  switch (block['type']) {
    case 'text': {
      const citations = Array.isArray(block['citations']) ? block['citations'] : [];
      return {
        start: { type: 'text', text: '', ...(citations.length > 0 && { citations: [] }) },
        deltas: [
          ...wordsOf(String(block['text'])).map((text) => ({ type: 'text_delta', text })),
          ...citations.map((citation) => ({ type: 'citations_delta', citation })),
        ],
      };
    }
    case 'thinking':
      return {
        start: { type: 'thinking', thinking: '', signature: '' },
        deltas: [
          ...wordsOf(String(block['thinking'])).map((thinking) => ({ type: 'thinking_delta', thinking })),
          { type: 'signature_delta', signature: block['signature'] },
        ],
      };
    case 'tool_use':
    case 'server_tool_use': {
      const parts = JSON.stringify(block['input']).match(/.{1,12}/gs) ?? [];
      return {
        start: { ...block, input: {} },
        deltas: parts.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
      };
    }
    default:
      return { start: block, deltas: [] };
  }
}
