import { bug } from '../errors.ts';
import { matchesPattern, type Recipe, type RecipeSource, recipeSchema } from '../recipe/schema.ts';
import type { Json } from '../value/value.ts';
import type { InputDefinitions, NodeDefinition, OutputDefinitions } from './definition.ts';
import { type ParamDefinition, type ParamDefinitions, paramValue } from './param.ts';

/** All node types and recipes that a program has. */
export interface Registry {
  readonly nodes: readonly NodeDefinition[];
  readonly recipes: readonly Recipe[];
  node(type: string): NodeDefinition | undefined;
  recipe(id: string): Recipe | undefined;
  /** The recipe by which a call node with these params is made; undefined when none fits its model. */
  recipeFor(type: string, params: Params): Recipe | undefined;
  /** All params of a node: its own, and those that the recipe has for the chosen model. */
  paramsOf(type: string, params: Params): ParamDefinitions;
  /** The ports of a node, those that depend on params included. */
  portsOf(type: string, params: Params): { readonly inputs: InputDefinitions; readonly outputs: OutputDefinitions };
}

type Params = Readonly<Record<string, Json | undefined>>;

/** Of the recipes with a pattern that fits a model, the one that says most of its name. */
function mostSpecific(recipes: readonly Recipe[], model: string): Recipe | undefined {
  let best: { recipe: Recipe; length: number } | undefined;
  for (const recipe of recipes) {
    for (const pattern of recipe.match) {
      const length = pattern.replaceAll('*', '').length;
      if (matchesPattern(pattern, model) && (best === undefined || length > best.length)) best = { recipe, length };
    }
  }
  return best?.recipe;
}

/**
 * Makes a registry; recipes are checked by their schema.
 * @throws AppError `internal.bug` when a type or an id is there twice, ZodError when a recipe does not fit its schema
 */
export function createRegistry(nodes: readonly NodeDefinition[], sources: readonly RecipeSource[]): Registry {
  const byType = new Map<string, NodeDefinition>();
  for (const node of nodes) {
    if (byType.has(node.type)) throw bug(`two nodes have the type ${node.type}`);
    byType.set(node.type, node);
  }
  const recipes = sources.map((source) => recipeSchema.parse(source));
  const byId = new Map<string, Recipe>();
  const byNode = new Map<string, Recipe[]>();
  for (const recipe of recipes) {
    if (byId.has(recipe.id)) throw bug(`two recipes have the id ${recipe.id}`);
    byId.set(recipe.id, recipe);
    for (const type of recipe.nodes) byNode.set(type, [...(byNode.get(type) ?? []), recipe]);
  }

  const recipeFor = (type: string, params: Params): Recipe | undefined => {
    const own = byType.get(type)?.params ?? {};
    const held = (name: string): Json | undefined =>
      own[name] === undefined ? undefined : paramValue(own[name], params[name]);
    const candidates = (byNode.get(type) ?? []).filter(
      ({ select }) => select === undefined || select.values.some((value) => value === held(select.param)),
    );
    const model = held('model');
    if (typeof model !== 'string') return candidates[0];
    return (
      candidates.find((recipe) => recipe.models.some((known) => known.id === model)) ?? mostSpecific(candidates, model)
    );
  };

  const paramsOf = (type: string, params: Params): ParamDefinitions => {
    const own = byType.get(type)?.params ?? {};
    const recipe = recipeFor(type, params);
    if (recipe === undefined) return own;
    const model = own['model'] === undefined ? undefined : paramValue(own['model'], params['model']);
    const fits = (definition: ParamDefinition) =>
      definition.models === undefined ||
      (typeof model === 'string' && definition.models.some((pattern) => matchesPattern(pattern, model)));
    return {
      ...own,
      ...Object.fromEntries(Object.entries(recipe.params).filter(([, definition]) => fits(definition))),
    };
  };

  return {
    nodes,
    recipes,
    node: (type) => byType.get(type),
    recipe: (id) => byId.get(id),
    recipeFor,
    paramsOf,
    portsOf(type, params) {
      const definition = byType.get(type);
      if (definition === undefined) return { inputs: {}, outputs: {} };
      const special = definition.ports?.(params);
      return { inputs: special?.inputs ?? definition.inputs, outputs: special?.outputs ?? definition.outputs };
    },
  };
}
