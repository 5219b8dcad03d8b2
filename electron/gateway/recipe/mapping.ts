import { AppError, assertNever } from '#core/errors';
import type { Condition, Decoder, Mapping } from '#core/recipe/mapping';
import { matchesPattern } from '#core/recipe/pattern';
import { type LocalText, listed, say, verbatim } from '#core/text';
import { canonicalJson } from '#core/value/canonical';
import type { Json } from '#core/value/value';
import { markdownLinks } from './markdown.ts';
import { findAll, findFirst, isEmpty } from './paths.ts';
import { fillTemplate } from './template.ts';

/**
 * What a mapping can see: params, inputs (media in the form that its rule names), the answer before, and the
 * element inside `each`.
 */
export interface MappingContext {
  readonly params: Readonly<Record<string, Json | undefined>>;
  readonly inputs: Readonly<Record<string, Json | undefined>>;
  readonly answer?: Json | undefined;
  /** Prepared files by media input, as mappings with `files` see them. */
  readonly files?: Readonly<Record<string, Json | undefined>>;
  /** The later messages of a conversation, in the route's own dialect. */
  readonly turns?: readonly Json[] | undefined;
  /** Names the request and no other; absent while it is only checked. */
  readonly mark?: string | undefined;
  readonly item?: Json | undefined;
  /** What people call a field, for what a recipe demands of it; its own name when absent. */
  readonly labelOf?: ((field: string) => LocalText) | undefined;
}

