import type { Json } from '#core/value/value';

type Step = { readonly key: string } | { readonly index: number } | 'each';

const parsed = new Map<string, readonly Step[]>();

function parsePath(path: string): readonly Step[] {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const steps: Step[] = [];
  for (const match of path.matchAll(/\[(\d+|\*)\]|([^.[\]]+)/g)) {
    const [, bracket, key] = match;
    if (key !== undefined) steps.push({ key });
    else steps.push(bracket === '*' ? 'each' : { index: Number(bracket) });
  }
  parsed.set(path, steps);
  return steps;
}

function follow(value: Json, step: Step): readonly Json[] {
  if (value === null || typeof value !== 'object') return [];
  if (step === 'each') return Array.isArray(value) ? value : [];
  if ('index' in step) {
    const element = Array.isArray(value) ? value[step.index] : undefined;
    return element === undefined ? [] : [element];
  }
  if (Array.isArray(value) || !Object.hasOwn(value, step.key)) return [];
  const field = value[step.key];
  return field === undefined ? [] : [field];
}

/** Everything that a dotted path (`data[*].url`) leads to, in order. Only own fields of objects count. */
export function findAll(json: Json, path: string): readonly Json[] {
  return parsePath(path).reduce<readonly Json[]>(
    (found, step) => found.flatMap((value) => follow(value, step)),
    [json],
  );
}

/** Nothing is in it: absent, null, an empty text, list or object. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}

/** The first thing with something in it that one of the paths leads to. */
export function findFirst(json: Json, paths: readonly string[]): Json | undefined {
  for (const path of paths) {
    const found = findAll(json, path).find((value) => !isEmpty(value));
    if (found !== undefined) return found;
  }
  return undefined;
}
