import { imageSize } from 'image-size';
import { digest } from '../random.ts';
import { composeAnswer, composeThought } from '../text/compose.ts';
import { composeJson } from '../text/json.ts';
import type { ChatOrder, ChatReply, OrderFile, OrderMessage, OrderTool } from './order.ts';

/** Finds the words of a recording that was spoken here. */
export type Ear = (bytes: Uint8Array) => string | undefined;

/**
 * Answers a chat as far as patterns can: what was asked for in the prompt's own words, as JSON where that was ordered. It
 * calls the functions that the prompt names, one each round in their order (else the first), until each was answered; a
 * prompt with “for ever” makes it call without an end.
 */
export function think(order: ChatOrder, seed: string, hear: Ear): ChatReply {
  const question = order.messages.findLast((message) => message.role === 'user') ?? order.messages[0];
  const prompt = question?.text ?? '';
  const choiceSeed = `${seed}|${order.seed ?? ''}|${order.model}|${prompt}`;
  const reasoning = order.thinks ? composeThought(prompt) : undefined;
  const tool = nextTool(order, prompt);
  const calls = tool === undefined ? [] : [callOf(tool, order, prompt, choiceSeed)];
  const citations = calls.length > 0 ? [] : citationsOf(order, prompt);
  const code = order.runsCode === true && calls.length === 0 ? { code: 'print(6 * 7)', output: '42\n' } : undefined;
  const whole = calls.length > 0 ? '' : write(order, prompt, choiceSeed, hear);
  const { text, isCut } = cut(whole, order);
  const asked = order.messages.reduce((sum, message) => sum + countTokens(message.text) + message.files.length * 85, 0);
  const thought = countTokens(reasoning ?? '');
  const made = countTokens(text) + calls.reduce((sum, call) => sum + countTokens(JSON.stringify(call)), 0);
  return {
    text,
    reasoning,
    calls,
    citations,
    code,
    finish: calls.length > 0 ? 'calls' : isCut ? 'length' : 'stop',
    usage: { prompt: asked + countTokens(order.instruction), completion: made + thought, reasoning: thought },
  };
}

function nextTool({ tools, toolChoice, messages }: ChatOrder, prompt: string): OrderTool | undefined {
  if (tools.length === 0 || toolChoice === 'none') return undefined;
  const answered = answersSinceQuestion(messages);
  if (/for ever|一直/.test(prompt)) return tools[0];
  const forced = tools.find((tool) => tool.name === toolChoice);
  if (forced !== undefined) return answered === 0 ? forced : undefined;
  const named = tools
    .filter((tool) => prompt.includes(tool.name))
    .sort((left, right) => prompt.indexOf(left.name) - prompt.indexOf(right.name));
  return (named.length > 0 ? named : tools.slice(0, 1))[answered];
}

function answersSinceQuestion(messages: readonly OrderMessage[]): number {
  const last = messages.findLastIndex((message) => message.role === 'user');
  return messages.slice(last + 1).filter((message) => message.role === 'tool').length;
}

function callOf(tool: OrderTool, order: ChatOrder, prompt: string, seed: string): ChatReply['calls'][number] {
  const rounds = answersSinceQuestion(order.messages);
  const given = composeJson(prompt, tool.parameters, seed);
  return { id: `call_${digest(`${seed}|${tool.name}|${rounds}`, 24)}`, name: tool.name, arguments: given };
}

function citationsOf(order: ChatOrder, prompt: string): ChatReply['citations'] {
  const addresses = order.readsPages === true ? (prompt.match(/https?:\/\/[^\s，。]+/g) ?? []) : [];
  const pages = addresses.map((url) => ({ url, title: url.replace(/^https?:\/\//, '') }));
  const found = order.searches ? [{ url: 'https://example.com/practice', title: 'A practice page' }] : [];
  const papers = order.messages.flatMap((message) => message.files.filter((file) => file.kind === 'document'));
  const quotes = order.quotes === true ? papers.map((_, index) => quoteOf(index)) : [];
  return [...found, ...pages, ...quotes];
}

function quoteOf(index: number) {
  return { url: `document ${index + 1}`, title: `document ${index + 1}`, quote: 'A practice quotation.' };
}

function write(order: ChatOrder, prompt: string, seed: string, hear: Ear): string {
  const { format } = order;
  if (format !== undefined) return JSON.stringify(composeJson(prompt, format === 'json' ? undefined : format, seed));
  const files = order.messages.flatMap((message) => message.files);
  const pictures = files.filter((file) => file.kind === 'picture').map(describePicture);
  const others = files.filter((file) => file.kind !== 'picture').map((file) => describeFile(file, hear));
  const last = order.messages.findLastIndex((message) => message.role === 'user');
  const results = order.messages.slice(last + 1).filter((message) => message.role === 'tool');
  const said = results.map((message) => `The function said: ${message.text}.`);
  const facts = order.searches ? ['I looked on the web.'] : [];
  return [...facts, ...said, ...others, composeAnswer(prompt, order.instruction, pictures, seed)].join(' ');
}

/** What is known of a picture: its size when it came along, else its address. */
function describePicture(file: OrderFile): string {
  if ('url' in file) return file.url.slice(0, 120);
  try {
    const { width, height, type } = imageSize(file.bytes);
    return `${type ?? 'image'} ${width}×${height}`;
  } catch {
    return 'unreadable';
  }
}

function describeFile(file: OrderFile, hear: Ear): string {
  if ('url' in file) return `I opened the ${file.kind} at ${file.url.slice(0, 120)}.`;
  const words = file.kind === 'recording' ? hear(file.bytes) : undefined;
  if (words !== undefined) return `I hear: “${words}”`;
  const name = file.name === undefined ? '' : ` ${file.name}`;
  return `I have the ${file.kind}${name} of ${file.bytes.length} bytes.`;
}

/** Applies the texts to stop at and the limit of tokens. */
function cut(text: string, order: ChatOrder): { text: string; isCut: boolean } {
  const ends = order.stops
    .filter((stop) => stop !== '')
    .map((stop) => text.indexOf(stop))
    .filter((at) => at >= 0);
  const content = ends.length > 0 ? text.slice(0, Math.min(...ends)) : text;
  const tokens = content.match(/[\u3040-\u9fff]|[^\s\u3040-\u9fff]+\s*|\s+/g) ?? [];
  if (order.maxTokens === undefined || tokens.length <= order.maxTokens) return { text: content, isCut: false };
  return { text: tokens.slice(0, order.maxTokens).join('').trimEnd(), isCut: true };
}

/** A rough count: four letters or one Chinese character a token. */
export function countTokens(text: string): number {
  const wide = text.match(/[\u3040-\u9fff\uac00-\ud7af]/g)?.length ?? 0;
  return text === '' ? 0 : Math.max(1, wide + Math.ceil((text.length - wide) / 4));
}

/** A text in the pieces in which it is streamed. */
export function wordsOf(text: string): string[] {
  return text.match(/[\u3040-\u9fff]{1,2}|[^\s\u3040-\u9fff]+\s*|\s+/g) ?? [];
}
