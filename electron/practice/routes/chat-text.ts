import { imageSize } from 'image-size';
import { composeAnswer, composeThought } from '../text/compose.ts';
import { composeJson } from '../text/json.ts';
import type { ChatChoice } from './chat.ts';
import type { ChatRequest } from './chat-schema.ts';

/** Writes the answers that a chat request asks for. */
export function writeChoices(order: ChatRequest, reasons: boolean, seed: string): ChatChoice[] {
  const last = order.messages.findLast((message) => message.role === 'user') ?? order.messages[0];
  const prompt = textOf(last?.content);
  const pictures = picturesOf(last?.content);
  const systems = order.messages.filter((message) => message.role === 'system' || message.role === 'developer');
  const instruction = systems.map((message) => textOf(message.content)).join('\n');
  return Array.from({ length: order.n ?? 1 }, (_, index) => {
    const choiceSeed = `${seed}|${order.seed ?? ''}|${order.model}|${index}`;
    const text = write(order, { prompt, instruction, pictures }, choiceSeed);
    const { content, finishReason } = cut(text, order);
    return { content, finishReason, ...(reasons ? { reasoning: composeThought(prompt) } : {}) };
  });
}

interface Question {
  readonly prompt: string;
  readonly instruction: string;
  readonly pictures: readonly string[];
}

function write(order: ChatRequest, question: Question, seed: string): string {
  const { prompt, instruction, pictures } = question;
  const format = order.response_format;
  if (format?.type === 'json_object') return JSON.stringify(composeJson(prompt, undefined, seed));
  if (format?.type === 'json_schema') return JSON.stringify(composeJson(prompt, format.json_schema.schema, seed));
  return composeAnswer(prompt, instruction, pictures, seed);
}

/** Applies `stop` and the limit of tokens. */
function cut(text: string, order: ChatRequest): Pick<ChatChoice, 'content' | 'finishReason'> {
  const stops = typeof order.stop === 'string' ? [order.stop] : (order.stop ?? []);
  const ends = stops
    .filter((stop) => stop !== '')
    .map((stop) => text.indexOf(stop))
    .filter((at) => at >= 0);
  const content = ends.length > 0 ? text.slice(0, Math.min(...ends)) : text;
  const limit = order.max_completion_tokens ?? order.max_tokens;
  const tokens = content.match(/[\u3040-\u9fff]|[^\s\u3040-\u9fff]+\s*|\s+/g) ?? [];
  if (limit === undefined || tokens.length <= limit) return { content, finishReason: 'stop' };
  return { content: tokens.slice(0, limit).join('').trimEnd(), finishReason: 'length' };
}

type Content = ChatRequest['messages'][number]['content'] | undefined;

function textOf(content: Content): string {
  if (typeof content === 'string') return content;
  return (content ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

/** What is known of each picture: its size when it came along, else its address. */
function picturesOf(content: Content): string[] {
  if (typeof content === 'string') return [];
  return (content ?? []).flatMap((part) => (part.type === 'image_url' ? [describe(part.image_url.url)] : []));
}

function describe(url: string): string {
  if (!url.startsWith('data:')) return url.slice(0, 120);
  try {
    const { width, height, type } = imageSize(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
    return `${type ?? 'image'} ${width}×${height}`;
  } catch {
    return 'unreadable';
  }
}
