import { createRandom, type Random } from '../random.ts';
import { writeLine } from './compose.ts';
import { readWish, type Wish } from './topic.ts';

/** Writes a value that fits a JSON schema (types, enum, const, required, items, anyOf, local $ref), filled with the prompt's words. */
export function composeJson(prompt: string, schema: unknown, seed: string): unknown {
  const wish = readWish(prompt);
  const random = createRandom(`${seed}|${prompt}`);
  if (!isRecord(schema)) {
    const lines = Array.from({ length: wish.lines ?? 3 }, (_, index) => writeLine(wish, random, index));
    return { title: wish.topic, items: lines, practice: true };
  }
  return fill(schema, { root: schema, wish, random, name: 'value', index: 0, depth: 0 });
}

interface Place {
  readonly root: Record<string, unknown>;
  readonly wish: Wish;
  readonly random: Random;
  readonly name: string;
  readonly index: number;
  readonly depth: number;
}

function fill(schema: Record<string, unknown>, place: Place): unknown {
  const target = resolve(schema, place.root);
  if ('const' in target) return target['const'];
  const choices = target['enum'];
  if (Array.isArray(choices) && choices.length > 0)
    return (
      choices.find((choice) => place.wish.words.includes(String(choice))) ??
      choices[(place.index + place.random.integer(2)) % choices.length]
    );
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const branches = target[key];
    if (Array.isArray(branches) && isRecord(branches[0])) return fill(branches[0], place);
  }
  const declared = target['type'];
  const type = Array.isArray(declared) ? declared[0] : (declared ?? ('properties' in target ? 'object' : 'string'));
  switch (type) {
    case 'object':
      return fillObject(target, place);
    case 'array':
      return fillArray(target, place);
    case 'integer':
    case 'number':
      return numberFor(target, place);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textFor(target, place);
  }
}

function fillObject(schema: Record<string, unknown>, place: Place): unknown {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  if (place.depth > 8) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      fill(isRecord(property) ? property : {}, { ...place, name, depth: place.depth + 1 }),
    ]),
  );
}

function fillArray(schema: Record<string, unknown>, place: Place): unknown {
  const items = isRecord(schema['items']) ? schema['items'] : {};
  const least = Number(schema['minItems'] ?? 0);
  const most = Number(schema['maxItems'] ?? 50);
  const count = place.depth > 8 ? least : Math.max(least, Math.min(most, place.wish.lines ?? 3));
  return Array.from({ length: count }, (_, index) => fill(items, { ...place, index, depth: place.depth + 1 }));
}

function numberFor(schema: Record<string, unknown>, place: Place): number {
  const low = Number(schema['minimum'] ?? 1);
  const high = Number(schema['maximum'] ?? low + 9);
  return Math.min(high, low + place.index);
}

function textFor(schema: Record<string, unknown>, place: Place): string {
  const text = /title|name|label|标题|名/i.test(place.name)
    ? (place.wish.words[place.index % place.wish.words.length] ?? place.wish.topic)
    : writeLine(place.wish, place.random, place.index);
  return text.slice(0, Number(schema['maxLength'] ?? 2000));
}

function resolve(schema: Record<string, unknown>, root: Record<string, unknown>): Record<string, unknown> {
  const reference = schema['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  let target: unknown = root;
  for (const part of reference.slice(2).split('/')) target = isRecord(target) ? target[part] : undefined;
  return isRecord(target) ? target : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
