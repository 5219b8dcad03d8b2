import type { Json } from '#core/value/value';
import type { Envelope } from '../envelope.ts';
import type { DialectName, MessageBuilder } from './message.ts';

export type JsonObject = { [key: string]: Json };

/** How one dialect of chat writes its answers, in events or as a whole. */
export interface Dialect {
  readonly name: DialectName;
  /** Whether an event or a whole answer is of this dialect. */
  fits(json: JsonObject): boolean;
  /** A reader with a memory of its own for one answer. */
  reader(message: MessageBuilder): DialectReader;
}

/** What a piece of an answer may tell beside its content. */
export interface PieceNews {
  /** The answer came to its own end. */
  readonly complete?: boolean;
  /** An error in the dialect's own form, beyond the usual envelopes. */
  readonly error?: Envelope | undefined;
}

export interface DialectReader {
  take(json: JsonObject): PieceNews | undefined;
  /** Called once when no more comes. */
  end?(): void;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list, or none. */
export function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A text, or an empty one. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
