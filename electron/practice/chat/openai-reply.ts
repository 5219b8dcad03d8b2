import type { ChatReply } from './order.ts';

/** A finished answer of chat before it is put into one JSON or many events. */
export interface ChatResult {
  readonly head: { readonly id: string; readonly created: number; readonly model: string };
  readonly replies: readonly ChatReply[];
  readonly usage: Readonly<Record<string, unknown>>;
}

/** A call as OpenAI writes it: the arguments are a text. */
export function callOf(call: ChatReply['calls'][number]) {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: JSON.stringify(call.arguments) } };
}

/** Where the words of the answer come from. */
export function annotationsOf(reply: ChatReply) {
  return reply.citations.map(({ url, title }) => ({
    type: 'url_citation',
    url_citation: { url, title, start_index: 0, end_index: reply.text.length },
  }));
}

/** The reason for the end. */
export function finishOf(reply: ChatReply): string {
  return reply.finish === 'calls' ? 'tool_calls' : reply.finish;
}
