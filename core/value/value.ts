import { z } from 'zod';
import { bug } from '../errors.ts';
import { quickParser } from '../quick-parse.ts';
import { type LocalText, say } from '../text.ts';
import { type BaseType, type MediaKind, mediaKinds, type PortType, parsePortType } from './type.ts';

/** The name of an artifact by its content. */
export const artifactIdSchema = z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)]);
export type ArtifactId = z.infer<typeof artifactIdSchema>;

/**
 * A reference to a picture, sound, video or document; never its bytes. The artifact is the truth, `url` is a hint that
 * may expire (`urlExpires`, ISO 8601). `bytes` in bytes, `width` and `height` in pixels, `duration` in seconds.
 */
export const mediaValueSchema = z.object({
  kind: z.enum(mediaKinds),
  artifact: artifactIdSchema.optional(),
  url: z.string().optional(),
  urlExpires: z.string().optional(),
  mime: z.string(),
  bytes: z.number().int().nonnegative().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  duration: z.number().optional(),
  /** The name that the file had where it came from, for people. */
  name: z.string().optional(),
});
export type MediaValue = z.infer<typeof mediaValueSchema>;

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * A value on a wire. `null` is a gap: nothing is there (a failed item of a list, an answer without a result). It is never
 * a value by itself, so a `json` result of `null` is a gap too.
 */
export type Value = string | number | boolean | null | MediaValue | Json | Value[];

/** A value with the type that says how many of its arrays are lists of items (the rest is inside `json`). */
export interface TypedValue {
  readonly type: PortType;
  readonly value: Value;
}

/** A typed value in a file or an event: the type is written as text. */
export const savedValueSchema = z.object({
  type: z.string().refine((text) => parsePortType(text) !== undefined, 'is no port type'),
  // Taken as it is: a copy by zod would lose keys named `__proto__`, and it comes from parsed JSON anyway.
  value: z.custom<Json>().optional(),
  /** Instead of `value`: it is longer than 4 kB and lies in the artifact store as JSON. */
  stored: artifactIdSchema.optional(),
});
export type SavedValue = z.infer<typeof savedValueSchema>;

const parseMedia = quickParser(mediaValueSchema);

export function isMediaValue(value: unknown): value is MediaValue {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, mime } = value as Partial<MediaValue>;
  // Most values are something else, and an error of the schema is dear to make.
  return typeof kind === 'string' && typeof mime === 'string' && parseMedia(value) !== undefined;
}

/** The value as a list of a level that the type promises. */
export function asList(value: Value): readonly Value[] {
  if (!Array.isArray(value)) throw bug('a list was promised, but the value is none');
  return value as readonly Value[];
}

/** Whether any leaf of a list of this depth is missing; for depth 0 whether the value itself is. */
export function hasGap(value: Value, depth: number): boolean {
  if (value === null) return true;
  if (depth === 0) return false;
  return asList(value).some((item) => hasGap(item, depth - 1));
}

/** The item paths (from 0) of all leaves that are missing. */
export function gapPaths(value: Value, depth: number): number[][] {
  if (value === null) return [[]];
  if (depth === 0) return [];
  return asList(value).flatMap((item, index) => gapPaths(item, depth - 1).map((path) => [index, ...path]));
}

/** The list with its gaps left out, on every level. */
export function withoutGaps(value: Value, depth: number): Value {
  if (depth === 0 || value === null) return value;
  const items = asList(value).map((item) => withoutGaps(item, depth - 1));
  return items.filter((item) => item !== null) as Value[];
}

/** The leaves in order with their item paths. */
export function leaves(value: Value, depth: number, path: readonly number[] = []): { path: number[]; value: Value }[] {
  if (depth === 0 || value === null) return [{ path: [...path], value }];
  return asList(value).flatMap((item, index) => leaves(item, depth - 1, [...path, index]));
}

/** Why a leaf is not of the base type, or null when it is. */
export function leafProblem(value: Value, base: BaseType): LocalText | null {
  switch (base) {
    case 'any':
    case 'json':
      return null;
    case 'text':
      return typeof value === 'string' ? null : { en: 'is not a text', zh: '不是文本' };
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : { en: 'is not a number', zh: '不是数字' };
    case 'boolean':
      return typeof value === 'boolean' ? null : { en: 'is neither true nor false', zh: '既不是 true 也不是 false' };
    default: {
      if (!isMediaValue(value)) return { en: 'is not a media file', zh: '不是媒体文件' };
      if (base === 'media' || value.kind === base) return null;
      return say('is {kind}, not {base}', '是{kind}，不是{base}', {
        kind: mediaNames[value.kind],
        base: mediaNames[base],
      });
    }
  }
}

const mediaNames: Readonly<Record<MediaKind, LocalText>> = {
  image: { en: 'an image', zh: '图片' },
  audio: { en: 'an audio', zh: '音频' },
  video: { en: 'a video', zh: '视频' },
  document: { en: 'a document', zh: '文档' },
};

/** Why a value is not of its type, or null when it is. */
export function valueProblem(typed: TypedValue): LocalText | null {
  if (typed.type.depth === 0) return typed.value === null ? null : leafProblem(typed.value, typed.type.base);
  const check = (value: Value, depth: number): LocalText | null => {
    if (value === null) return null;
    if (depth === 0) return leafProblem(value, typed.type.base);
    if (!Array.isArray(value)) return { en: 'is not a list', zh: '不是列表' };
    for (const [index, item] of value.entries()) {
      const problem = check(item as Value, depth - 1);
      if (problem !== null) return itemProblem(index, problem);
    }
    return null;
  };
  return check(typed.value, typed.type.depth);
}

/** The problem of one item (from 0) as one of its list. */
export function itemProblem(index: number, problem: LocalText): LocalText {
  return say('item {number} {problem}', '第 {number} 项{problem}', { number: index + 1, problem });
}
