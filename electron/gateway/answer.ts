import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Answer, AnswerSink } from '#core/gateway/contract';
import type { Json } from '#core/value/value';
import { ChatStream } from './chat/chat-stream.ts';
import { tryParseJson } from './json.ts';
import type { Redactor } from './redact.ts';
import type { Incoming } from './transport.ts';

/** As much of a body as is kept in memory to judge it. */
const headBytes = 64 * 1024;

/** A body that has been written to its sink, as far as it came. */
export interface Received {
  readonly bytes: number;
  /** The first part as text. */
  readonly head: string;
  /** Why the body broke off; undefined when it came to its end. */
  readonly cut: unknown;
}

/** A fault of the disk while an answer was stored. */
export class SinkFailure extends Error {
  constructor(override readonly cause: unknown) {
    super('the answer could not be stored');
  }
}

/** What may hold words, and so a key that a gateway repeats; a film does not. */
const wordy = /^$|json|text|xml|html|javascript|urlencoded/;

/**
 * Streams a body into its sink without the key; `watch` sees each chunk too. Never throws for the network.
 * @throws SinkFailure
 */
export async function receive(
  incoming: Incoming,
  sink: AnswerSink,
  redactor: Redactor,
  watch?: (chunk: Uint8Array) => void,
): Promise<Received> {
  const head: Uint8Array[] = [];
  const redact = wordy.test(incoming.contentType) ? redactor.stream() : undefined;
  let bytes = 0;
  let cut: unknown;
  const take = async (chunk: Uint8Array): Promise<void> => {
    if (chunk.byteLength === 0) return;
    if (bytes < headBytes) head.push(chunk.subarray(0, headBytes - bytes));
    bytes += chunk.byteLength;
    watch?.(chunk);
    await sink.write(chunk).catch((error: unknown) => {
      throw new SinkFailure(error);
    });
  };
  try {
    for await (const chunk of incoming.body) await take(redact?.push(chunk) ?? chunk);
  } catch (error) {
    if (error instanceof SinkFailure) throw error;
    cut = error ?? new Error('cut');
  }
  if (redact !== undefined) await take(redact.end());
  return { bytes, head: Buffer.concat(head).toString('utf8'), cut };
}

/** Reads a body into memory up to a limit. Never throws for the network; too much counts as cut. */
export async function collect(incoming: Incoming, limit: number): Promise<Received & { readonly content: Buffer }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let cut: unknown;
  try {
    for await (const chunk of incoming.body) {
      bytes += chunk.byteLength;
      if (bytes > limit) throw new Error(`the answer is longer than ${limit} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    cut = error ?? new Error('cut');
  }
  const content = Buffer.concat(chunks);
  return { bytes, head: content.subarray(0, headBytes).toString('utf8'), cut, content };
}

/** The JSON of a stored answer, or undefined when it holds none. */
export async function readStoredJson(answer: Pick<Answer, 'file'>): Promise<Json | undefined> {
  return tryParseJson(await readFile(answer.file, 'utf8'));
}

/** The completion that a stored chat answer adds up to. */
export async function readStoredChat(answer: Pick<Answer, 'file'>): Promise<Json | undefined> {
  const stream = new ChatStream();
  for await (const chunk of createReadStream(answer.file)) stream.push(chunk as Uint8Array);
  return stream.end().completion;
}
