import type { Json } from '#core/value/value';
import { isRecord } from './documents.ts';

/** A JSON Schema as documents have it: anything may be missing or odd. */
export type Schema = Record<string, Json>;

/** References of one document. Nothing outside of it is ever opened because it says so. */
export interface Resolver {
  /** What a value refers to, else the value itself; undefined for a reference to nothing or to elsewhere. */
  resolve(value: Json | undefined): Record<string, Json> | undefined;
  /** References that led nowhere. */
  readonly broken: ReadonlySet<string>;
}

export function createResolver(root: Record<string, Json>): Resolver {
  const broken = new Set<string>();
  const resolve = (value: Json | undefined, depth = 0): Record<string, Json> | undefined => {
    if (!isRecord(value)) return undefined;
    const reference = value['$ref'];
    if (typeof reference !== 'string') return value;
    const target = depth < 20 && reference.startsWith('#/') ? follow(root, reference) : undefined;
    const found = target === undefined ? undefined : resolve(target, depth + 1);
    if (found === undefined) broken.add(reference);
    return found;
  };
  return { resolve, broken };
}

function follow(root: Json, reference: string): Json | undefined {
  let at: Json | undefined = root;
  for (const part of reference.slice(2).split('/')) {
    const key = unescaped(part);
    if (Array.isArray(at)) at = at[Number(key)];
    else at = isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

function unescaped(part: string): string {
  const plain = part.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

export type SchemaType = 'text' | 'integer' | 'number' | 'boolean' | 'object' | 'list' | 'file' | 'unknown';

const typeWords: Readonly<Record<string, SchemaType>> = {
  string: 'text',
  str: 'text',
  text: 'text',
  integer: 'integer',
  int: 'integer',
  int32: 'integer',
  int64: 'integer',
  long: 'integer',
  number: 'number',
  float: 'number',
  double: 'number',
  decimal: 'number',
  boolean: 'boolean',
  bool: 'boolean',
  object: 'object',
  array: 'list',
  list: 'list',
  file: 'file',
  binary: 'file',
};

/** The type of a schema, whatever it is called; told from its other fields when it has none. */
export function typeOf(schema: Schema): SchemaType {
  const { type } = schema;
  const names = (Array.isArray(type) ? type : [type]).filter((name): name is string => typeof name === 'string');
  const word = names.map((name) => name.trim().toLowerCase()).find((name) => name !== 'null');
  if (schema['format'] === 'binary' || schema['contentEncoding'] === 'binary') return 'file';
  if (word !== undefined) return typeWords[word] ?? 'unknown';
  if (isRecord(schema['properties'])) return 'object';
  if (schema['items'] !== undefined) return 'list';
  const [sample] = [...enumOf(schema), schema['default'], schema['example']];
  return sample === undefined ? 'unknown' : typeOfValue(sample);
}

export function typeOfValue(value: Json): SchemaType {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (Array.isArray(value)) return 'list';
  return value === null ? 'unknown' : 'object';
}

/** The values that a schema allows, as far as they are texts or numbers. */
export function enumOf(schema: Schema): (string | number)[] {
  const { enum: values, const: only } = schema;
  const all = Array.isArray(values) ? values : only === undefined ? [] : [only];
  return [
    ...new Set(all.filter((value): value is string | number => typeof value === 'string' || typeof value === 'number')),
  ];
}

/**
 * A schema with what it is made of put together: `allOf` merged, of `oneOf` and `anyOf` the one that says most (all their
 * values when they are lists of values).
 */
export function flatten(schema: Schema, resolver: Resolver, depth = 0): Schema {
  if (depth > 8) return schema;
  const parts = (key: string): Schema[] =>
    (Array.isArray(schema[key]) ? schema[key] : [])
      .map((part) => resolver.resolve(part))
      .filter((part): part is Schema => part !== undefined)
      .map((part) => flatten(part, resolver, depth + 1));
  const { allOf: _all, oneOf: _one, anyOf: _any, ...own } = schema;
  let flat = parts('allOf').reduce<Schema>(merged, {});
  const choices = [...parts('oneOf'), ...parts('anyOf')].filter((part) => part['type'] !== 'null');
  const values = choices.flatMap(enumOf);
  const best = [...choices].sort((a, b) => weight(b) - weight(a))[0];
  if (best !== undefined)
    flat = merged(flat, values.length > 0 && weight(best) === 0 ? { ...best, enum: values } : best);
  return merged(flat, own);
}

/** How much a schema says: objects with many properties are what people mean. */
function weight(schema: Schema): number {
  return isRecord(schema['properties']) ? Object.keys(schema['properties']).length : 0;
}

function merged(left: Schema, right: Schema): Schema {
  const properties = { ...record(left['properties']), ...record(right['properties']) };
  const required = [...list(left['required']), ...list(right['required'])];
  return {
    ...left,
    ...right,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

const record = (value: Json | undefined): Record<string, Json> => (isRecord(value) ? value : {});
const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** A number that may be written as a text. */
export function numberOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The schema that a sample value has. */
export function schemaOfSample(value: Json, depth = 0): Schema {
  if (isRecord(value) && depth < 6) {
    const entries = Object.entries(value).map(([key, inner]) => [key, schemaOfSample(inner, depth + 1)]);
    return { type: 'object', properties: Object.fromEntries(entries) as Record<string, Json> };
  }
  const type = typeOfValue(value);
  if (Array.isArray(value))
    return { type: 'array', items: value[0] === undefined ? {} : schemaOfSample(value[0], depth + 1) };
  return { type: type === 'text' ? 'string' : type, example: value };
}
