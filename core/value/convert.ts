import { type LocalText, say } from '../text.ts';
import { jsonProblem } from './json.ts';
import { type BaseType, isMediaKind, mediaKinds } from './type.ts';
import { isMediaValue, type Json, leafProblem, type MediaValue, type Value } from './value.ts';

/**
 * The one table of conversions: from a base type to another, what is done with one leaf, or the reason why this leaf
 * cannot be converted. A pair that is not here is refused when the wire is drawn.
 */
interface Conversion {
  readonly from: BaseType;
  readonly to: BaseType;
  /** The converted leaf, or `{ problem }`, a predicate such as `is no https address`. */
  readonly convert: (value: Value) => Converted;
}

type Converted = { value: Value } | { problem: LocalText };

const keep = (value: Value): { value: Value } => ({ value });

const extensionKinds: Record<string, MediaValue['kind']> = {
  png: 'image',
  jpg: 'image',
  jpeg: 'image',
  webp: 'image',
  gif: 'image',
  mp3: 'audio',
  wav: 'audio',
  ogg: 'audio',
  m4a: 'audio',
  flac: 'audio',
  mp4: 'video',
  mov: 'video',
  webm: 'video',
  pdf: 'document',
};

function textToMedia(wanted: BaseType): Conversion['convert'] {
  return (value) => {
    const text = String(value).trim();
    if (!/^https:\/\/[^\s/?#\\]+([/?#]\S*)?$/i.test(text))
      return { problem: { en: 'is no https address', zh: '不是 https 地址' } };
    const path = text.slice(8).split(/[?#]/)[0] ?? '';
    const extension = /\/[^/]*\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
    const kind = isMediaKind(wanted) ? wanted : extensionKinds[extension];
    if (kind === undefined) {
      const en = 'does not say whether it is a picture, a sound, a video or a document';
      return { problem: { en, zh: '没有说明是图片、音频、视频还是文档' } };
    }
    return { value: { kind, url: text, mime: '' } };
  };
}

function textToJson(value: Value): Converted {
  try {
    const json = JSON.parse(String(value)) as Json;
    const problem = jsonProblem(json);
    return problem === null ? { value: json } : { problem };
  } catch {
    return { problem: { en: 'is not JSON', zh: '不是 JSON' } };
  }
}

function textToNumber(value: Value): Converted {
  const text = String(value).trim();
  const number = Number(text);
  return text !== '' && Number.isFinite(number)
    ? { value: number }
    : { problem: { en: 'is not a number', zh: '不是数字' } };
}

const jsonText = (value: Value): { value: Value } => ({ value: JSON.stringify(value, null, 2) });

export const conversions: readonly Conversion[] = [
  { from: 'number', to: 'text', convert: (value) => ({ value: String(value) }) },
  { from: 'boolean', to: 'text', convert: (value) => ({ value: String(value) }) },
  { from: 'json', to: 'text', convert: (value) => (typeof value === 'string' ? { value } : jsonText(value)) },
  { from: 'text', to: 'json', convert: textToJson },
  { from: 'number', to: 'json', convert: keep },
  { from: 'boolean', to: 'json', convert: keep },
  { from: 'text', to: 'number', convert: textToNumber },
  ...(['media', ...mediaKinds] as const).flatMap((kind): Conversion[] => [
    { from: 'text', to: kind, convert: textToMedia(kind) },
    // What the file is stays open until it is there; the leaf check then says whether it fits.
    ...(kind === 'media' ? [] : [{ from: 'media', to: kind, convert: keep } as const]),
    ...(kind === 'media' ? [] : [{ from: kind, to: 'media', convert: keep } as const]),
  ]),
];

const table = new Map(conversions.map((conversion) => [`${conversion.from}>${conversion.to}`, conversion]));

const kindNames: Record<BaseType, LocalText> = {
  text: { en: 'text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  boolean: { en: 'yes or no', zh: '是/否' },
  json: { en: 'JSON', zh: 'JSON' },
  image: { en: 'an image', zh: '图片' },
  audio: { en: 'a sound', zh: '音频' },
  video: { en: 'a video', zh: '视频' },
  document: { en: 'a document', zh: '文档' },
  media: { en: 'media', zh: '媒体文件' },
  any: { en: 'anything', zh: '任意内容' },
};

/** Why no wire can go from one base type to another, or null when one can. */
export function connectionProblem(from: BaseType, to: BaseType): LocalText | null {
  if (from === to || from === 'any' || to === 'any' || table.has(`${from}>${to}`)) return null;
  return say('{from} cannot become {to}', '{from}不能转换为{to}', { from: kindNames[from], to: kindNames[to] });
}

/** The base type that a value of unknown type has by itself. */
function ownBase(value: Value): BaseType {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return isMediaValue(value) ? value.kind : 'json';
}

/** Converts one leaf. Into `any` it goes as it is; out of `any` it goes as what it is. */
export function convertLeaf(value: Value, from: BaseType, to: BaseType): Converted {
  if (value === null || from === to || to === 'any') return { value };
  if (from === 'any') return convertLeaf(value, ownBase(value), to);
  const conversion = table.get(`${from}>${to}`);
  if (conversion === undefined) {
    return { problem: connectionProblem(from, to) ?? { en: 'cannot be converted', zh: '无法转换' } };
  }
  // A value that is not what its type says is not turned into something that only looks right.
  const problem = leafProblem(value, from);
  return problem === null ? conversion.convert(value) : { problem };
}
