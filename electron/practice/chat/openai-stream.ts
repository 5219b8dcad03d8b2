import type { Answer } from '../http/answer.ts';
import { wordsOf } from './brain.ts';
import { annotationsOf, type ChatResult, callOf, finishOf } from './openai-reply.ts';

/** After how many events the keep-alive comment comes again. */
const PING_EVERY = 25;

/** Server-sent events as an answer. */
export function eventsAnswer(events: readonly string[], delayMs: number): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' },
    body: { kind: 'events', events, delayMs },
  };
}

/** Characters of base64 in one event: an eighth of a second of 16-bit samples at 24 kHz. */
const SOUND_PIECE = 8000;

/**
 * A chat answer as server-sent events: keep-alive comments, the words one by one, the usage if it was asked for, `[DONE]`.
 * `sounds` are the answers spoken, as base64: then the words come as a transcript, and after them the sound in pieces.
 */
export function chatStream(
  result: ChatResult,
  includeUsage: boolean,
  wordMs: number,
  sounds: readonly string[] = [],
): Answer {
  const head = { ...result.head, object: 'chat.completion.chunk' };
  const events: string[] = [': PING\n\n'];
  const push = (choices: readonly unknown[], usage: unknown = null) => {
    if (events.length % PING_EVERY === 0) events.push(': PING\n\n');
    events.push(`data: ${JSON.stringify({ ...head, choices, ...(includeUsage ? { usage } : {}) })}\n\n`);
  };
  for (const [index, reply] of result.replies.entries()) {
    const delta = (content: Record<string, unknown>, reason: string | null = null) =>
      push([{ index, delta: content, finish_reason: reason }]);
    delta({ role: 'assistant', content: '' });
    for (const word of wordsOf(reply.reasoning ?? '')) delta({ reasoning_content: word });
    const sound = sounds[index];
    if (sound === undefined) for (const word of wordsOf(reply.text)) delta({ content: word });
    else speakIn(delta, `audio_${head.id}_${index}`, reply.text, sound, head.created + 3600);
    for (const [place, call] of reply.calls.map(callOf).entries()) {
      const { arguments: text, name } = call.function;
      delta({ tool_calls: [{ index: place, ...call, function: { name, arguments: '' } }] });
      for (const piece of text.match(/.{1,12}/gs) ?? []) {
        delta({ tool_calls: [{ index: place, function: { arguments: piece } }] });
      }
    }
    if (reply.citations.length > 0) delta({ annotations: annotationsOf(reply) });
    delta({}, finishOf(reply));
  }
  if (includeUsage) push([], result.usage);
  events.push('data: [DONE]\n\n');
  return eventsAnswer(events, wordMs);
}

function speakIn(
  delta: (content: Record<string, unknown>) => void,
  id: string,
  text: string,
  sound: string,
  expires: number,
): void {
  for (const word of wordsOf(text)) delta({ audio: { id, transcript: word } });
  for (let at = 0; at < sound.length; at += SOUND_PIECE) {
    delta({ audio: { id, data: sound.slice(at, at + SOUND_PIECE) } });
  }
  delta({ audio: { id, expires_at: expires } });
}
