import type { InputDefinition, PortTypeText } from '#core/node/definition';
import type { Mapping } from '#core/recipe/schema';
import { parsePortType } from '#core/value/type';
import type { Json } from '#core/value/value';

/** `{{name}}` takes a text, `{{name:image}}` or `{{count:number}}` what it says. */
const pattern = /\{\{([\p{L}\p{M}\p{N}_]+)(?::((?:list<)*[a-z]+>*))?\}\}/gu;

interface Placeholder {
  readonly name: string;
  readonly type: PortTypeText;
}

function placeholderOf(name: string, type: string | undefined): Placeholder {
  const known = type !== undefined && parsePortType(type) !== undefined;
  return { name, type: known ? (type as PortTypeText) : 'text' };
}

/** All placeholders in texts inside a JSON value, each name once. */
function placeholdersIn(value: Json | undefined): Placeholder[] {
  if (typeof value === 'string') {
    return [...value.matchAll(pattern)].map(([, name = '', type]) => placeholderOf(name, type));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => placeholdersIn(inner as Json));
}

/** The ports that placeholders ask for; `reserved` names stay texts. */
export function portsOfPlaceholders(
  values: readonly (Json | undefined)[],
  reserved: ReadonlySet<string>,
): Record<string, InputDefinition> {
  const ports: Record<string, InputDefinition> = {};
  for (const { name, type } of values.flatMap(placeholdersIn)) {
    if (reserved.has(name) || name === '__proto__') continue;
    ports[name] ??= { type, required: true, label: { en: name, zh: name } };
  }
  return ports;
}

/** What stands for a placeholder; undefined: it stays a text. `isList` when its elements join a list around it. */
export type Resolve = (name: string) => { readonly mapping: Mapping; readonly isList: boolean } | undefined;

export function resolveInputs(inputs: Readonly<Record<string, InputDefinition>>): Resolve {
  return (name) => {
    const port = inputs[name];
    return port === undefined ? undefined : { mapping: { input: name }, isList: port.type.startsWith('list<') };
  };
}

/**
 * A JSON value with placeholders as a mapping: one that is a whole text gives its value as it is, one inside a text its
 * text, one that is an element of a list and a list itself gives its elements.
 */
export function mappingOfTemplate(value: Json, resolve: Resolve): Mapping {
  if (typeof value === 'string') return mappingOfText(value, resolve);
  if (Array.isArray(value)) {
    return {
      concat: value.map((item): Mapping => {
        const whole = typeof item === 'string' ? new RegExp(`^${pattern.source}$`, 'u').exec(item)?.[1] : undefined;
        const mapping = mappingOfTemplate(item, resolve);
        return whole !== undefined && resolve(whole)?.isList === true ? mapping : { list: [mapping] };
      }),
    };
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, inner]) => [key, mappingOfTemplate(inner, resolve)]);
    return { object: Object.fromEntries(fields) };
  }
  return { constant: value };
}

function mappingOfText(text: string, resolve: Resolve): Mapping {
  const parts: Mapping[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const found = resolve(match[1] ?? '');
    if (found === undefined) continue;
    if (match.index > from) parts.push({ constant: text.slice(from, match.index) });
    parts.push(found.mapping);
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ constant: text.slice(from) });
  const [only] = parts;
  if (only === undefined) return { constant: text };
  return parts.length === 1 ? only : { join: parts, by: '' };
}
