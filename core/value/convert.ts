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
  readonly convert: (value: Value) => { value: Value } | { problem: string };
}

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
    if (!/^https:\/\/[^\s/?#\\]+([/?#]\S*)?$/i.test(text)) return { problem: 'is no https address' };
    const path = text.slice(8).split(/[?#]/)[0] ?? '';
    const extension = /\/[^/]*\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
    const kind = isMediaKind(wanted) ? wanted : extensionKinds[extension];
    if (kind === undefined) return { problem: 'does not say whether it is a picture, a sound, a video or a document' };
    return { value: { kind, url: text, mime: '' } };
  };
}

function textToJson(value: Value): { value: Value } | { problem: string } {
  try {
    const json = JSON.parse(String(value)) as Json;
    const problem = jsonProblem(json);
    return problem === null ? { value: json } : { problem };
  } catch {
    return { problem: 'is not JSON' };
  }
}

function textToNumber(value: Value): { value: Value } | { problem: string } {
  const text = String(value).trim();
  const number = Number(text);
  return text !== '' && Number.isFinite(number) ? { value: number } : { problem: 'is not a number' };
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

const kindNames: Record<BaseType, string> = {
  text: 'text',
  number: 'a number',
  boolean: 'yes or no',
  json: 'JSON',
  image: 'an image',
  audio: 'a sound',
  video: 'a video',
  document: 'a document',
  media: 'media',
  any: 'anything',
};

/** Why no wire can go from one base type to another, or null when one can. */
export function connectionProblem(from: BaseType, to: BaseType): string | null {
  if (from === to || from === 'any' || to === 'any' || table.has(`${from}>${to}`)) return null;
  return `${kindNames[from]} cannot become ${kindNames[to]}`;
}

/** The base type that a value of unknown type has by itself. */
function ownBase(value: Value): BaseType {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return isMediaValue(value) ? value.kind : 'json';
}

/** Converts one leaf. Into `any` it goes as it is; out of `any` it goes as what it is. */
export function convertLeaf(value: Value, from: BaseType, to: BaseType): { value: Value } | { problem: string } {
  if (value === null || from === to || to === 'any') return { value };
  if (from === 'any') return convertLeaf(value, ownBase(value), to);
  const conversion = table.get(`${from}>${to}`);
  if (conversion === undefined) return { problem: connectionProblem(from, to) ?? 'cannot be converted' };
  // A value that is not what its type says is not turned into something that only looks right.
  const problem = leafProblem(value, from);
  return problem === null ? conversion.convert(value) : { problem };
}
