import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser';
import { parseDocument } from 'yaml';
import { type LocalText, say } from '#core/text';
import type { Json } from '#core/value/value';

export interface Problem {
  readonly where: string;
  readonly message: LocalText;
}

/** An object that says of itself that it is OpenAPI 3. */
export interface ApiDocument {
  readonly where: string;
  readonly root: Record<string, Json>;
}

export function isRecord(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fenced blocks of a Markdown page; an unclosed one goes to the end. */
const fence = /^(`{3,}|~{3,})[^\n]*\n([\s\S]*?)(?:^\1[ \t]*$|(?![\s\S]))/gm;

/**
 * The OpenAPI documents in a text: JSON (with comments and trailing commas too), YAML, or Markdown with either in code
 * blocks. What cannot be read is told and the rest is used.
 */
export function readDocuments(text: string, name: string): { documents: ApiDocument[]; problems: Problem[] } {
  const clean = text.replace(/^\uFEFF/, '');
  const blocks = [...clean.matchAll(fence)].map((match, index) => ({
    where: `${name}, code block ${index + 1}`,
    text: match[2] ?? '',
  }));
  const looksLikeApi = (block: string): boolean => /["']?(?:openapi|swagger)["']?\s*:/.test(block);
  const inBlocks = blocks.filter((block) => looksLikeApi(block.text));
  const parts = inBlocks.length > 0 ? inBlocks : [{ where: name, text: clean }];
  const documents: ApiDocument[] = [];
  const problems: Problem[] = [];
  for (const part of parts) {
    const read = readOne(part.text);
    if ('message' in read) problems.push({ where: part.where, message: read.message });
    else documents.push({ where: part.where, root: read.root });
    if ('note' in read && read.note !== undefined) problems.push({ where: part.where, message: read.note });
  }
  return { documents, problems };
}

type Read =
  | { readonly root: Record<string, Json>; readonly note?: LocalText | undefined }
  | { readonly message: LocalText };

function readOne(text: string): Read {
  const parsed = /^\s*[{[]/.test(text) ? readJson(text) : readYaml(text);
  const { value, fault } = parsed;
  if (!isRecord(value)) {
    return {
      message: say('It cannot be read: {why}', '无法读取：{why}', {
        why: fault ?? { en: 'it is no object.', zh: '不是对象。' },
      }),
    };
  }
  const version = value['openapi'];
  if (value['swagger'] !== undefined) {
    return {
      message: { en: 'It is Swagger 2; only OpenAPI 3 is read.', zh: '这是 Swagger 2 文档；仅支持 OpenAPI 3。' },
    };
  }
  if (!isRecord(value['paths']) && !isRecord(value['webhooks'])) {
    return { message: { en: 'There are no paths in it.', zh: '文档中没有 paths。' } };
  }
  const isThree = typeof version === 'string' || typeof version === 'number' ? String(version).startsWith('3') : false;
  const notes = [
    ...(isThree
      ? []
      : [
          {
            en: 'It does not say that it is OpenAPI 3; it is read as if it were.',
            zh: '未声明为 OpenAPI 3，按其读取。',
          },
        ]),
    ...(fault === undefined
      ? []
      : [say('A part of it cannot be read: {why}', '部分内容无法读取：{why}', { why: fault })]),
  ];
  const [first, second] = notes;
  return { root: value, note: second ?? first };
}

interface Parsed {
  readonly value: Json | undefined;
  readonly fault: string | undefined;
}

function readJson(text: string): Parsed {
  const errors: ParseError[] = [];
  const value = parseJsonc(text, errors, { allowTrailingComma: true }) as Json | undefined;
  const [first] = errors;
  if (first === undefined) return { value, fault: undefined };
  const line = text.slice(0, first.offset).split('\n').length;
  return { value, fault: `${printParseErrorCode(first.error)} (line ${line})` };
}

function readYaml(text: string): Parsed {
  try {
    const document = parseDocument(text, { strict: false, uniqueKeys: false, logLevel: 'silent' });
    const fault = document.errors[0]?.message.split('\n')[0];
    // Aliases can make a small file huge; the library counts them.
    const value = document.toJS({ maxAliasCount: 1000 }) as unknown;
    return { value: JSON.parse(JSON.stringify(value ?? null)) as Json, fault };
  } catch (error) {
    return { value: undefined, fault: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unreadable' };
  }
}
