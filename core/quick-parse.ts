import type { z } from 'zod';

type Check = (value: unknown) => boolean;
type Schema = z.core.$ZodType;
type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses JSON like the schema, but many times faster when there is nothing to change: a value that the schema would give
 * back equal is taken itself, without a copy. Anything else, and every kind of schema that is not known here, is left to
 * the schema. The parser gives undefined for what does not fit.
 */
export function quickParser<T extends z.ZodType>(schema: T): (value: unknown) => z.output<T> | undefined {
  const fits = checkOf(schema, new Map());
  return (value) => (fits(value) ? (value as z.output<T>) : schema.safeParse(value).data);
}

/** True only when the schema takes the value and gives back an equal one. Schemas that hold themselves end at `known`. */
function checkOf(schema: Schema, known: Map<Schema, Check>): Check {
  const before = known.get(schema);
  if (before !== undefined) return before;
  let made: Check = () => false;
  known.set(schema, (value) => made(value));
  made = makeCheck(schema as z.core.$ZodTypes, known);
  known.set(schema, made);
  return made;
}

function makeCheck(schema: z.core.$ZodTypes, known: Map<Schema, Check>): Check {
  const { def } = schema._zod;
  const hasChecks = (def.checks ?? []).length > 0;
  switch (def.type) {
    case 'string':
      return hasChecks || def.coerce === true || 'format' in def ? leaf(schema) : (value) => typeof value === 'string';
    case 'number':
      if (hasChecks || def.coerce === true) return leaf(schema);
      if ('format' in def) return def.format === 'safeint' ? Number.isSafeInteger : leaf(schema);
      return Number.isFinite;
    case 'boolean':
      return hasChecks || def.coerce === true ? leaf(schema) : (value) => typeof value === 'boolean';
    case 'null':
      return (value) => value === null;
    case 'template_literal':
      return leaf(schema);
    case 'unknown':
    case 'any':
      return () => !hasChecks;
    case 'enum':
    case 'literal': {
      const values = new Set<unknown>(def.type === 'enum' ? Object.values(def.entries) : def.values);
      return (value) => !hasChecks && values.has(value);
    }
    case 'optional':
      return checkOf(def.innerType, known);
    case 'lazy': {
      let inner: Check | undefined;
      return (value) => {
        inner ??= checkOf(def.getter(), known);
        return inner(value);
      };
    }
  }
  if (hasChecks) return () => false;
  switch (def.type) {
    case 'custom':
      return (value) => Boolean(def.fn(value));
    case 'array':
      return checkArray(checkOf(def.element, known));
    case 'record':
      return def.keyType._zod.def.type === 'string' && !hasFormat(def.keyType)
        ? checkRecord(checkOf(def.valueType, known))
        : () => false;
    case 'object':
      return checkObject(def.shape, known);
    case 'union':
      return 'discriminator' in def && typeof def.discriminator === 'string'
        ? checkByName(def.discriminator, def.options, known)
        : checkUnion(def.options, known);
    default:
      return () => false;
  }
}

/** A text or number with rules of its own: the schema itself says it. */
function leaf(schema: Schema): Check {
  const parse = (schema as z.ZodType).safeParse;
  return (value) => {
    if (typeof value === 'object') return false;
    const result = parse(value);
    return result.success && result.data === value;
  };
}

function hasFormat(schema: Schema): boolean {
  return 'format' in schema._zod.def || (schema._zod.def.checks ?? []).length > 0;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkArray(item: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (const each of value) if (!item(each)) return false;
    return true;
  };
}

/** A schema drops a field named `__proto__`, so that is never as it was. */
function checkRecord(field: Check): Check {
  return (value) => {
    if (!isObject(value)) return false;
    for (const name in value) if (name === '__proto__' || !field(value[name])) return false;
    return true;
  };
}

function checkObject(shape: Readonly<Record<string, Schema>>, known: Map<Schema, Check>): Check {
  const fields = new Map(Object.entries(shape).map(([name, field]) => [name, checkOf(field, known)]));
  const required = Object.keys(shape).filter((name) => shape[name]?._zod.optin !== 'optional');
  return (value) => {
    if (!isObject(value)) return false;
    for (const name in value) if (fields.get(name)?.(value[name]) !== true) return false;
    for (const name of required) if (!Object.hasOwn(value, name)) return false;
    return true;
  };
}

/** Of objects that say by one field which of them they are. */
function checkByName(discriminator: string, options: readonly Schema[], known: Map<Schema, Check>): Check {
  const byName = new Map<unknown, Check>();
  for (const option of options) {
    const check = checkOf(option, known);
    for (const name of option._zod.propValues?.[discriminator] ?? []) byName.set(name, check);
  }
  return (value) => isObject(value) && byName.get(value[discriminator])?.(value) === true;
}

/** The first option that takes a value counts, so those before it must be for values of another kind. */
function checkUnion(options: readonly Schema[], known: Map<Schema, Check>): Check {
  const checks = options.map((option) => ({ kind: kindOf(option as z.core.$ZodTypes), fits: checkOf(option, known) }));
  return (value) => {
    const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    const first = checks.find((option) => option.kind === kind || option.kind === undefined);
    return first?.fits(value) === true;
  };
}

/** The only kind of value that a schema takes; undefined when it may take several, or that is not known here. */
function kindOf(schema: z.core.$ZodTypes): string | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return def.coerce === true ? undefined : def.type;
    case 'null':
    case 'array':
      return def.type;
    case 'record':
    case 'object':
      return 'object';
    default:
      return undefined;
  }
}
