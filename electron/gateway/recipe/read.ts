import { readFile } from 'node:fs/promises';
import { AppError } from '#core/errors';
import type { Answer, Found, FoundFile, TaskRef } from '#core/gateway/contract';
import type { Find, Recipe } from '#core/recipe/schema';
import { type LocalText, say, verbatim } from '#core/text';
import type { Json } from '#core/value/value';
import { changeContent } from '../errors.ts';
import { tryParseJson } from '../json.ts';
import { usualResultPaths } from '../normalise.ts';
import { samplesOfMime, wavOfPcm } from '../wav.ts';
import { asText, evaluate, hexToBase64 } from './mapping.ts';
import { filesInMarkdown } from './markdown.ts';
import { findAll, findFirst, isEmpty } from './paths.ts';

/** A stored answer with what is in it. */
export interface ReadableAnswer {
  readonly answer: Answer;
  /** Undefined when the body is no JSON. */
  readonly json: Json | undefined;
  /** The body as text; only asked for when a recipe wants the whole body. */
  readonly text: () => Promise<string>;
  /** Relative links are of this address. */
  readonly base: URL;
  /** When result links die, ISO 8601. */
  readonly expiresAt: string | undefined;
  readonly task?: TaskRef | undefined;
  /** Of the call that was answered. */
  readonly params?: Readonly<Record<string, Json>> | undefined;
  readonly upstream?: Recipe['upstream'];
}

type MediaFind = Extract<Find, { as: 'media' }>;

/** Finds all outputs; those that may be missing are left out, or the name of one that may not. */
export async function findOutputs(
  recipe: Recipe,
  source: ReadableAnswer,
): Promise<{ readonly found: Readonly<Record<string, Found>> } | { readonly missing: string }> {
  const found: Record<string, Found> = {};
  for (const [port, find] of Object.entries(recipe.outputs)) {
    const output = await findOutput(find, { upstream: recipe.upstream, ...source });
    if (output !== undefined) found[port] = output;
  }
  const lacking = Object.entries(recipe.outputs).filter(([port]) => found[port] === undefined);
  const missing =
    lacking.find(([, find]) => !mayLack(find, found)) ?? (Object.keys(found).length === 0 ? lacking[0] : undefined);
  return missing === undefined ? { found } : { missing: missing[0] };
}

function mayLack(find: Find, found: Readonly<Record<string, Found>>): boolean {
  if (find.as === 'link') return false;
  return find.optional === true || (find.as === 'text' && find.unless?.some((port) => found[port]) === true);
}

/** Finds one output, or undefined when the answer does not have it. */
export async function findOutput(find: Find, source: ReadableAnswer): Promise<Found | undefined> {
  const { json } = source;
  switch (find.as) {
    case 'text':
      return findText(find, source);
    case 'json':
      return findJson(find, source);
    case 'link': {
      const url = json === undefined ? undefined : findFirst(json, find.paths);
      const link = typeof url === 'string' ? toLink(url, source) : undefined;
      return link === undefined ? undefined : { kind: 'link', input: find.input, url: link };
    }
    case 'media':
      return findMedia(find, source);
  }
}

async function findText(find: Extract<Find, { as: 'text' }>, source: ReadableAnswer): Promise<Found | undefined> {
  const { json } = source;
  const found = json === undefined ? [] : listAt(json, find.paths);
  if (find.all === true && found.length > 0) return { kind: 'value', value: found.map(asText) };
  if (found[0] !== undefined) return { kind: 'value', value: asText(found[0]) };
  if (find.whole !== true || isJsonObject(json)) return undefined;
  const text = await source.text();
  return text.trim() === '' ? undefined : { kind: 'value', value: text };
}

