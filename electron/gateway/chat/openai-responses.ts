import type { Json } from '#core/value/value';
import type { Envelope } from '../envelope.ts';
import { type Dialect, isObject, type JsonObject, objectsIn, textOf } from './dialect.ts';
import type { MessageBuilder } from './message.ts';
import { titled } from './openai-chat.ts';

/**
 * `/v1/responses`: named events without `[DONE]`, whole answers with `output`. Text and thoughts are taken from the deltas,
 * everything else from the items when they are done. Source: PROTOCOL 3.6.
 */
export const openaiResponses: Dialect = {
  name: 'responses',
  fits: (json) => json['object'] === 'response' || textOf(json['type']).startsWith('response.'),
  reader(message) {
    /** Items that were told piece by piece, by their place in the output. */
    const told = new Set<string>();
    return {
      take(json) {
        const type = textOf(json['type']);
        if (json['object'] === 'response') return takeWhole(message, json, told);
        const place = String(json['output_index'] ?? '');
        if (type === 'response.output_text.delta') {
          told.add(place);
          message.addText(textOf(json['delta']));
        } else if (type === 'response.reasoning_summary_text.delta' || type === 'response.reasoning_text.delta') {
          told.add(place);
          message.addThoughts(textOf(json['delta']));
        } else if (type === 'response.refusal.delta') {
          told.add(place);
          message.addRefusal(textOf(json['delta']));
        } else if (type === 'response.output_item.done' && isObject(json['item'])) {
          takeItem(message, json['item'], place, told.has(place));
          told.add(place);
        } else if (isObject(json['response']) && /^response\.(?:completed|incomplete|failed)$/.test(type)) {
          return takeWhole(message, json['response'], told);
        }
        return undefined;
      },
      end() {
        message.turn = turnOf(message);
      },
    };
  },
};

function takeWhole(message: MessageBuilder, response: JsonObject, told: ReadonlySet<string>) {
  message.id ??= response['id'];
  message.model ??= response['model'];
  const { usage } = response;
  if (isObject(usage)) message.addUsage(usage['input_tokens'], usage['output_tokens'], usage);
  for (const [index, item] of objectsIn(response['output']).entries()) {
    if (!told.has(String(index))) takeItem(message, item, String(index), false);
  }
  const details = response['incomplete_details'];
  const why = isObject(details) ? textOf(details['reason']) : '';
  message.finish = finishOf(message, why);
  if (response['status'] === 'failed') return { complete: true, error: failureOf(response) };
  return { complete: true };
}

function finishOf(message: MessageBuilder, why: string): string {
  if (why === 'content_filter') return 'content_filter';
  if (why !== '') return 'length';
  return message.calls.size > 0 ? 'tool_calls' : 'stop';
}

function failureOf(response: JsonObject): Envelope {
  const error = isObject(response['error']) ? response['error'] : {};
  return {
    shape: 'openai',
    message: textOf(error['message']),
    code: textOf(error['code']) || undefined,
    type: undefined,
    requestId: undefined,
  };
}

/** One item of the output. `told`: its texts came in deltas already. */
function takeItem(message: MessageBuilder, item: JsonObject, key: string, told: boolean): void {
  const type = textOf(item['type']);
  if (type === 'message') {
    for (const part of objectsIn(item['content'])) {
      if (!told) message.addText(textOf(part['text']));
      if (!told) message.addRefusal(textOf(part['refusal']));
      for (const cited of objectsIn(part['annotations'])) {
        message.addCitation({ url: textOf(cited['url']), ...titled(cited['title']) });
      }
    }
  } else if (type === 'reasoning' && !told) {
    for (const part of [...objectsIn(item['summary']), ...objectsIn(item['content'])]) {
      message.addThoughts(textOf(part['text']));
    }
  } else if (type === 'function_call') {
    const [id, name, args] = [item['call_id'] ?? item['id'], item['name'], item['arguments']].map(textOf);
    message.addCall(key, { id: id ?? '', name: name ?? '', arguments: args ?? '' });
  } else if (type === 'code_interpreter_call') {
    const output = objectsIn(item['outputs'])
      .map((part) => textOf(part['logs']))
      .join('');
    message.code.push({ language: 'python', code: textOf(item['code']), ...(output !== '' && { output }) });
  } else if (type === 'image_generation_call') {
    const image = textOf(item['result']);
    if (image !== '') message.images.push(`data:image/png;base64,${image}`);
  }
}

/** What goes into the next request: without ids, so that it does not matter whether the gateway keeps answers. */
function turnOf(message: MessageBuilder): Json {
  const { text } = message.written;
  return [
    ...(text === '' ? [] : [{ role: 'assistant', content: text }]),
    ...[...message.calls.values()].map(({ id, name, arguments: args }) => ({
      type: 'function_call',
      call_id: id,
      name,
      arguments: args === '' ? '{}' : args,
    })),
  ];
}
