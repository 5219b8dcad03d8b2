import { fileTypeFromBuffer } from 'file-type';
import { AppError } from '#core/errors';
import { type LocalText, say } from '#core/text';
import type { MediaKind } from '#core/value/type';
import { isHtml } from './envelope.ts';

/** As many bytes of the beginning as are needed to tell a file's type. */
export const sniffBytes = 4100;

const names: Readonly<Record<MediaKind, LocalText>> = {
  image: { en: 'a picture', zh: '图片' },
  audio: { en: 'a recording', zh: '音频' },
  video: { en: 'a video', zh: '视频' },
  document: { en: 'a document', zh: '文档' },
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
  if (isHtml('', text)) throw wrongType({ en: 'a web page', zh: '网页' }, kind, text);
  // Damaged files make the library throw; they are of no known type.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found !== undefined) {
    const isSvg = found.mime === 'application/xml' && /<svg[\s>]/i.test(text);
    const mime = isSvg ? 'image/svg+xml' : found.mime;
    if (fits(mime, kind)) return mime;
    throw wrongType(ofType(mime), kind, undefined);
  }
  if (/^\s*<svg[\s>]/i.test(text) && kind === 'image') return 'image/svg+xml';
  if (claimed !== '' && claimed !== 'application/octet-stream' && claimed !== 'binary/octet-stream') {
    if (fits(claimed, kind)) return claimed;
    const isText = claimed.includes('json') || claimed.startsWith('text/');
    throw wrongType(ofType(claimed), kind, isText ? text : undefined);
  }
  if (kind === 'document') return 'application/octet-stream';
  throw wrongType({ en: 'of no known type', zh: '未知类型的文件' }, kind, undefined);
}

function ofType(mime: string): LocalText {
  return say('of the type {mime}', ' {mime} 类型的文件', { mime });
}

function wrongType(is: LocalText, kind: MediaKind, text: string | undefined): AppError {
  const message = say('The result is {is}, not {kind}.', '结果是{is}，不是{kind}。', { is, kind: names[kind] });
  return new AppError('artifact.wrong-type', message, {
    hint: {
      en: 'The link may have died, or the host answered with an error page; fetch the result again.',
      zh: '链接可能已失效，或对方返回了错误页面；请重新取回结果。',
    },
    details: text === undefined ? undefined : { raw: text },
  });
}