function findJson(find: Extract<Find, { as: 'json' }>, { json, task, params: own }: ReadableAnswer): Found | undefined {
  if (find.give !== undefined) {
    // When the answer is a file, only the task tells.
    const params = task === undefined ? (own ?? {}) : { ...own, ...task.params, id: task.id };
    const value = evaluate(find.give, { params, inputs: {}, answer: json ?? null });
    return value === undefined || isEmpty(value) ? undefined : { kind: 'value', value };
  }
  if (json === undefined || json === null) return undefined;
  if (find.paths === undefined) return { kind: 'value', value: json };
  const held = listAt(json, find.paths);
  const found = find.parse === true ? held.flatMap((value) => parsed(value) ?? []) : held;
  if (find.all === true) return found.length === 0 ? undefined : { kind: 'value', value: [...found] };
  return found[0] === undefined ? undefined : { kind: 'value', value: found[0] };
}

/** The JSON that a model wrote as a text, bare or in the first fenced block; undefined when there is none. */
function parsed(value: Json): Json | undefined {
  if (typeof value !== 'string') return value;
  return tryParseJson(value) ?? tryParseJson(/```(?:json)?\s*\n(.*?)```/s.exec(value)?.[1] ?? '');
}

/** Everything with something in it that the first good one of the paths leads to. */
function listAt(json: Json, paths: readonly string[]): readonly Json[] {
  for (const path of paths) {
    const found = findAll(json, path).filter((value) => !isEmpty(value));
    if (found.length > 0) return found;
  }
  return [];
}

function isJsonObject(json: Json | undefined): boolean {
  return typeof json === 'object' && json !== null;
}

async function findMedia(find: MediaFind, source: ReadableAnswer): Promise<Found | undefined> {
  const { json, answer } = source;
  if (find.body === true && !isJsonObject(json)) return bodyFile(find, answer);
  if (json === undefined) return undefined;
  const files = mediaFiles(find, json, source);
  if (find.all === true) return files.length === 0 ? undefined : { kind: 'files', files };
  const first = files[0];
  return first === undefined ? undefined : { kind: 'file', file: first };
}

/** The body as a file. */
async function bodyFile(find: MediaFind, answer: Answer): Promise<Found | undefined> {
  if (answer.bytes === 0) return undefined;
  const samples = samplesOfMime(answer.contentType, find.samples);
  if (samples === undefined) return { kind: 'file', file: { media: find.kind, answer } };
  const base64 = wavOfPcm(await readFile(answer.file), samples).toString('base64');
  return { kind: 'file', file: { media: find.kind, base64, mime: 'audio/wav' } };
}

function mediaFiles(find: MediaFind, json: Json, source: ReadableAnswer): FoundFile[] {
  for (const { at, data, mime } of find.inline ?? []) {
    const found = findAll(json, at).flatMap((part) =>
      inlineFile(find, findFirst(part, [data]), findFirst(part, [mime])),
    );
    if (found.length > 0) return found;
  }
  for (const path of find.base64 ?? []) {
    const found = textsAt(json, path).map((text) => encodedContent(find, text));
    if (found.length > 0) return found;
  }
  for (const path of [...(find.urls ?? []), ...(find.urls === undefined ? [] : usualResultPaths[find.kind])]) {
    const found = findAll(json, path).flatMap((value) => filesOf(find, value, source));
    if (found.length > 0) return found;
  }
  return [];
}

function textsAt(json: Json, path: string): string[] {
  return findAll(json, path).filter((value): value is string => typeof value === 'string' && value !== '');
}

/** Content inside the answer, made a file: hexadecimal is read, bare samples get the head of a WAV file. */
function encodedContent(find: MediaFind, text: string): FoundFile {
  const hex = find.encoding === 'hex' ? hexToBase64(text.trim()) : undefined;
  if (hex !== undefined) return ownContent(find, hex);
  return find.encoding === 'pcm' ? wav(find, text, undefined) : ownContent(find, text);
}

function wav(find: MediaFind, base64: string, mime: string | undefined): FoundFile {
  const samples = mime === undefined ? find.samples : samplesOfMime(mime, find.samples);
  const content = wavOfPcm(Buffer.from(base64, 'base64'), samples);
  return { media: find.kind, base64: content.toString('base64'), mime: 'audio/wav' };
}

function inlineFile(find: MediaFind, data: Json | undefined, mime: Json | undefined): FoundFile[] {
  if (typeof data !== 'string' || typeof mime !== 'string') return [];
  const kind = /^(image|audio|video)\//.exec(mime)?.[1] ?? 'document';
  return kind === find.kind ? [withContent(find, data, mime)] : [];
}

