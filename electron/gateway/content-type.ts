import { fileTypeFromBuffer } from 'file-type';
import { AppError } from '#core/errors';
import type { MediaKind } from '#core/value/type';
import { isHtml } from './envelope.ts';

/** As many bytes of the beginning as are needed to tell a file's type. */
export const sniffBytes = 4100;

const names: Readonly<Record<MediaKind, string>> = {
  image: 'a picture',
  audio: 'a recording',
  video: 'a video',
  document: 'a document',
};

/** Types that hold sound or moving pictures and are named after either. */
const eitherWay: ReadonlySet<string> = new Set([
  'video/mp4',
  'video/webm',
  'video/ogg',
  'audio/ogg',
  'application/ogg',
]);

function fits(mime: string, kind: MediaKind): boolean {
  if (kind === 'document') return !/^(?:image|audio|video)\//.test(mime) && mime !== 'text/html';
  if (mime.startsWith(`${kind}/`)) return true;
  return kind === 'audio' && eitherWay.has(mime);
}

/**
 * The mime type of a result by its first bytes, and by what the server says where those do not tell.
 * @throws AppError `artifact.wrong-type` when it is not of the kind: an error page is no video
 */
export async function checkContent(head: Uint8Array, said: string, kind: MediaKind): Promise<string> {
  const text = Buffer.from(head.subarray(0, 512)).toString('utf8');
  const claimed = said.split(';')[0]?.trim().toLowerCase() ?? '';
  if (isHtml('', text)) throw wrongType('a web page', kind, text);
  // Damaged files make the library throw; they are of no known type.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found !== undefined) {
    const isSvg = found.mime === 'application/xml' && /<svg[\s>]/i.test(text);
    const mime = isSvg ? 'image/svg+xml' : found.mime;
    if (fits(mime, kind)) return mime;
    throw wrongType(`of the type ${mime}`, kind, undefined);
  }
  if (/^\s*<svg[\s>]/i.test(text) && kind === 'image') return 'image/svg+xml';
  if (claimed !== '' && claimed !== 'application/octet-stream' && claimed !== 'binary/octet-stream') {
    if (fits(claimed, kind)) return claimed;
    throw wrongType(
      `of the type ${claimed}`,
      kind,
      claimed.includes('json') || claimed.startsWith('text/') ? text : undefined,
    );
  }
  if (kind === 'document') return 'application/octet-stream';
  throw wrongType('of no known type', kind, undefined);
}

function wrongType(is: string, kind: MediaKind, text: string | undefined): AppError {
  return new AppError('artifact.wrong-type', `The result is ${is}, not ${names[kind]}.`, {
    hint: 'The link may have died, or the host answered with an error page; fetch the result again.',
    details: text === undefined ? undefined : { raw: text },
  });
}
