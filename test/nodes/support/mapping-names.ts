import type { Condition, Mapping, Recipe, RecipeStep } from '#core/recipe/schema';

/** What a recipe speaks of: params, inputs, and the names in templates, which may be either. */
export interface MappingNames {
  readonly params: Set<string>;
  readonly inputs: Set<string>;
  readonly either: Set<string>;
}

/** Every name in the mappings of a recipe. */
export function namesInRecipe(recipe: Recipe): MappingNames {
  const names: MappingNames = { params: new Set(), inputs: new Set(), either: new Set() };
  for (const step of [recipe.task?.query, recipe.task?.retrieve]) if (step !== undefined) addStep(step, names);
  for (const find of Object.values(recipe.outputs)) {
    if (find.as === 'json' && find.give !== undefined) addMapping(find.give, names);
  }
  // In the steps of a task and in what is made of its answer, `id` is its id.
  names.either.delete('id');
  names.params.delete('id');
  addStep(recipe.submit, names);
  for (const variant of recipe.variants) {
    addCondition(variant.when, names);
    addStep(variant.submit, names);
  }
  for (const check of recipe.checks) addCondition(check.holds, names);
  return names;
}

function addStep(step: RecipeStep, names: MappingNames): void {
  const own: MappingNames = { params: new Set(), inputs: new Set(), either: new Set() };
  addTemplate(step.path, own);
  const parts = [step.json, ...Object.values(step.multipart ?? {}), ...Object.values(step.query ?? {})];
  for (const mapping of [...parts, ...Object.values(step.headers ?? {})]) {
    if (mapping !== undefined) addMapping(mapping, own);
  }
  for (const name of Object.keys(step.values)) {
    own.params.delete(name);
    own.either.delete(name);
  }
  for (const mapping of Object.values(step.values)) addMapping(mapping, own);
  for (const kind of ['params', 'inputs', 'either'] as const) for (const name of own[kind]) names[kind].add(name);
}

function addTemplate(text: string, names: MappingNames): void {
  for (const [, name] of text.matchAll(/\{\+?([^{}]+)\}/g)) if (name !== undefined) names.either.add(name);
}

function addMapping(mapping: Mapping, names: MappingNames): void {
  if ('param' in mapping) names.params.add(mapping.param);
  if ('input' in mapping) names.inputs.add(mapping.input);
  if ('files' in mapping) names.inputs.add(mapping.files);
  if ('text' in mapping) addTemplate(mapping.text, names);
  if ('when' in mapping) addCondition(mapping.when, names);
  for (const part of partsOf(mapping)) if (part !== undefined) addMapping(part, names);
}

function partsOf(mapping: Mapping): (Mapping | undefined)[] {
  if ('object' in mapping) return Object.values(mapping.object);
  if ('list' in mapping) return mapping.list;
  if ('concat' in mapping) return mapping.concat;
  if ('merge' in mapping) return mapping.merge;
  if ('join' in mapping) return mapping.join;
  if ('when' in mapping) return [mapping.give, mapping.otherwise];
  if ('omitEmpty' in mapping) return [mapping.omitEmpty];
  if ('each' in mapping) return [mapping.each, mapping.give];
  if ('rows' in mapping) return [mapping.lookup, mapping.rows];
  if ('lookup' in mapping) return [mapping.lookup, mapping.otherwise];
  if ('first' in mapping) return mapping.first;
  if ('decode' in mapping) return [mapping.of];
  if ('must' in mapping) return [mapping.must, mapping.choices];
  return [];
}

function addCondition(condition: Condition, names: MappingNames): void {
  if ('present' in condition) addMapping(condition.present, names);
  else if ('equals' in condition) for (const side of condition.equals) addMapping(side, names);
  else if ('oneOf' in condition) addMapping(condition.oneOf, names);
  else if ('fits' in condition) addMapping(condition.fits, names);
  else if ('not' in condition) addCondition(condition.not, names);
  else for (const part of 'all' in condition ? condition.all : condition.any) addCondition(part, names);
}