function ownContent(find: MediaFind, base64: string): FoundFile {
  const match = /^data:([^,]*?)(?:;base64)?,(.*)$/s.exec(base64);
  if (match === null) return withContent(find, base64, undefined);
  return withContent(find, match[2] ?? '', match[1] === '' ? undefined : match[1]);
}

function withContent(find: MediaFind, base64: string, mime: string | undefined): FoundFile {
  if (mime !== undefined && samplesOfMime(mime) !== undefined) return wav(find, base64, mime);
  return { media: find.kind, base64, mime: mime?.split(';')[0] };
}

function filesOf(find: MediaFind, value: Json, source: ReadableAnswer): FoundFile[] {
  if (typeof value !== 'string' || isEmpty(value)) return [];
  const text = value.trim();
  if (/^data:[^,]*;base64,/.test(text)) return [ownContent(find, text)];
  const link = toLink(text, source);
  const urls = link === undefined ? filesInMarkdown(text, find.kind).map((url) => rewritten(url, source)) : [link];
  return urls.map((url) =>
    url.startsWith('data:') ? ownContent(find, url) : { media: find.kind, url, expiresAt: source.expiresAt },
  );
}

/** An http(s) address; one that begins with a slash is of the gateway. */
function toLink(text: string, source: ReadableAnswer): string | undefined {
  if (/^https?:\/\/\S+$/i.test(text)) return rewritten(text, source);
  return /^\/[^/\s]\S*$/.test(text) ? new URL(text, source.base).href : undefined;
}

/** A link to the service behind the gateway, as the gateway has it. */
function rewritten(url: string, { base, upstream }: ReadableAnswer): string {
  const rule = upstream?.find(({ from }) => url.startsWith(`${from.replace(/\/+$/, '')}/`));
  if (rule === undefined) return url;
  const rest = url.slice(rule.from.replace(/\/+$/, '').length + 1);
  return `${base.href.replace(/\/+$/, '')}${rule.to.replace(/\/+$/, '')}/${rest}`;
}

/** The error of an answer that has no result in it: it was made, but not given. */
export function noResult(recipe: Recipe, output: string, json: Json | undefined, text: string): AppError {
  const details = { raw: text.slice(0, 2048) };
  const refusal = json === undefined ? undefined : refusalOf(recipe, json);
  if (refusal !== undefined) {
    const message = say('The model refused to answer{tail}', '模型拒绝回答{tail}', {
      tail: refusal.en === '' ? '' : say(': {refusal}', '：{refusal}', { refusal }),
    });
    return new AppError('gateway.refused-content', message, {
      hint: changeContent,
      billed: 'yes',
      details,
    });
  }
  const cutShort = json !== undefined && findFirst(json, ['choices[0].finish_reason']) === 'length';
  const message = cutShort
    ? { en: 'The model used up its tokens before it wrote an answer.', zh: '模型在写出回答前就用完了 token。' }
    : say('The answer of the gateway has no “{output}” in it.', '网关的答复中没有“{output}”。', { output });
  const hint = cutShort
    ? { en: 'Raise max_tokens or lower the reasoning effort.', zh: '请提高 max_tokens，或降低推理强度。' }
    : { en: 'The raw answer is kept; look at it there.', zh: '原始答复已保留，可在其中查看。' };
  return new AppError('gateway.bad-answer', message, { hint, billed: 'yes', details });
}

/** Why the content was refused, in the words of the answer or the recipe; empty when nothing more is said. */
function refusalOf(recipe: Recipe, json: Json): LocalText | undefined {
  for (const { path, values, says } of recipe.refused) {
    const found = findAll(json, path).find((value) =>
      values === undefined ? !isEmpty(value) : values.includes(value),
    );
    if (found !== undefined) return says ?? verbatim(typeof found === 'string' ? found : '');
  }
  const said = findFirst(json, ['choices[0].message.refusal']);
  if (said !== undefined) return verbatim(asText(said));
  return findFirst(json, ['choices[0].finish_reason']) === 'content_filter' ? verbatim('') : undefined;
}
