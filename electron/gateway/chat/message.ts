import type { Json } from '#core/value/value';
import { tryParseJson } from '../json.ts';
import { wavOfPcm } from '../wav.ts';
import { ThinkFilter } from './think-filter.ts';

/** The dialects of chat that gateways speak. */
export type DialectName = 'openai' | 'responses' | 'claude' | 'gemini';

/** What an event or a whole answer may add to a message. */
export interface MessageParts {
  readonly text: string;
  readonly thoughts: string;
}

/** A function that the model wants called; `arguments` is the JSON text as far as it came. */
interface Call {
  id: string;
  name: string;
  arguments: string;
}

/** A source that the model names for what it says. */
export interface Citation {
  readonly url: string;
  readonly title?: string;
  /** The words of the source or of the answer that it belongs to. */
  readonly text?: string;
}

/** A program that the model wrote and ran, and what came of it. */
export interface ExecutedCode {
  readonly language?: string;
  readonly code: string;
  outcome?: string;
  output?: string;
}

type OnDelta = (text: string, port: 'text' | 'reasoning') => void;

/** Collects one message of a model while its pieces arrive, whatever the dialect. */
export class MessageBuilder {
  readonly citations: Citation[] = [];
  readonly code: ExecutedCode[] = [];
  readonly images: string[] = [];
  readonly calls = new Map<string, Call>();
  /** The model's own turn as its dialect writes it, for the next request of a conversation. */
  turn: Json | undefined;
  id: Json | undefined;
  model: Json | undefined;
  /** The reason for the end in OpenAI's words: stop, length, tool_calls, content_filter. */
  finish: string | undefined;
  private text = '';
  private thoughts = '';
  private refusal = '';
  private usage: { [key: string]: Json } | undefined;
  private sound: { chunks: Buffer[]; transcript: string } | undefined;
  private readonly filter = new ThinkFilter();

  constructor(private readonly onDelta: OnDelta) {}

  /** Text of the answer, in which thoughts may stand between `<think>` tags. */
  addText(piece: string): void {
    if (piece !== '') this.take(this.filter.push(piece));
  }

  addThoughts(piece: string): void {
    if (piece !== '') this.take({ text: '', thoughts: piece });
  }

  addRefusal(piece: string): void {
    this.refusal += piece;
  }

  /** A piece of a function call; those with the same key belong together. */
  addCall(key: string, piece: Partial<Call>): void {
    const call = this.calls.get(key) ?? { id: '', name: '', arguments: '' };
    if (piece.id !== undefined && piece.id !== '') call.id = piece.id;
    if (piece.name !== undefined && piece.name !== '') call.name = piece.name;
    call.arguments += piece.arguments ?? '';
    this.calls.set(key, call);
  }

  /** A source; the words of one that is known already are added to it. */
  addCitation(citation: Citation): void {
    if (citation.url === '') return;
    const same = this.citations.filter(({ url }) => url === citation.url);
    if (same.some(({ text }) => text === citation.text) || (same.length > 0 && citation.text === undefined)) return;
    const bare = same.find(({ text }) => text === undefined);
    if (bare === undefined) this.citations.push({ ...citation });
    else Object.assign(bare, citation);
  }

  /** A piece of speech as base64, of a file or, in streams, of bare samples; its transcript is text of the answer. */
  addSound(base64: string, transcript: string): void {
    this.sound ??= { chunks: [], transcript: '' };
    if (base64 !== '') this.sound.chunks.push(Buffer.from(base64, 'base64'));
    this.sound.transcript += transcript;
    this.addText(transcript);
  }

  /** What the answer cost in tokens, with the dialect's own fields beside the common ones. */
  addUsage(prompt: Json | undefined, completion: Json | undefined, own: { [key: string]: Json }): void {
    const tokens = {
      ...(typeof prompt === 'number' && { prompt_tokens: prompt }),
      ...(typeof completion === 'number' && { completion_tokens: completion }),
    };
    this.usage = { ...this.usage, ...own, ...tokens };
  }

  /** What was written so far, thoughts apart. */
  get written(): MessageParts {
    return { text: this.text, thoughts: this.thoughts };
  }

  /** Whether anything came for which tokens were made. */
  get hasContent(): boolean {
    const { text, thoughts, refusal, calls, code, images, sound } = this;
    return `${text}${thoughts}${refusal}` !== '' || calls.size + code.length + images.length > 0 || sound !== undefined;
  }

  /** Gives out what was held back when no more comes. */
  end(): void {
    this.take(this.filter.end());
  }

  /** The whole as a `chat.completion`, with what other dialects have beside it in fields of our own. */
  completion(dialect: DialectName): Json {
    return {
      ...(this.id !== undefined && { id: this.id }),
      ...(this.model !== undefined && { model: this.model }),
      object: 'chat.completion',
      dialect,
      choices: [{ index: 0, message: this.message(), finish_reason: this.finish ?? null }],
      ...(this.usage !== undefined && { usage: this.usage }),
    };
  }

  private message(): Json {
    const { sound } = this;
    const audio = sound !== undefined && wavOfPcm(Buffer.concat(sound.chunks)).toString('base64');
    return {
      role: 'assistant',
      content: this.text,
      ...(this.thoughts !== '' && { reasoning_content: this.thoughts }),
      ...(this.refusal !== '' && { refusal: this.refusal }),
      ...(this.calls.size > 0 && { calls: [...this.calls.values()].map(toCall) }),
      ...(this.citations.length > 0 && { citations: this.citations.map((citation) => ({ ...citation })) }),
      ...(this.code.length > 0 && { code: this.code.map((part) => ({ ...part })) }),
      ...(this.images.length > 0 && { images: [...this.images] }),
      ...(audio !== false && { audio: { data: audio } }),
      ...(this.turn !== undefined && { turn: this.turn }),
    };
  }

  private take(part: MessageParts): void {
    this.thoughts += part.thoughts;
    this.text += part.text;
    if (part.thoughts !== '') this.onDelta(part.thoughts, 'reasoning');
    if (part.text !== '') this.onDelta(part.text, 'text');
  }
}

/** Arguments that are no JSON object stay the text that they are. */
function toCall({ id, name, arguments: text }: Call): Json {
  return { id, name, arguments: text === '' ? {} : (tryParseJson(text) ?? text) };
}
