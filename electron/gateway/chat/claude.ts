import type { Json } from '#core/value/value';
import { tryParseJson } from '../json.ts';
import { type Dialect, isObject, type JsonObject, objectsIn, textOf } from './dialect.ts';
import type { MessageBuilder } from './message.ts';
import { titled } from './openai-chat.ts';

const events: ReadonlySet<string> = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
  'ping',
]);

const finishes: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
  pause_turn: 'pause',
};

/** `/v1/messages`: blocks of text, thoughts and tool calls. Source: PROTOCOL 3.6. */
export const claude: Dialect = {
  name: 'claude',
  fits: (json) => events.has(textOf(json['type'])) || (json['type'] === 'message' && Array.isArray(json['content'])),
  reader: (message) => new ClaudeReader(message),
};

class ClaudeReader {
  /** The blocks as they will be given back to the model, by their index. */
  private readonly blocks = new Map<string, JsonObject>();
  /** The JSON text of inputs of calls, which comes in pieces. */
  private readonly inputs = new Map<string, string>();

  constructor(private readonly message: MessageBuilder) {}

  take(json: JsonObject): { complete?: boolean } | undefined {
    const key = String(json['index'] ?? '');
    switch (json['type']) {
      case 'message':
        this.takeHead(json);
        for (const [index, block] of objectsIn(json['content']).entries()) this.start(String(index), block);
        return { complete: true };
      case 'message_start':
        if (isObject(json['message'])) this.takeHead(json['message']);
        return undefined;
      case 'content_block_start':
        if (isObject(json['content_block'])) this.start(key, json['content_block']);
        return undefined;
      case 'content_block_delta':
        if (isObject(json['delta'])) this.add(key, json['delta']);
        return undefined;
      case 'message_delta':
        this.takeHead({ ...(isObject(json['delta']) && json['delta']), usage: json['usage'] ?? null });
        return { complete: this.message.finish !== undefined };
      case 'message_stop':
        return { complete: true };
      default:
        return undefined;
    }
  }

  end(): void {
    for (const [key, text] of this.inputs) {
      const block = this.blocks.get(key);
      if (block !== undefined) block['input'] = tryParseJson(text) ?? {};
    }
    const content = [...this.blocks.values()].filter((block) => block['type'] !== 'text' || block['text'] !== '');
    this.message.turn = { role: 'assistant', content };
  }

  private takeHead(head: JsonObject): void {
    this.message.id ??= head['id'];
    this.message.model ??= head['model'];
    const { usage } = head;
    if (isObject(usage)) this.message.addUsage(usage['input_tokens'], usage['output_tokens'], usage);
    const reason = textOf(head['stop_reason']);
    if (reason !== '') this.message.finish = finishes[reason] ?? reason;
  }

  /** The beginning of a block, or the whole of it. */
  private start(key: string, block: JsonObject): void {
    this.blocks.set(key, structuredClone(block));
    const { message } = this;
    switch (block['type']) {
      case 'text':
        message.addText(textOf(block['text']));
        for (const citation of objectsIn(block['citations'])) this.cite(citation);
        return;
      case 'thinking':
        message.addThoughts(textOf(block['thinking']));
        return;
      case 'tool_use': {
        const input = isObject(block['input']) && Object.keys(block['input']).length > 0 ? block['input'] : undefined;
        message.addCall(key, {
          id: textOf(block['id']),
          name: textOf(block['name']),
          arguments: input === undefined ? '' : JSON.stringify(input),
        });
        return;
      }
      case 'web_search_tool_result':
        for (const found of objectsIn(block['content'])) this.cite(found);
        return;
      default:
    }
  }

  private add(key: string, delta: JsonObject): void {
    const block = this.blocks.get(key);
    if (block === undefined) return;
    switch (delta['type']) {
      case 'text_delta':
        block['text'] = textOf(block['text']) + textOf(delta['text']);
        this.message.addText(textOf(delta['text']));
        return;
      case 'thinking_delta':
        block['thinking'] = textOf(block['thinking']) + textOf(delta['thinking']);
        this.message.addThoughts(textOf(delta['thinking']));
        return;
      case 'signature_delta':
        block['signature'] = textOf(block['signature']) + textOf(delta['signature']);
        return;
      case 'input_json_delta': {
        const piece = textOf(delta['partial_json']);
        this.inputs.set(key, (this.inputs.get(key) ?? '') + piece);
        if (block['type'] === 'tool_use') this.message.addCall(key, { arguments: piece });
        return;
      }
      case 'citations_delta':
        if (isObject(delta['citation'])) {
          block['citations'] = [...objectsIn(block['citations']), delta['citation']];
          this.cite(delta['citation']);
        }
        return;
      default:
    }
  }

  /** A web page, or a place in a document that was sent along. */
  private cite(citation: JsonObject): void {
    const text = textOf(citation['cited_text']);
    const title: Json | undefined = citation['title'] ?? citation['document_title'];
    const url = textOf(citation['url']) || (text === '' ? '' : textOf(title) || 'document');
    this.message.addCitation({ url, ...titled(title), ...(text !== '' && { text }) });
  }
}
