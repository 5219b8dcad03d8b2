import { z } from 'zod';
import { countJob, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { invalidRequest } from '../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { requireModel } from '../models.ts';
import { think, wordsOf } from './brain.ts';
import { fileOfUrl } from './files.ts';
import { eventsAnswer } from './openai-stream.ts';
import type { ChatOrder, ChatReply, OrderFile, OrderMessage } from './order.ts';
import { type ResponsesRequest, responsesRequest } from './responses-schema.ts';

/** `POST /v1/responses` (PROTOCOL 3.6). */
export function responsesRoutes(gateway: Gateway): Route[] {
  const kept = new Set<string>();
  return [{ method: 'POST', path: '/v1/responses', handle: (request) => respond(gateway, request, kept) }];
}

/** `kept` are the ids of the answers so far. */
function respond(gateway: Gateway, request: PracticeRequest, kept: Set<string>): Answer {
  const body = jsonBody(request);
  const { model: named } = check(z.looseObject({ model: z.string().min(1) }), body);
  const model = requireModel(named, ['chat', 'reasoning', 'responses-only']);
  const asked = check(responsesRequest, body);
  const { previous_response_id: earlier } = asked;
  if (typeof earlier === 'string' && !kept.has(earlier)) {
    const message = `Previous response with id '${earlier}' not found.`;
    throw invalidRequest(message, 'previous_response_id', 'previous_response_not_found');
  }
  const reply = think(orderOf(asked), String(gateway.settings.seed), () => undefined);
  countJob(request);
  const id = `resp_${gateway.newId()}`;
  kept.add(id);
  const response = {
    id,
    object: 'response',
    created_at: Math.floor(gateway.clock.now() / 1000),
    status: reply.finish === 'length' ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: reply.finish === 'length' ? { reason: 'max_output_tokens' } : null,
    instructions: asked.instructions ?? null,
    model: model.id,
    output: outputOf(reply, id),
    parallel_tool_calls: asked.parallel_tool_calls ?? true,
    tool_choice: asked.tool_choice ?? 'auto',
    tools: asked.tools ?? [],
    usage: {
      input_tokens: reply.usage.prompt,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: reply.usage.completion,
      output_tokens_details: { reasoning_tokens: reply.usage.reasoning },
      total_tokens: reply.usage.prompt + reply.usage.completion,
    },
  };
  return asked.stream ? streamOf(response, reply, gateway.settings.wordMs) : jsonAnswer(response);
}

function orderOf(asked: ResponsesRequest): ChatOrder {
  const items = typeof asked.input === 'string' ? [{ role: 'user' as const, content: asked.input }] : asked.input;
  const { tool_choice: choice, tools = [] } = asked;
  const format = asked.text?.format;
  const has = (...types: string[]) => tools.some((tool) => types.includes(tool.type));
  checkAnswers(items);
  return {
    model: asked.model,
    instruction: asked.instructions ?? '',
    messages: items.map(messageOf),
    tools: tools.flatMap((tool) =>
      tool.type === 'function'
        ? [{ name: tool.name, description: tool.description ?? '', parameters: tool.parameters }]
        : [],
    ),
    toolChoice: typeof choice === 'object' ? choice.name : (choice ?? 'auto'),
    format: format?.type === 'json_schema' ? format.schema : format?.type === 'json_object' ? 'json' : undefined,
    maxTokens: asked.max_output_tokens ?? undefined,
    stops: [],
    thinks: asked.reasoning?.summary !== undefined,
    searches: has('web_search_preview', 'web_search'),
    runsCode: has('code_interpreter'),
  };
}

type Item = Exclude<ResponsesRequest['input'], string>[number];

/** Each call that stands in the input has its answer, and each answer its call. */
function checkAnswers(items: readonly Item[]): void {
  const ids = (type: string) =>
    items.flatMap((item) => ('call_id' in item && item.type === type ? [item.call_id] : []));
  const [calls, answers] = [ids('function_call'), ids('function_call_output')];
  const lone = calls.find((id) => !answers.includes(id));
  if (lone !== undefined) throw invalidRequest(`No tool output found for function call ${lone}.`, 'input');
  const stray = answers.find((id) => !calls.includes(id));
  if (stray !== undefined)
    throw invalidRequest(`No tool call found for function call output with call_id ${stray}.`, 'input');
}

function messageOf(item: Item): OrderMessage {
  if ('call_id' in item) {
    return item.type === 'function_call'
      ? { role: 'assistant', text: '', files: [] }
      : { role: 'tool', text: item.output, files: [] };
  }
  const role = item.role === 'assistant' ? 'assistant' : 'user';
  if (typeof item.content === 'string') return { role, text: item.content, files: [] };
  const text = item.content.flatMap((part) => ('text' in part ? [part.text] : [])).join('\n');
  return { role, text, files: item.content.flatMap(fileOf) };
}

function fileOf(part: Exclude<Extract<Item, { content: unknown }>['content'], string>[number]): OrderFile[] {
  if (part.type === 'input_image') return [fileOfUrl('picture', part.image_url)];
  if (part.type !== 'input_file') return [];
  const place = part.file_data ?? part.file_url;
  if (place === undefined) throw invalidRequest("Missing required parameter: 'input_file.file_data'.", 'input');
  return [fileOfUrl('document', place, part.filename)];
}

function outputOf(reply: ChatReply, id: string): Record<string, unknown>[] {
  const searched = reply.citations.length > 0;
  return [
    ...(reply.reasoning === undefined
      ? []
      : [{ id: `rs_${id}`, type: 'reasoning', summary: [{ type: 'summary_text', text: reply.reasoning }] }]),
    ...(searched ? [{ id: `ws_${id}`, type: 'web_search_call', status: 'completed' }] : []),
    ...(reply.code === undefined
      ? []
      : [
          {
            id: `ci_${id}`,
            type: 'code_interpreter_call',
            status: 'completed',
            container_id: `cntr_${id}`,
            code: reply.code.code,
            outputs: [{ type: 'logs', logs: reply.code.output }],
          },
        ]),
    ...(reply.text === '' ? [] : [messageItem(reply, id)]),
    ...reply.calls.map((call) => ({
      id: `fc_${call.id}`,
      type: 'function_call',
      status: 'completed',
      call_id: call.id,
      name: call.name,
      arguments: JSON.stringify(call.arguments),
    })),
  ];
}

function messageItem(reply: ChatReply, id: string): Record<string, unknown> {
  const annotations = reply.citations.map(({ url, title }) => ({
    type: 'url_citation',
    url,
    title,
    start_index: 0,
    end_index: reply.text.length,
  }));
  const content = [{ type: 'output_text', text: reply.text, annotations, logprobs: [] }];
  return { id: `msg_${id}`, type: 'message', status: 'completed', role: 'assistant', content };
}

/** Named events; the last one has the whole response in it. */
function streamOf(response: { output: Record<string, unknown>[] }, reply: ChatReply, wordMs: number): Answer {
  const events: string[] = [];
  const push = (type: string, fields: Record<string, unknown>) =>
    events.push(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: events.length, ...fields })}\n\n`);
  push('response.created', { response: { ...response, status: 'in_progress', output: [], usage: null } });
  for (const [place, item] of response.output.entries()) {
    const at = { output_index: place, item_id: item['id'] };
    const bare = { message: { content: [] }, reasoning: { summary: [] }, function_call: { arguments: '' } };
    const { type } = item;
    const empty = typeof type === 'string' && type in bare ? bare[type as keyof typeof bare] : {};
    push('response.output_item.added', { output_index: place, item: { ...item, ...empty, status: 'in_progress' } });
    if (type === 'reasoning') {
      const part = { ...at, summary_index: 0 };
      push('response.reasoning_summary_part.added', { ...part, part: { type: 'summary_text', text: '' } });
      for (const delta of wordsOf(reply.reasoning ?? ''))
        push('response.reasoning_summary_text.delta', { ...part, delta });
      push('response.reasoning_summary_text.done', { ...part, text: reply.reasoning });
    }
    if (type === 'message') {
      const part = { ...at, content_index: 0 };
      const begun = { type: 'output_text', text: '', annotations: [] };
      push('response.content_part.added', { ...part, part: begun });
      for (const delta of wordsOf(reply.text)) push('response.output_text.delta', { ...part, delta, logprobs: [] });
      push('response.output_text.done', { ...part, text: reply.text, logprobs: [] });
    }
    if (type === 'function_call') {
      for (const delta of String(item['arguments']).match(/.{1,12}/gs) ?? []) {
        push('response.function_call_arguments.delta', { ...at, delta });
      }
      push('response.function_call_arguments.done', { ...at, name: item['name'], arguments: item['arguments'] });
    }
    push('response.output_item.done', { output_index: place, item });
  }
  push(reply.finish === 'length' ? 'response.incomplete' : 'response.completed', { response });
  return eventsAnswer(events, wordMs);
}
