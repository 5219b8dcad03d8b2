import { AppError } from '#core/errors';
import type { Answer, Found, FoundFile } from '#core/gateway/contract';
import type { Find } from '#core/recipe/schema';
import type { Json } from '#core/value/value';
import { tryParseJson } from '../json.ts';
import { usualResultPaths } from '../normalise.ts';
import { wavOfPcm } from '../wav.ts';
import { asText, markdownLink } from './mapping.ts';
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
}

/** Finds one output, or undefined when the answer does not have it. */
export async function findOutput(find: Find, source: ReadableAnswer): Promise<Found | undefined> {
  const { json } = source;
  switch (find.as) {
    case 'text': {
      const found = json === undefined ? undefined : findFirst(json, find.paths);
      if (found !== undefined) return { kind: 'value', value: asText(found) };
      if (find.whole !== true || isJsonObject(json)) return undefined;
      const text = await source.text();
      return text.trim() === '' ? undefined : { kind: 'value', value: text };
    }
    case 'json': {
      const held = json === undefined || find.paths === undefined ? json : findFirst(json, find.paths);
      const found = find.parse === true && typeof held === 'string' ? parseFenced(held) : held;
      return found === undefined || found === null ? undefined : { kind: 'value', value: found };
    }
    case 'link': {
      const url = json === undefined ? undefined : findFirst(json, find.paths);
      const link = typeof url === 'string' ? toLink(url, source.base) : undefined;
      return link === undefined ? undefined : { kind: 'link', input: find.input, url: link };
    }
    case 'media':
      return findMedia(find, source);
  }
}

/** The JSON that a model wrote as a text, bare or in the first fenced block; undefined when there is none. */
function parseFenced(text: string): Json | undefined {
  return tryParseJson(text) ?? tryParseJson(/```(?:json)?\s*\n(.*?)```/s.exec(text)?.[1] ?? '');
}

function isJsonObject(json: Json | undefined): boolean {
  return typeof json === 'object' && json !== null;
}

function findMedia(find: Extract<Find, { as: 'media' }>, source: ReadableAnswer): Found | undefined {
  const { json, answer } = source;
  if (find.body === true && !isJsonObject(json)) {
    return answer.bytes === 0 ? undefined : { kind: 'file', file: { media: find.kind, answer } };
  }
  if (json === undefined) return undefined;
  const files = mediaFiles(find, json, source);
  if (find.all === true) return files.length === 0 ? undefined : { kind: 'files', files };
  const first = files[0];
  return first === undefined ? undefined : { kind: 'file', file: first };
}

function mediaFiles(find: Extract<Find, { as: 'media' }>, json: Json, source: ReadableAnswer): FoundFile[] {
  for (const path of find.base64 ?? []) {
    const found = findAll(json, path).filter((value): value is string => typeof value === 'string' && value !== '');
    if (found.length > 0) return found.map((text) => encodedContent(find, text));
  }
  for (const path of [...(find.urls ?? []), ...(find.urls === undefined ? [] : usualResultPaths[find.kind])]) {
    const found = findAll(json, path).flatMap((value) => fileOf(find.kind, value, source));
    if (found.length > 0) return found;
  }
  return [];
}

/** Content inside the answer, made a file: hexadecimal is read, bare samples get the head of a WAV file. */
function encodedContent(find: Extract<Find, { as: 'media' }>, text: string): FoundFile {
  if (find.encoding === 'hex' && /^(?:[0-9a-f]{2})+$/i.test(text)) {
    return { media: find.kind, base64: Buffer.from(text, 'hex').toString('base64'), mime: undefined };
  }
  if (find.encoding === 'pcm') {
    return { media: find.kind, base64: wavOfPcm(Buffer.from(text, 'base64')).toString('base64'), mime: 'audio/wav' };
  }
  return ownContent(find.kind, text);
}

function ownContent(media: FoundFile['media'], base64: string): FoundFile {
  const match = /^data:([^;,]*)[^,]*,(.*)$/s.exec(base64);
  if (match === null) return { media, base64, mime: undefined };
  return { media, base64: match[2] ?? '', mime: match[1] === '' ? undefined : match[1] };
}

function fileOf(media: FoundFile['media'], value: Json, source: ReadableAnswer): FoundFile[] {
  if (typeof value !== 'string' || isEmpty(value)) return [];
  const text = value.trim();
  if (/^data:[^,]*;base64,/.test(text)) return [ownContent(media, text)];
  const url = toLink(text, source.base) ?? markdownLink(text);
  if (url === undefined) return [];
  return url.startsWith('data:') ? [ownContent(media, url)] : [{ media, url, expiresAt: source.expiresAt }];
}

/** An http(s) address; one that begins with a slash is of the gateway. */
function toLink(text: string, base: URL): string | undefined {
  if (/^https?:\/\/\S+$/i.test(text)) return text;
  return /^\/[^/\s]\S*$/.test(text) ? new URL(text, base).href : undefined;
}

/** The error of an answer that has no result in it: it was made, but not given. */
export function noResult(output: string, json: Json | undefined, text: string): AppError {
  const finish = json === undefined ? undefined : findFirst(json, ['choices[0].finish_reason']);
  const refusal = json === undefined ? undefined : findFirst(json, ['choices[0].message.refusal']);
  const details = { raw: text.slice(0, 2048) };
  if (finish === 'content_filter' || refusal !== undefined) {
    const words = refusal === undefined ? '' : `: ${asText(refusal)}`;
    return new AppError('gateway.refused-content', `The model refused to answer${words}`, {
      hint: 'Change the prompt or the pictures.',
      billed: 'yes',
      details,
    });
  }
  return new AppError(
    'gateway.bad-answer',
    finish === 'length'
      ? 'The model used up its tokens before it wrote an answer.'
      : `The answer of the gateway has no “${output}” in it.`,
    {
      hint:
        finish === 'length'
          ? 'Raise max_tokens or lower the reasoning effort.'
          : 'The raw answer is kept; look at it there.',
      billed: 'yes',
      details,
    },
  );
}
