import type { Patch } from '#core/services/document-views';
import type { Json } from '#core/value/value';

/**
 * Patches between two states of a document. What both states share is skipped by identity, so the work and the patches
 * are as small as the change; an element that leaves a list is one `remove`, not a rewriting of all behind it.
 */

type Path = readonly (string | number)[];
type JsonObject = { [key: string]: Json };

export function diff(before: Json, after: Json): Patch[] {
  const patches: Patch[] = [];
  compare(before, after, [], patches);
  return patches;
}

function compare(before: Json, after: Json, path: Path, patches: Patch[]): void {
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, patches);
  else if (isObject(before) && isObject(after)) compareObjects(before, after, path, patches);
  else patches.push({ op: 'replace', path: [...path], value: copy(after) });
}

function compareObjects(before: JsonObject, after: JsonObject, path: Path, patches: Patch[]): void {
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) patches.push({ op: 'remove', path: [...path, key] });
  }
  for (const [key, value] of Object.entries(after)) {
    if (Object.hasOwn(before, key)) compare(own(before, key), value, [...path, key], patches);
    else patches.push({ op: 'add', path: [...path, key], value: copy(value) });
  }
}

/** Elements are known by identity or by their `id`; those that keep their order are compared, others leave or come. */
function compareLists(before: readonly Json[], after: readonly Json[], path: Path, patches: Patch[]): void {
  const now = [...before];
  const wanted = new Set(after.map(nameOf));
  for (let index = now.length - 1; index >= 0; index -= 1) {
    if (wanted.has(nameOf(now[index] as Json))) continue;
    now.splice(index, 1);
    patches.push({ op: 'remove', path: [...path, index] });
  }
  for (const [index, value] of after.entries()) {
    const held = now[index];
    if (held !== undefined && nameOf(held) === nameOf(value)) {
      compare(held, value, [...path, index], patches);
      continue;
    }
    // It stands further back: it is taken from there, so that all before it keep their places.
    const from = now.findIndex((other, place) => place > index && nameOf(other) === nameOf(value));
    if (from >= 0) {
      now.splice(from, 1);
      patches.push({ op: 'remove', path: [...path, from] });
    }
    now.splice(index, 0, value);
    patches.push({ op: 'add', path: [...path, index], value: copy(value) });
  }
  for (let index = now.length - 1; index >= after.length; index -= 1) {
    patches.push({ op: 'remove', path: [...path, index] });
  }
}

/** What an element of a list is known by. */
function nameOf(value: Json): unknown {
  if (!isObject(value)) return value;
  const id = Object.hasOwn(value, 'id') ? value['id'] : undefined;
  return typeof id === 'string' ? `id ${id}` : value;
}

/** The document after patches; parts that they do not touch stay the same objects. @throws RangeError when one does not fit */
export function applyPatches<T extends Json>(document: T, patches: readonly Patch[]): T {
  let result: Json = document;
  for (const patch of patches) result = applyOne(result, patch, 0);
  return result as T;
}

function applyOne(target: Json, patch: Patch, depth: number): Json {
  if (depth === patch.path.length) return copy(patch.value ?? null);
  const key = patch.path[depth] as string | number;
  const isLast = depth === patch.path.length - 1;
  if (Array.isArray(target)) return applyToList(target, patch, depth, key, isLast);
  if (!isObject(target)) throw new RangeError('a patch leads into something that is no object');
  const name = String(key);
  if (isLast && patch.op === 'remove') return without(target, name);
  if (!isLast && !Object.hasOwn(target, name)) throw new RangeError(`a patch leads to "${name}", which is not there`);
  const value = isLast ? copy(patch.value ?? null) : applyOne(own(target, name), patch, depth + 1);
  return withKey(target, name, value);
}

function applyToList(
  target: readonly Json[],
  patch: Patch,
  depth: number,
  key: string | number,
  isLast: boolean,
): Json {
  const list = [...target];
  // Journals of the first drafts shortened lists this way.
  if (key === 'length' && isLast) return list.slice(0, Number(patch.value));
  const index = Number(key);
  const end = isLast && patch.op === 'add' ? list.length : list.length - 1;
  if (!Number.isInteger(index) || index < 0 || index > end)
    throw new RangeError(`a patch leads to place ${key} of a list`);
  if (!isLast) list[index] = applyOne(list[index] as Json, patch, depth + 1);
  else if (patch.op === 'remove') list.splice(index, 1);
  else list.splice(index, patch.op === 'add' ? 0 : 1, copy(patch.value ?? null));
  return list;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(target: JsonObject, key: string): Json {
  return (Object.getOwnPropertyDescriptor(target, key)?.value ?? null) as Json;
}

function withKey(target: JsonObject, key: string, value: Json): JsonObject {
  const next = { ...target };
  // An assignment would lose a key named `__proto__`.
  Object.defineProperty(next, key, { value, enumerable: true, writable: true, configurable: true });
  return next;
}

function without(target: JsonObject, key: string): JsonObject {
  const next = { ...target };
  delete next[key];
  return next;
}

/** Frozen values are shared with the document; a patch is plain JSON of its own. */
function copy(value: Json): Json {
  return typeof value === 'object' && value !== null ? structuredClone(value) : value;
}
