import { createParser, type EventSourceParser } from 'eventsource-parser';
import type { Json } from '#core/value/value';
import { type Envelope, findEnvelope } from '../envelope.ts';
import { tryParseJson } from '../json.ts';
import { claude } from './claude.ts';
import { type Dialect, type DialectReader, isObject, type JsonObject, objectsIn } from './dialect.ts';
import { gemini } from './gemini.ts';
import { MessageBuilder } from './message.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';

/** What came of a chat answer, streamed or whole. */
export interface ChatResult {
  /**
   * A `chat.completion` object, whatever the dialect: text in `message.content`, thoughts apart in
   * `message.reasoning_content`; `calls`, `citations`, `code`, `images`, `audio` and the raw `turn` beside them.
   */
  readonly completion: Json | undefined;
  /** The gateway's error: as the whole answer, or as an event inside the stream. */
  readonly error: { readonly envelope: Envelope; readonly json: Json } | undefined;
  /** Whether any content came before the end or the error: then tokens were made. */
  readonly hasContent: boolean;
  /** Whether the answer came to its own end: `[DONE]`, a finish reason, or a whole JSON object. */
  readonly complete: boolean;
}

const dialects: readonly Dialect[] = [claude, openaiResponses, gemini, openaiChat];

/**
 * Reads an answer of any chat route while it arrives, and in the same way from disk afterwards. Server-sent events, or
 * plain JSON whatever the content type says; the dialect is told by what comes, as gateways convert as they please.
 * Source: PROTOCOL 3.1, 3.3, 3.6, 18.12.
 */
export class ChatStream {
  private readonly decoder = new TextDecoder();
  private readonly parser: EventSourceParser;
  private readonly message: MessageBuilder;
  private mode: 'unknown' | 'json' | 'events' = 'unknown';
  /** The beginning while the mode is unknown; everything when it is JSON. */
  private whole = '';
  private dialect: Dialect | undefined;
  private reader: DialectReader | undefined;
  private complete = false;
  private error: ChatResult['error'];

  constructor(onDelta: (text: string, port: 'text' | 'reasoning') => void = () => undefined) {
    this.message = new MessageBuilder(onDelta);
    this.parser = createParser({ onEvent: (event) => this.takeEvent(event.data) });
  }

  push(bytes: Uint8Array): void {
    this.feed(this.decoder.decode(bytes, { stream: true }));
  }

  /** Says that no more comes. */
  end(): ChatResult {
    this.feed(this.decoder.decode());
    const json = this.mode === 'json' ? tryParseJson(this.whole) : undefined;
    if (json !== undefined) this.takeWhole(json);
    // A last event without its empty line counts too.
    else if (this.mode === 'events') this.parser.feed('\n\n');
    this.message.end();
    this.reader?.end?.();
    const { hasContent } = this.message;
    const complete = this.complete || json !== undefined;
    const known = hasContent || (this.complete && this.dialect !== undefined);
    return {
      completion: known ? this.message.completion(this.dialect?.name ?? 'openai') : json,
      error: this.error,
      hasContent: this.mode === 'json' && this.error !== undefined ? false : hasContent,
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

  private takeEvent(data: string): void {
    if (data.trim() === '[DONE]') {
      this.complete = true;
      return;
    }
    const json = tryParseJson(data);
    if (isObject(json)) this.take(json);
  }

  /** A whole answer; Gemini's stream without events is a list of what would be its events. */
  private takeWhole(json: Json): void {
    for (const piece of Array.isArray(json) ? objectsIn(json) : [json]) if (isObject(piece)) this.take(piece);
  }

  private take(json: JsonObject): void {
    const envelope = findEnvelope(json, 200);
    if (envelope !== undefined) {
      this.error ??= { envelope, json };
      return;
    }
    if (this.reader === undefined) {
      this.dialect = dialects.find((candidate) => candidate.fits(json));
      this.reader = this.dialect?.reader(this.message);
    }
    const news = this.reader?.take(json);
    if (news?.complete === true) this.complete = true;
    if (news?.error === undefined) return;
    const { message, code = null } = news.error;
    this.error ??= { envelope: news.error, json: { error: { message, code } } };
  }
}
