import type { Json } from '#core/value/value';
import { type Dialect, isObject, type JsonObject, objectsIn, textOf } from './dialect.ts';
import type { MessageBuilder } from './message.ts';

/** `/v1/chat/completions`: chunks with `delta`, whole answers with `message`. Source: PROTOCOL 3.1, 3.3, 3.5, 11. */
export const openaiChat: Dialect = {
  name: 'openai',
  fits: (json) => 'choices' in json,
  reader: (message) => ({
    take(json) {
      message.id ??= json['id'];
      message.model ??= json['model'];
      const { usage } = json;
      if (isObject(usage)) message.addUsage(usage['prompt_tokens'], usage['completion_tokens'], usage);
      const choice = objectsIn(json['choices']).find(({ index }) => index === undefined || index === 0);
      if (choice === undefined) return undefined;
      for (const part of [choice['delta'], choice['message']]) if (isObject(part)) takePart(message, part);
      const finish = textOf(choice['finish_reason']);
      if (finish !== '') message.finish = finish;
      return { complete: finish !== '' || isObject(choice['message']) };
    },
    end() {
      message.turn = turnOf(message);
    },
  }),
};

function takePart(message: MessageBuilder, part: JsonObject): void {
  message.addThoughts(textOf(part['reasoning_content']) || textOf(part['reasoning']));
  message.addRefusal(textOf(part['refusal']));
  const { content, audio } = part;
  if (typeof content === 'string') message.addText(content);
  // Some converters give the content as a list of parts.
  for (const piece of objectsIn(content)) message.addText(textOf(piece['text']));
  if (isObject(audio)) message.addSound(textOf(audio['data']), textOf(audio['transcript']));
  for (const [position, call] of objectsIn(part['tool_calls']).entries()) {
    const made = isObject(call['function']) ? call['function'] : {};
    const args = made['arguments'];
    message.addCall(String(call['index'] ?? position), {
      id: textOf(call['id']),
      name: textOf(made['name']),
      arguments: typeof args === 'string' ? args : args === undefined || args === null ? '' : JSON.stringify(args),
    });
  }
  for (const annotation of objectsIn(part['annotations'])) {
    const cited = isObject(annotation['url_citation']) ? annotation['url_citation'] : annotation;
    message.addCitation({ url: textOf(cited['url']), ...titled(cited['title']) });
  }
  for (const image of objectsIn(part['images'])) {
    const link = isObject(image['image_url']) ? textOf(image['image_url']['url']) : textOf(image['url']);
    if (link !== '') message.images.push(link);
  }
}

/** A title, when there is one. */
export function titled(title: Json | undefined): { title?: string } {
  return typeof title === 'string' && title !== '' ? { title } : {};
}

/** What goes into the next request. DeepSeek wants its thoughts back within a turn that calls functions. */
function turnOf(message: MessageBuilder): Json {
  const { text, thoughts } = message.written;
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    ...(thoughts !== '' && message.calls.size > 0 && { reasoning_content: thoughts }),
    ...(message.calls.size > 0 && {
      tool_calls: [...message.calls.values()].map(({ id, name, arguments: args }) => ({
        id,
        type: 'function',
        function: { name, arguments: args === '' ? '{}' : args },
      })),
    }),
  };
}
