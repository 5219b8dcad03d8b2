import type { Mapping, RecipeStep } from '#core/recipe/schema';
import { templateNames } from './template.ts';

/** What of a step can refuse a call; all else fits whatever it is filled with. */
export interface Demands {
  /** The address, the headers or the `values` hold places that not every value fits into. */
  readonly places: boolean;
  /** The parts of the body that demand something, in their order. */
  readonly body: readonly Mapping[];
}

const known = new WeakMap<RecipeStep, Demands>();

/** Worked out once for each step, as plans of thousands of calls ask for it. */
export function demandsOf(step: RecipeStep): Demands {
  const before = known.get(step);
  if (before !== undefined) return before;
  const { path, headers, query, values, json, multipart } = step;
  const body = multipart === undefined ? [json] : Object.values(multipart);
  const demands = {
    places:
      templateNames(path).length > 0 ||
      headers !== undefined ||
      query !== undefined ||
      demandsIn({ object: values }).length > 0,
    body: body.flatMap((mapping) => (mapping === undefined ? [] : demandsIn(mapping))),
  };
  known.set(step, demands);
  return demands;
}

/** The smallest parts of a mapping that refuse what the whole refuses. */
function demandsIn(mapping: Mapping): Mapping[] {
  if (!JSON.stringify(mapping).includes('"must":')) return [];
  if ('object' in mapping) return Object.values(mapping.object).flatMap(demandsIn);
  if ('list' in mapping) return mapping.list.flatMap(demandsIn);
  if ('concat' in mapping) return mapping.concat.flatMap(demandsIn);
  if ('merge' in mapping) return mapping.merge.flatMap(demandsIn);
  if ('join' in mapping) return mapping.join.flatMap(demandsIn);
  if ('omitEmpty' in mapping) return demandsIn(mapping.omitEmpty);
  if ('when' in mapping && mapping.otherwise === undefined) {
    return [{ when: mapping.when, give: { list: demandsIn(mapping.give) } }];
  }
  return [mapping];
}
