import type { Answer } from '../http/answer.ts';
import type { ChatResult } from './chat.ts';

/** After how many events the keep-alive comment comes again. */
const PING_EVERY = 25;

/** A chat answer as server-sent events: keep-alive comments, the words one by one, the usage if it was asked for, `[DONE]`. */
export function chatStream(result: ChatResult, includeUsage: boolean, wordMs: number): Answer {
  const head = { id: result.id, object: 'chat.completion.chunk', created: result.created, model: result.model };
  const events: string[] = [': PING\n\n'];
  const push = (choices: readonly unknown[], usage: unknown = null) => {
    if (events.length % PING_EVERY === 0) events.push(': PING\n\n');
    events.push(`data: ${JSON.stringify({ ...head, choices, ...(includeUsage ? { usage } : {}) })}\n\n`);
  };
  for (const [index, choice] of result.choices.entries()) {
    const delta = (content: Record<string, unknown>, reason: string | null = null) =>
      push([{ index, delta: content, finish_reason: reason }]);
    delta({ role: 'assistant', content: '' });
    for (const word of wordsOf(choice.reasoning ?? '')) delta({ reasoning_content: word });
    for (const word of wordsOf(choice.content)) delta({ content: word });
    delta({}, choice.finishReason);
  }
  if (includeUsage) push([], result.usage);
  events.push('data: [DONE]\n\n');
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' },
    body: { kind: 'events', events, delayMs: wordMs },
  };
}

function wordsOf(text: string): string[] {
  return text.match(/[\u3040-\u9fff]{1,2}|[^\s\u3040-\u9fff]+\s*|\s+/g) ?? [];
}
