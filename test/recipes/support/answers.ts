import type { Condition, Find, Mapping, Recipe } from '#core/recipe/schema';
import type { MediaKind } from '#core/value/type';
import type { Json } from '#core/value/value';
import { findAll } from '#electron/gateway/recipe/paths';

type Draft = { [key: string]: Json } | Json[];

/** Puts a value where a dotted path leads to, making what lies between; `[*]` is one element. */
export function place(root: Json, path: string, value: Json): Json {
  const steps = [...path.matchAll(/\[(\d+|\*)\]|([^.[\]]+)/g)].map(([, bracket, key]) =>
    key === undefined ? (bracket === '*' ? 0 : Number(bracket)) : key,
  );
  return put(root, steps, value);
}

function put(held: Json | undefined, steps: readonly (string | number)[], value: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: Draft = Array.isArray(held) ? [...held] : [];
    while (list.length < step) list.push({});
    list[step] = put(list[step], rest, value);
    return list;
  }
  const record = typeof held === 'object' && held !== null && !Array.isArray(held) ? held : {};
  return { ...record, [step]: put(record[step], rest, value) };
}

const extensions = { image: 'png', video: 'mp4', audio: 'mp3', document: 'pdf' } as const;
export const linkOf = (kind: MediaKind): string => `https://files.example/result.${extensions[kind]}`;
const mimes = { image: 'image/png', video: 'video/mp4', audio: 'audio/mpeg', document: 'application/pdf' } as const;

/** Ways in which an answer can hold an output, each as a function that adds it; `undefined` for a body that is a file. */
export function waysToFind(find: Find): readonly { name: string; add: (answer: Json) => Json }[] {
  const at = (name: string, path: string, value: Json) => ({ name, add: (answer: Json) => place(answer, path, value) });
  switch (find.as) {
    case 'text':
      return find.paths.map((path) => at(path, path, 'the text'));
    case 'link':
      return find.paths.map((path) => at(path, path, linkOf('image')));
    case 'json': {
      if (find.give !== undefined) {
        const paths = answerPaths(find.give);
        return [{ name: 'give', add: (answer) => paths.reduce<Json>((made, path) => fill(made, path), answer) }];
      }
      if (find.paths === undefined) return [{ name: 'whole', add: (answer) => answer }];
      const value: Json = find.parse === true ? '{"a":1}' : { a: 1 };
      return find.paths.map((path) => at(path, path, value));
    }
    case 'media': {
      const content = find.encoding === 'hex' ? '494433' : 'SUQz';
      return [
        ...(find.urls ?? []).map((path) => at(path, path, linkOf(find.kind))),
        ...(find.base64 ?? []).map((path) => at(path, path, content)),
        ...(find.inline ?? []).map(({ at: path, data, mime }) => ({
          name: path,
          add: (answer: Json) => place(place(answer, `${path}.${data}`, content), `${path}.${mime}`, mimes[find.kind]),
        })),
      ];
    }
  }
}

/** What another output has put there stays. */
function fill(answer: Json, path: string): Json {
  return place(answer, path, findAll(answer, path)[0] ?? 'kept');
}

/** The first path of everything that a mapping reads from an answer. */
export function answerPaths(mapping: Mapping): string[] {
  const found: string[] = [];
  const walk = (value: Mapping | Condition | Json | undefined): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) for (const item of value) walk(item as Json);
    else {
      const { answer } = value as { answer?: Json };
      if (Array.isArray(answer) && typeof answer[0] === 'string') found.push(answer[0]);
      for (const inner of Object.values(value)) walk(inner as Json);
    }
  };
  walk(mapping);
  return found;
}

/** An answer with all outputs of a recipe, each in its first way; undefined when a body that is a file is one of them. */
export function goodAnswer(recipe: Recipe): Json | undefined {
  let answer: Json = {};
  for (const find of Object.values(recipe.outputs)) {
    const [way] = waysToFind(find);
    if (way === undefined) {
      if ('optional' in find && find.optional === true) continue;
      return undefined;
    }
    answer = way.add(answer);
  }
  return answer;
}

/** The answer that accepts a task, with the id at one of the places where the recipe looks for it. */
export function acceptingAnswer(recipe: Recipe, idPath: string): Json {
  const { task } = recipe;
  let answer = place({}, idPath, 'task-17');
  if (task?.accepted !== undefined) answer = place(answer, task.accepted.path, task.accepted.values[0] ?? null);
  for (const mapping of Object.values(task?.query.values ?? {})) {
    for (const path of answerPaths(mapping)) if (path !== idPath) answer = fill(answer, path);
  }
  return answer;
}
