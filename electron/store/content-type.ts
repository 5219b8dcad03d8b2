import { fileTypeFromFile } from 'file-type';
import type { MediaKind } from '#core/value/type';
import type { FileLayer } from './file-layer.ts';

/** What a file is by its first bytes. `mime` without parameters, `extension` without a dot. */
export interface ContentType {
  readonly mime: string;
  readonly extension: string;
}

const headBytes = 1 << 16;
/** JSON longer than this is only called text. */
const longestJson = 4 << 20;

/** What bytes are that no known signature explains and that are no text either. */
export const unknownType: ContentType = { mime: 'application/octet-stream', extension: 'bin' };

const textType: ContentType = { mime: 'text/plain', extension: 'txt' };

/** Finds the type of a file by its content alone; its name plays no part. */
export async function detectContentType(layer: FileLayer, file: string): Promise<ContentType> {
  const { head, bytes } = await readHead(layer, file);
  const text = decodeHead(head, bytes > head.length);
  const special = text === undefined ? undefined : markupType(text);
  if (special !== undefined) return special;
  const known = await fileTypeFromFile(file).catch(() => undefined);
  if (known !== undefined) {
    return { mime: known.mime.split(';')[0]?.trim() ?? known.mime, extension: known.ext.replace(/[^a-z0-9]/gi, '') };
  }
  if (text === undefined) return unknownType;
  return textTypeOf(bytes <= head.length ? text : undefined, layer, file, bytes);
}

/** The type of a text that is already in memory; the same as that of a file with this content. */
export function typeOfText(text: string): ContentType {
  return text.length <= longestJson && isJson(text) ? { mime: 'application/json', extension: 'txt' } : textType;
}

function textTypeOf(text: string | undefined, layer: FileLayer, file: string, bytes: number): ContentType {
  if (text !== undefined) return typeOfText(text);
  return bytes <= longestJson ? typeOfText(layer.readFile(file).toString('utf8')) : textType;
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function readHead(layer: FileLayer, file: string): Promise<{ head: Buffer; bytes: number }> {
  const handle = layer.open(file, 'read');
  try {
    const head = Buffer.alloc(headBytes);
    const count = await layer.read(handle, head, 0);
    return { head: head.subarray(0, count), bytes: layer.factsOf(handle).bytes };
  } finally {
    layer.close(handle);
  }
}

/** The beginning of a file as text; undefined when it is none. */
function decodeHead(head: Buffer, isCut: boolean): string | undefined {
  if (head.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: isCut });
  } catch {
    return undefined;
  }
}

function markupType(head: string): ContentType | undefined {
  const text = withoutProlog(head);
  if (/^<svg[\s>]/i.test(text) || /^<!doctype\s+svg/i.test(text)) return { mime: 'image/svg+xml', extension: 'svg' };
  if (/^<(!doctype\s+html|html|head|body|script|title)[\s>]/i.test(text)) {
    return { mime: 'text/html', extension: 'html' };
  }
  return undefined;
}

/** Skips white space, the XML declaration and comments, without any pattern that could take long on a hostile file. */
function withoutProlog(head: string): string {
  let text = head.trimStart();
  for (;;) {
    const end = text.startsWith('<?') ? '?>' : text.startsWith('<!--') ? '-->' : undefined;
    if (end === undefined) return text;
    const at = text.indexOf(end);
    if (at < 0) return text;
    text = text.slice(at + end.length).trimStart();
  }
}

/** The kind of media that a type belongs to. */
export function kindOfType(mime: string): MediaKind {
  if (mime.startsWith('image/')) return 'image';
  if (mime.startsWith('audio/') || mime === 'application/ogg') return 'audio';
  return mime.startsWith('video/') ? 'video' : 'document';
}
