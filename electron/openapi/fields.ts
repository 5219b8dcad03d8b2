import type { ParamDefinition } from '#core/node/param';
import type { MediaRule } from '#core/recipe/media-rule';
import type { Mapping } from '#core/recipe/schema';
import { type LocalText, say, verbatim } from '#core/text';
import type { MediaKind } from '#core/value/type';
import type { Json } from '#core/value/value';
import { isRecord } from './documents.ts';
import { enumOf, flatten, numberOf, type Resolver, type Schema, typeOf } from './schema.ts';

/** What the fields of a request become: params, ports, rules for files, and the mapping that puts them together. */
export interface Fields {
  readonly params: Record<string, ParamDefinition>;
  readonly inputs: Record<string, { type: string; label: LocalText }>;
  readonly media: Record<string, MediaRule>;
  readonly notes: LocalText[];
}

export const emptyFields = (): Fields => ({ params: {}, inputs: {}, media: {}, notes: [] });

/** Names of texts that people write or wire, not settings. */
const written =
  /^(?:.*_)?(?:prompt|text|input|content|query|description|lyrics|title|instructions?|message|url|uri|id|ids)$/i;
const notWritten =
  /^(?:model|model_name|notify_?hook|callback_?url|.*webhook.*|request_id|external_task_id|user|user_id)$/i;

const kindWords: readonly (readonly [MediaKind, RegExp])[] = [
  [
    'image',
    /(?:^|_|\b)(?:images?|img|pictures?|photos?|masks?|frames?|logo|avatar|face|pic)(?:$|_|\d|\b)|base64array|图片|图像|图/i,
  ],
  ['video', /(?:^|_|\b)(?:videos?|clip_url|movie)(?:$|_|\d|\b)|视频/i],
  ['audio', /(?:^|_|\b)(?:audios?|sound|voice_file|music|song)(?:$|_|\d|\b)|音频/i],
  ['document', /(?:^|_|\b)(?:pdf|documents?|file)(?:$|_|\d|\b)|文档/i],
];
/** Fields named after media that hold settings of them. */
const aboutMedia =
  /(?:size|ratio|count|num|format|type|strength|weight|fidelity|quality|style|length|duration|name|model|mode|width|height|id|list|reference|resolution|tail_weight)$/i;

const mostHelp = 240;
/** Objects inside objects become one form down to here. */
const deepest = 2;

interface Place {
  readonly resolver: Resolver;
  readonly isForm: boolean;
  readonly fields: Fields;
}

/** The mapping of a value that a schema describes, with the params and ports that it needs. */
export function fieldsOfObject(
  schema: Schema,
  sample: Json | undefined,
  place: Place,
  prefix = '',
  depth = 0,
): Record<string, Mapping> {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const mappings: Record<string, Mapping> = {};
  for (const [written, raw] of Object.entries(properties)) {
    const key = written.trim();
    if (key !== written) {
      place.fields.notes.push(
        say('The field “{key}” has spaces around its name; they are left out.', '字段“{key}”名称两侧的空格已去除。', {
          key,
        }),
      );
    }
    const resolved = place.resolver.resolve(raw);
    if (key === '' || resolved === undefined) {
      place.fields.notes.push(
        say('The field “{key}” is not described.', '字段“{key}”没有说明。', { key: key === '' ? '…' : key }),
      );
      continue;
    }
    const one = flatten(resolved, place.resolver);
    const example = isRecord(sample) ? sample[written] : undefined;
    const name = nameOf(prefix, key, place.fields);
    const mapping = fieldOf(name, key, one, example, required.has(written), place, depth);
    if (mapping !== undefined) mappings[key] = mapping;
  }
  return mappings;
}

/** A name that nothing else in the form has, of letters that params may have. */
function nameOf(prefix: string, key: string, { params, inputs }: Fields): string {
  const plain = key
    .replace(/\[\]$/, '')
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  const taken = (name: string): boolean => name in params || name in inputs || reserved.has(name);
  const wanted = plain === '' ? 'field' : plain;
  if (!taken(wanted)) return wanted;
  const longer = prefix === '' ? `${wanted}_2` : `${prefix}_${wanted}`;
  let name = longer;
  for (let number = 2; taken(name); number += 1) name = `${longer}_${number}`;
  return name;
}

const reserved: ReadonlySet<string> = new Set(['recipe', 'item', '__proto__', 'constructor']);

function fieldOf(
  name: string,
  key: string,
  schema: Schema,
  example: Json | undefined,
  isRequired: boolean,
  place: Place,
  depth: number,
): Mapping | undefined {
  const { fields } = place;
  if (schema['readOnly'] === true) return undefined;
  const type = typeOf(schema);
  const label = labelOf(schema, key);
  const media = mediaOf(key, schema, type, place);
  if (media !== undefined) {
    const isList = type === 'list';
    fields.inputs[name] = { type: isList ? `list<${media.kind}>` : media.kind, label };
    fields.media[name] = media.rule;
    return { omitEmpty: { input: name } };
  }
  if (type === 'object' && depth < deepest && isRecord(schema['properties'])) {
    return { omitEmpty: { object: fieldsOfObject(schema, example, place, name, depth + 1) } };
  }
  const definition = paramOf(schema, type, label, example, isRequired, key);
  fields.params[name] = definition;
  if (definition.type !== 'text' || !written.test(key) || notWritten.test(key)) return { param: name };
  fields.inputs[name] = { type: 'text', label };
  return { input: name };
}