/** How a value looks inside a text: a text as it is, numbers and booleans as written, the rest as JSON. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function own(record: Readonly<Record<string, Json | undefined>>, name: string): Json | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function pick(value: Json | undefined, path: string | undefined): Json | undefined {
  if (value === undefined || path === undefined) return value;
  return path.includes('[*]') ? [...findAll(value, path)] : findAll(value, path)[0];
}

/** The first of the paths with something in it; a path with `[*]` gives a list. */
function answered(answer: Json | undefined, paths: readonly string[]): Json | undefined {
  if (answer === undefined) return undefined;
  for (const path of paths) {
    const found = pick(answer, path);
    if (!isEmpty(found)) return found;
  }
  return undefined;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isThere = (value: Json | undefined): value is Json => value !== undefined;

/** A JSON value from params and inputs, or undefined when there is nothing to give. @throws AppError `param.invalid` from `must` */
export function evaluate(mapping: Mapping, context: MappingContext): Json | undefined {
  if ('must' in mapping) return demand(mapping, context);
  if ('param' in mapping) return own(context.params, mapping.param);
  if ('input' in mapping) return pick(own(context.inputs, mapping.input), mapping.path);
  if ('answer' in mapping) return answered(context.answer, mapping.answer);
  if ('item' in mapping) return pick(context.item, mapping.path);
  if ('files' in mapping) return pick(own(context.files ?? {}, mapping.files), mapping.path);
  if ('turns' in mapping) return context.turns === undefined ? undefined : [...context.turns];
  if ('attempt' in mapping) return context.mark;
  if ('constant' in mapping) return mapping.constant as Json;
  if ('text' in mapping) return text(mapping.text, context);
  if ('object' in mapping) {
    const entries = Object.entries(mapping.object).map(([key, field]) => [key, evaluate(field, context)] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
  }
  if ('list' in mapping) return mapping.list.map((element) => evaluate(element, context)).filter(isThere);
  if ('concat' in mapping) {
    return mapping.concat
      .map((part) => evaluate(part, context))
      .filter(isThere)
      .flat(1);
  }
  if ('merge' in mapping) {
    const parts = mapping.merge.map((part) => evaluate(part, context)).filter(isObject);
    return parts.length === 0 ? undefined : Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
  }
  if ('join' in mapping) {
    const parts = mapping.join.map((part) => evaluate(part, context)).filter((part) => !isEmpty(part));
    return parts.length === 0 ? undefined : parts.map((part) => asText(part ?? '')).join(mapping.by);
  }
  if ('when' in mapping) {
    if (holds(mapping.when, context)) return evaluate(mapping.give, context);
    return mapping.otherwise === undefined ? undefined : evaluate(mapping.otherwise, context);
  }
  if ('omitEmpty' in mapping) {
    const value = evaluate(mapping.omitEmpty, context);
    return isEmpty(value) ? undefined : value;
  }
  if ('each' in mapping) {
    const list = evaluate(mapping.each, context);
    if (!Array.isArray(list)) return undefined;
    return list.map((item) => evaluate(mapping.give, { ...context, item })).filter(isThere);
  }
  if ('lookup' in mapping) return lookUp(mapping, context);
  if ('first' in mapping) {
    for (const candidate of mapping.first) {
      const value = evaluate(candidate, context);
      if (!isEmpty(value)) return value;
    }
    return undefined;
  }
  if ('decode' in mapping) {
    const value = evaluate(mapping.of, context);
    return typeof value === 'string' ? decode(mapping.decode, value) : undefined;
  }
  return assertNever(mapping);
}

/** Whether a condition is true of the params and inputs. */
export function holds(condition: Condition, context: MappingContext): boolean {
  if ('present' in condition) return !isEmpty(evaluate(condition.present, context));
  if ('equals' in condition) {
    const [left, right] = condition.equals.map((side) => evaluate(side, context));
    return left !== undefined && right !== undefined && canonicalJson(left) === canonicalJson(right);
  }
  if ('oneOf' in condition) {
    const value = evaluate(condition.oneOf, context);
    return value !== undefined && condition.values.some((one) => canonicalJson(one) === canonicalJson(value));
  }
  if ('fits' in condition) {
    const value = evaluate(condition.fits, context);
    return value !== undefined && condition.patterns.some((pattern) => matchesPattern(pattern, asText(value)));
  }
  if ('not' in condition) return !holds(condition.not, context);
  if ('all' in condition) return condition.all.every((part) => holds(part, context));
  return condition.any.some((part) => holds(part, context));
}

function text(template: string, context: MappingContext): Json | undefined {
  return fillTemplate(template, (name) => {
    const value = name === 'item' ? context.item : (own(context.params, name) ?? own(context.inputs, name));
    return value === undefined || isEmpty(value) ? undefined : asText(value);
  });
}

function lookUp(mapping: Extract<Mapping, { lookup: Mapping }>, context: MappingContext): Json | undefined {
  const key = evaluate(mapping.lookup, context);
  if ('table' in mapping) {
    if (key !== undefined && Object.hasOwn(mapping.table, asText(key))) return mapping.table[asText(key)] as Json;
    return mapping.otherwise === undefined ? undefined : evaluate(mapping.otherwise, context);
  }
  const rows = evaluate(mapping.rows, context);
  if (key === undefined || !Array.isArray(rows)) return undefined;
  const row = rows.find((candidate) => {
    const found = findFirst(candidate, [mapping.key]);
    return found !== undefined && asText(found) === asText(key);
  });
  return row === undefined ? undefined : findFirst(row, [mapping.value]);
}

function demand(mapping: Extract<Mapping, { must: Mapping }>, context: MappingContext): Json {
  const value = evaluate(mapping.must, context);
  if (value !== undefined && !isEmpty(value)) return value;
  const offered = mapping.choices === undefined ? undefined : evaluate(mapping.choices, context);
  const choices = Array.isArray(offered) ? offered.filter((choice) => !isEmpty(choice)).map(asText) : [];
  const { field } = mapping;
  const problem = typeof mapping.problem === 'string' ? verbatim(mapping.problem) : mapping.problem;
  const hint =
    choices.length > 0
      ? say('Choose one of: {choices}.', '请选择以下之一：{choices}。', { choices: listed(choices) })
      : undefined;
  const label = context.labelOf?.(field) ?? verbatim(field);
  const message = say('“{label}” {problem}.', '“{label}”{problem}。', { label, problem });
  throw new AppError('param.invalid', message, { place: { field }, hint, billed: 'no' });
}

function decode(how: Decoder, value: string): Json | undefined {
  switch (how) {
    case 'base64':
      return Buffer.from(value, 'base64').toString('utf8');
    case 'hex':
      return hexToBase64(value);
    case 'data-url':
      return /^data:[^,]*;base64,(.+)$/s.exec(value)?.[1];
    case 'markdown-link':
      return markdownLinks(value)[0]?.url;
    case 'lines':
      return value.split('\n').filter((line) => line.trim() !== '');
    case 'list':
      return value
        .split(/[,，\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== '');
    case 'number':
      return value.trim() === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
  }
}

/** Undefined when it is not hexadecimal. */
export function hexToBase64(text: string): string | undefined {
  return /^(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex').toString('base64') : undefined;
}
