import { createParser, type EventSourceParser } from 'eventsource-parser';
import type { Json } from '#core/value/value';
import { type Envelope, findEnvelope } from '../envelope.ts';
import { tryParseJson } from '../json.ts';
import { findFirst } from '../recipe/paths.ts';
import { splitThoughts, ThinkFilter } from './think-filter.ts';

/** What came of a chat answer, streamed or whole. */
export interface ChatResult {
  /** A `chat.completion` object: text in `message.content`, thoughts apart in `message.reasoning_content`. */
  readonly completion: Json | undefined;
  /** The gateway's error: as the whole answer, or as an event inside the stream. */
  readonly error: { readonly envelope: Envelope; readonly json: Json } | undefined;
  /** Whether any text or thought came before the end or the error: then tokens were made. */
  readonly hasContent: boolean;
  /** Whether the answer came to its own end: `[DONE]`, a finish reason, or a whole JSON object. */
  readonly complete: boolean;
}

/**
 * Reads the answer of `/v1/chat/completions` while it arrives, and in the same way from disk afterwards. Server-sent
 * events, or a plain JSON object whatever the content type says. Source: PROTOCOL 3.1, 3.3, 18.12.
 */
export class ChatStream {
  private readonly decoder = new TextDecoder();
  private readonly parser: EventSourceParser;
  private readonly filter = new ThinkFilter();
  private mode: 'unknown' | 'json' | 'events' = 'unknown';
  /** The beginning while the mode is unknown; everything when it is JSON. */
  private whole = '';
  private text = '';
  private thoughts = '';
  private refusal = '';
  private finish: string | undefined;
  private usage: Json | undefined;
  private head: { id?: Json; model?: Json } = {};
  private done = false;
  private error: ChatResult['error'];

  constructor(private readonly onDelta: (text: string) => void = () => undefined) {
    this.parser = createParser({ onEvent: (event) => this.take(event.data) });
  }

  push(bytes: Uint8Array): void {
    this.feed(this.decoder.decode(bytes, { stream: true }));
  }

  /** Says that no more comes. */
  end(): ChatResult {
    this.feed(this.decoder.decode());
    if (this.mode === 'json') return this.wholeAnswer();
    // A last event without its empty line counts too.
    this.parser.feed('\n\n');
    this.add(this.filter.end());
    const hasContent = this.text !== '' || this.thoughts !== '' || this.refusal !== '';
    const complete = this.done || this.finish !== undefined;
    return {
      completion: hasContent || complete ? this.completion() : undefined,
      error: this.error,
      hasContent,
      complete,
    };
  }

  private feed(text: string): void {
    if (this.mode === 'events') {
      this.parser.feed(text);
      return;
    }
    this.whole += text;
    if (this.mode === 'json') return;
    const first = /^\ufeff?\s*(\S)/.exec(this.whole)?.[1];
    if (first === undefined) return;
    this.mode = first === '{' || first === '[' ? 'json' : 'events';
    if (this.mode === 'events') {
      this.parser.feed(this.whole);
      this.whole = '';
    }
  }

  private take(data: string): void {
    if (data.trim() === '[DONE]') {
      this.done = true;
      return;
    }
    const json = tryParseJson(data);
    if (json === undefined || json === null || typeof json !== 'object' || Array.isArray(json)) return;
    const envelope = findEnvelope(json, 200);
    if (envelope !== undefined) {
      this.error ??= { envelope, json };
      return;
    }
    this.head = { ...(json['id'] !== undefined && { id: json['id'] }), ...this.head };
    this.head = { ...(json['model'] !== undefined && { model: json['model'] }), ...this.head };
    const usage = json['usage'];
    if (usage !== undefined && usage !== null) this.usage = usage;
    const text = (...paths: string[]): string => {
      const found = findFirst(json, paths);
      return typeof found === 'string' ? found : '';
    };
    this.thoughts += text('choices[0].delta.reasoning_content', 'choices[0].delta.reasoning');
    this.refusal += text('choices[0].delta.refusal');
    const content = text('choices[0].delta.content', 'choices[0].message.content');
    if (content !== '') this.add(this.filter.push(content));
    const finish = text('choices[0].finish_reason');
    if (finish !== '') this.finish = finish;
  }

  private add(part: { text: string; thoughts: string }): void {
    this.thoughts += part.thoughts;
    this.text += part.text;
    if (part.text !== '') this.onDelta(part.text);
  }

  private completion(): Json {
    return {
      ...this.head,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: this.text,
            ...(this.thoughts !== '' && { reasoning_content: this.thoughts }),
            ...(this.refusal !== '' && { refusal: this.refusal }),
          },
          finish_reason: this.finish ?? null,
        },
      ],
      ...(this.usage !== undefined && { usage: this.usage }),
    };
  }

  private wholeAnswer(): ChatResult {
    const json = tryParseJson(this.whole);
    if (json === undefined) return { completion: undefined, error: undefined, hasContent: false, complete: false };
    const envelope = findEnvelope(json, 200);
    if (envelope !== undefined)
      return { completion: json, error: { envelope, json }, hasContent: false, complete: true };
    const message = findFirst(json, ['choices[0].message']);
    const content = message === undefined ? undefined : findFirst(message, ['content']);
    if (typeof content !== 'string') return { completion: json, error: undefined, hasContent: false, complete: true };
    const { text, thoughts } = splitThoughts(content);
    if (text !== '') this.onDelta(text);
    return { completion: withContent(json, text, thoughts), error: undefined, hasContent: true, complete: true };
  }
}

/** The completion with its text without thoughts. */
function withContent(json: Json, text: string, thoughts: string): Json {
  const copy = structuredClone(json);
  const message = findFirst(copy, ['choices[0].message']);
  if (message === undefined || message === null || typeof message !== 'object' || Array.isArray(message)) return copy;
  message['content'] = text;
  if (thoughts !== '' && message['reasoning_content'] === undefined) message['reasoning_content'] = thoughts;
  return copy;
}