/** Whether a field is a file or a link to one, by its format, its name and what is said of it. */
function mediaOf(
  key: string,
  schema: Schema,
  type: ReturnType<typeof typeOf>,
  { resolver, isForm }: Place,
): { kind: MediaKind | 'media'; rule: MediaRule } | undefined {
  const items = resolver.resolve(schema['items']);
  const inner = type === 'list' && items !== undefined ? typeOf(flatten(items, resolver)) : type;
  const isFile = type === 'file' || inner === 'file';
  if (!isFile && !['text', 'unknown'].includes(inner)) return undefined;
  if (enumOf(schema).length > 0) return undefined;
  const said = `${text(schema['description'])} ${text(schema['title'])} ${text(items?.['description'])}`;
  const byName = kindWords.find(([, words]) => words.test(key))?.[0];
  if (isFile) {
    const bySaid = kindWords.find(([, words]) => words.test(said))?.[0];
    const named = /^files?$/i.test(key) ? bySaid : (byName ?? bySaid);
    return { kind: named ?? 'media', rule: { form: 'file' } };
  }
  if (byName === undefined || byName === 'document' || aboutMedia.test(key.replace(/_?(?:url|urls|base64)$/i, '')))
    return undefined;
  if (isForm) return { kind: byName, rule: { form: 'file' } };
  const wantsLink = /url|uri|link/i.test(key) || (/\burl|链接|网址/i.test(said) && !/base64/i.test(said));
  const wantsBare =
    /base64/i.test(said) && /(?:without|no|不带|不要|去掉|无需).{0,12}(?:prefix|data:|前缀)/i.test(said);
  return { kind: byName, rule: { form: wantsLink ? 'public-url' : wantsBare ? 'base64' : 'data-url' } };
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function labelOf(schema: Schema, key: string): LocalText {
  const title = text(schema['title']).trim();
  return verbatim(title !== '' && title.length <= 60 ? title : key);
}

/** The param of a field that is no file. */
export function paramOf(
  schema: Schema,
  type: ReturnType<typeof typeOf>,
  label: LocalText,
  example: Json | undefined,
  isRequired: boolean,
  key: string,
): ParamDefinition {
  const said = text(schema['description']).replace(/\s+/g, ' ').trim();
  const common = { label, ...(said !== '' && { help: verbatim(said.slice(0, mostHelp)) }) };
  // Documents call nearly everything required; what has a default of its own is only sent when it must be.
  const usual = isRequired ? (schema['default'] ?? enumOf(schema)[0] ?? example ?? schema['example']) : undefined;
  const values = enumOf(schema);
  if (values.length > 0) {
    const sameType = values.filter((value) => typeof value === typeof values[0]);
    const held =
      (typeof usual === 'string' || typeof usual === 'number') && typeof usual === typeof sameType[0]
        ? usual
        : undefined;
    return {
      type: 'choice',
      // Lists of values in documents are often behind what the gateway has.
      open: true,
      options: sameType.map((value) => ({ value })),
      ...(held !== undefined && { default: held }),
      ...common,
    };
  }
  if (type === 'integer' || type === 'number') {
    const limits = limitsOf(schema);
    const held = numberOf(usual);
    if (type === 'integer') {
      const whole = (value: number | undefined) =>
        value === undefined || !Number.isSafeInteger(value) ? undefined : value;
      return {
        type,
        ...defined({ min: whole(limits.min), max: whole(limits.max), default: whole(held) }),
        ...common,
      };
    }
    return { type, ...defined({ ...limits, default: held }), ...common };
  }
  if (type === 'boolean') {
    const held = usual === 'true' ? true : usual === 'false' ? false : usual;
    return { type, ...(typeof held === 'boolean' && { default: held }), ...common };
  }
  if (type === 'text' || type === 'unknown') {
    const longest = numberOf(schema['maxLength']);
    const held =
      typeof usual === 'string' && usual !== '' && usual.length < 100 && !/^(?:string|https?:)/.test(usual)
        ? usual
        : undefined;
    const isModel = /^model(?:_name)?$/i.test(key);
    return {
      type: 'text',
      multiline: !isModel && (longest === undefined || longest > 200),
      ...defined({ maxLength: longest !== undefined && longest > 0 ? Math.floor(longest) : undefined }),
      ...(held !== undefined && isModel && { default: held }),
      ...common,
    };
  }
  return { type: 'json', ...common };
}

function limitsOf(schema: Schema): { min: number | undefined; max: number | undefined } {
  const min = numberOf(schema['minimum']) ?? numberOf(schema['exclusiveMinimum']);
  const max = numberOf(schema['maximum']) ?? numberOf(schema['exclusiveMaximum']);
  return min !== undefined && max !== undefined && min > max ? { min: undefined, max: undefined } : { min, max };
}

/** Without what is undefined. */
function defined<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
