import type { Json } from '#core/value/value';
import { type Dialect, isObject, type JsonObject, objectsIn, textOf } from './dialect.ts';
import type { MessageBuilder } from './message.ts';
import { titled } from './openai-chat.ts';

const finishes: Readonly<Record<string, string>> = { STOP: 'stop', MAX_TOKENS: 'length' };
/** Reasons that are no refusal but a fault of the model's own writing. */
const faults: ReadonlySet<string> = new Set(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'OTHER']);

/** `:generateContent` and `:streamGenerateContent`: parts in both cases, no `[DONE]`. Source: PROTOCOL 3.5 and 3.6. */
export const gemini: Dialect = {
  name: 'gemini',
  fits: (json) => 'candidates' in json || 'promptFeedback' in json || 'usageMetadata' in json,
  reader(message) {
    const parts: JsonObject[] = [];
    return {
      take(json) {
        message.id ??= json['responseId'];
        message.model ??= json['modelVersion'];
        const usage = json['usageMetadata'];
        if (isObject(usage)) message.addUsage(usage['promptTokenCount'], completionTokens(usage), usage);
        const feedback = json['promptFeedback'];
        const blocked = isObject(feedback) ? textOf(feedback['blockReason']) : '';
        if (blocked !== '') {
          message.finish = 'content_filter';
          message.addRefusal(textOf(isObject(feedback) ? feedback['blockReasonMessage'] : undefined) || blocked);
          return { complete: true };
        }
        const candidate = objectsIn(json['candidates'])[0];
        if (candidate === undefined) return undefined;
        const content = isObject(candidate['content']) ? candidate['content'] : {};
        for (const part of objectsIn(content['parts'])) {
          keep(parts, part);
          takePart(message, part, parts.length);
        }
        takeGrounding(message, candidate);
        const finish = textOf(candidate['finishReason']);
        if (finish === '') return undefined;
        const refused = finishes[finish] === undefined && !faults.has(finish);
        if (refused) message.addRefusal(textOf(candidate['finishMessage']) || finish);
        const ended = refused ? 'content_filter' : (finishes[finish] ?? 'stop');
        message.finish = message.calls.size > 0 && ended === 'stop' ? 'tool_calls' : ended;
        return { complete: true };
      },
      end() {
        message.turn = { role: 'model', parts };
      },
    };
  },
};

/** Thinking is billed as output. */
function completionTokens(usage: JsonObject): Json | undefined {
  const [answer, thoughts] = [usage['candidatesTokenCount'], usage['thoughtsTokenCount']];
  if (typeof answer !== 'number') return thoughts;
  return answer + (typeof thoughts === 'number' ? thoughts : 0);
}

/** Keeps a part for the next request; plain texts that follow each other are one. */
function keep(parts: JsonObject[], part: JsonObject): void {
  const last = parts.at(-1);
  const isPlain = (one: JsonObject | undefined): boolean =>
    one !== undefined && Object.keys(one).length === 1 && 'text' in one;
  if (last !== undefined && isPlain(last) && isPlain(part)) last['text'] = textOf(last['text']) + textOf(part['text']);
  else parts.push({ ...part });
}

function takePart(message: MessageBuilder, part: JsonObject, position: number): void {
  const text = textOf(part['text']);
  if (part['thought'] === true) message.addThoughts(text);
  else message.addText(text);
  const call = part['functionCall'] ?? part['function_call'];
  if (isObject(call)) {
    message.addCall(String(position), {
      // Older models give calls no id; then their answers go by name and order.
      id: textOf(call['id']) || `call-${position}`,
      name: textOf(call['name']),
      arguments: JSON.stringify(call['args'] ?? {}),
    });
  }
  const code = part['executableCode'] ?? part['executable_code'];
  if (isObject(code))
    message.code.push({ language: textOf(code['language']).toLowerCase(), code: textOf(code['code']) });
  const result = part['codeExecutionResult'] ?? part['code_execution_result'];
  const program = message.code.at(-1);
  if (isObject(result) && program !== undefined) {
    program.outcome = textOf(result['outcome']);
    program.output = textOf(result['output']);
  }
  const data = part['inlineData'] ?? part['inline_data'];
  if (!isObject(data)) return;
  const mime = textOf(data['mimeType'] ?? data['mime_type']);
  if (mime.startsWith('image/')) message.images.push(`data:${mime};base64,${textOf(data['data'])}`);
  if (mime.startsWith('audio/')) message.addSound(textOf(data['data']), '');
}

/** Sources of Google search and of pages that were read. */
function takeGrounding(message: MessageBuilder, candidate: JsonObject): void {
  const grounding = candidate['groundingMetadata'];
  for (const chunk of objectsIn(isObject(grounding) ? grounding['groundingChunks'] : undefined)) {
    const source = chunk['web'] ?? chunk['maps'] ?? chunk['retrievedContext'];
    if (isObject(source)) message.addCitation({ url: textOf(source['uri']), ...titled(source['title']) });
  }
  const context = candidate['urlContextMetadata'] ?? candidate['url_context_metadata'];
  for (const page of objectsIn(isObject(context) ? (context['urlMetadata'] ?? context['url_metadata']) : undefined)) {
    message.addCitation({ url: textOf(page['retrievedUrl'] ?? page['retrieved_url']) });
  }
}
