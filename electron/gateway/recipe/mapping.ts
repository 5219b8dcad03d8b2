import { AppError, assertNever } from '#core/errors';
import type { Condition, Mapping } from '#core/recipe/schema';
import type { Json } from '#core/value/value';
import { canonicalJson } from '../json.ts';
import { findAll, findFirst, isEmpty } from './paths.ts';
import { fillTemplate } from './template.ts';

/** What a mapping can see: params, inputs (media in the form that its rule names), and the element inside `each`. */
export interface MappingContext {
  readonly params: Readonly<Record<string, Json | undefined>>;
  readonly inputs: Readonly<Record<string, Json | undefined>>;
  /** Prepared files by media input, as mappings with `files` see them. */
  readonly files?: Readonly<Record<string, Json | undefined>>;
  /** The later messages of a conversation, in the route's own dialect. */
  readonly turns?: readonly Json[] | undefined;
  readonly item?: Json | undefined;
  /** Names the request and no other; absent while it is only checked. */
  readonly mark?: string | undefined;
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

const isThere = (value: Json | undefined): value is Json => value !== undefined;

/** A JSON value from params and inputs, or undefined when there is nothing to give. @throws AppError `param.invalid` from `must` */
export function evaluate(mapping: Mapping, context: MappingContext): Json | undefined {
  if ('must' in mapping) return demand(mapping, context);
  if ('param' in mapping) return own(context.params, mapping.param);
  if ('input' in mapping) return pick(own(context.inputs, mapping.input), mapping.path);
  if ('files' in mapping) return own(context.files ?? {}, mapping.files);
  if ('turns' in mapping) return context.turns === undefined ? undefined : [...context.turns];
  if ('item' in mapping) return pick(context.item, mapping.path);
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
  throw new AppError('param.invalid', `“${mapping.field}” ${mapping.problem}.`, {
    place: { field: mapping.field },
    hint: choices.length > 0 ? `Choose one of: ${choices.join(', ')}.` : undefined,
    billed: 'no',
  });
}

/** The first address in a markdown text: of a picture, of a link, or bare. */
export function markdownLink(markdown: string): string | undefined {
  const linked = /!?\[[^\]]*\]\(\s*<?((?:https?:\/\/|data:)[^\s)>]+)/.exec(markdown)?.[1];
  return linked ?? /https?:\/\/[^\s"'<>()[\]]+/.exec(markdown)?.[0];
}

function decode(how: Extract<Mapping, { decode: string }>['decode'], value: string): Json | undefined {
  switch (how) {
    case 'base64':
      return Buffer.from(value, 'base64').toString('utf8');
    case 'hex':
      return /^(?:[0-9a-f]{2})+$/i.test(value) ? Buffer.from(value, 'hex').toString('base64') : undefined;
    case 'data-url':
      return /^data:[^,]*;base64,(.+)$/s.exec(value)?.[1];
    case 'markdown-link':
      return markdownLink(value);
    case 'lines':
      return value.split('\n').filter((line) => line.trim() !== '');
  }
}
