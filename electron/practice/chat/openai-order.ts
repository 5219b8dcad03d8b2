import { invalidRequest } from '../http/errors.ts';
import { fileOfBase64, fileOfUrl } from './files.ts';
import type { ChatRequest } from './openai-schema.ts';
import type { ChatOrder, OrderFile, OrderMessage } from './order.ts';

type Message = ChatRequest['messages'][number];
type Part = Extract<Message['content'], readonly unknown[]>[number];

/** The order of a chat request; throws the 400 for what fits the schema and still makes no sense. */
export function orderOf(request: ChatRequest, thinks: boolean): ChatOrder {
  const isSystem = (message: Message) => message.role === 'system' || message.role === 'developer';
  checkAnswers(request.messages);
  const { tool_choice: choice, response_format: format } = request;
  if (choice !== undefined && request.tools === undefined) {
    throw invalidRequest(
      "Invalid value for 'tool_choice': it is only allowed when 'tools' are specified.",
      'tool_choice',
    );
  }
  return {
    model: request.model,
    instruction: request.messages
      .filter(isSystem)
      .map((message) => textOf(message.content))
      .join('\n'),
    messages: request.messages.filter((message) => !isSystem(message)).map(messageOf),
    tools: (request.tools ?? []).map(({ function: made }) => ({
      name: made.name,
      description: made.description ?? '',
      parameters: made.parameters,
    })),
    toolChoice: typeof choice === 'object' ? choice.function.name : (choice ?? 'auto'),
    format:
      format?.type === 'json_schema' ? format.json_schema.schema : format?.type === 'json_object' ? 'json' : undefined,
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? undefined,
    stops: typeof request.stop === 'string' ? [request.stop] : (request.stop ?? []),
    seed: request.seed,
    thinks,
    searches: request.web_search_options !== undefined,
  };
}

/** Each call of a function has its answer right behind it, and each answer its call. */
function checkAnswers(messages: readonly Message[]): void {
  let open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id ?? '')) {
        throw invalidRequest(
          "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
          `messages.[${index}].role`,
        );
      }
      continue;
    }
    if (open.size > 0) throw unanswered(open, index);
    open = new Set(message.tool_calls?.map((call) => call.id));
  }
  if (open.size > 0) throw unanswered(open, messages.length);
}

function unanswered(open: ReadonlySet<string>, index: number) {
  return invalidRequest(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
    `messages.[${index}].role`,
  );
}

function messageOf(message: Message): OrderMessage {
  const role = message.role === 'assistant' || message.role === 'tool' ? message.role : 'user';
  const parts = typeof message.content === 'string' ? [] : (message.content ?? []);
  return { role, text: textOf(message.content), files: parts.flatMap(fileOf) };
}

function fileOf(part: Part): OrderFile[] {
  switch (part.type) {
    case 'image_url':
      return [fileOfUrl('picture', part.image_url.url)];
    case 'input_audio':
      return [fileOfBase64('recording', part.input_audio.data)];
    case 'video_url':
      return [fileOfUrl('video', part.video_url.url)];
    case 'file': {
      const { file_data: data, filename } = part.file;
      if (data === undefined) throw invalidRequest("Missing required parameter: 'file.file_data'.", 'file.file_data');
      return [fileOfUrl('document', data, filename)];
    }
    case 'text':
      return [];
  }
}

function textOf(content: Message['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}
