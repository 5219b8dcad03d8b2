import { AppError, bug } from '../errors.ts';
import { fitsModel, formFor, matchesPattern } from '../recipe/pattern.ts';
import { type Recipe, type RecipeSource, recipeSchema } from '../recipe/schema.ts';
import { say } from '../text.ts';
import type { Json } from '../value/value.ts';
import type {
  InputDefinition,
  InputDefinitions,
  NodeDefinition,
  OutputDefinition,
  OutputDefinitions,
  PortTypeText,
} from './definition.ts';
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
  /** The ports of a node, those that depend on params or belong to the recipe included. */
  portsOf(type: string, params: Params): Ports;
}

interface Ports {
  readonly inputs: InputDefinitions;
  readonly outputs: OutputDefinitions;
}

type Params = Readonly<Record<string, Json | undefined>>;

/** The param by which a user says how a model is called when its name does not tell, or when there are several ways. */
export const recipeParam = 'recipe';

/** How well a recipe fits a model: it lists it, or a pattern of it says this many characters of the name. */
function closeness(recipe: Recipe, model: string): number {
  if (recipe.models.some((known) => known.id === model)) return Number.POSITIVE_INFINITY;
  const lengths = recipe.match
    .filter((pattern) => matchesPattern(pattern, model))
    .map((pattern) => pattern.replaceAll('*', '').length);
  return Math.max(-1, ...lengths);
}

/** The recipe that lists a model, or else has the pattern that says most of its name. */
function bestFit(recipes: readonly Recipe[], model: string): Recipe | undefined {
  let best: { recipe: Recipe; closeness: number } | undefined;
  for (const recipe of recipes) {
    const found = closeness(recipe, model);
    if (found >= 0 && (best === undefined || found > best.closeness)) best = { recipe, closeness: found };
  }
  return best?.recipe;
}

/** The choice among recipes, where the model alone does not make it; undefined where it does. */
function recipeChoice(recipes: readonly Recipe[], model: string): ParamDefinition | undefined {
  const listing = recipes.filter((recipe) => closeness(recipe, model) === Number.POSITIVE_INFINITY);
  const fitting = listing.length > 0 ? listing : recipes.filter((recipe) => closeness(recipe, model) > 0);
  const offered = fitting.length > 0 ? fitting : recipes;
  if (offered.length < 2) return undefined;
  return {
    type: 'choice',
    open: true,
    advanced: true,
    options: offered.map((recipe) => ({ value: recipe.id, label: recipe.title })),
    label: { en: 'Called like', zh: '调用方式' },
    help: {
      en: 'Which way the gateway is asked for this model; empty: Patchbay chooses.',
      zh: '该模型使用哪种接口调用；留空则自动选择。',
    },
  };
}

/** The node's own choice among recipes, with those that there are. */
function choiceOf(own: ParamDefinition, recipes: readonly Recipe[]): ParamDefinition {
  if (own.type !== 'choice' || recipes.length === 0) return own;
  return { ...own, options: recipes.map((recipe) => ({ value: recipe.id, label: recipe.title })) };
}

/** A param as this model has it: choices of other models are left out, and a default that is one of them goes. */
function forModel(definition: ParamDefinition, model: string | undefined): ParamDefinition {
  if (definition.type !== 'choice' || definition.options.every(({ models }) => models === undefined)) return definition;
  const options = definition.options.filter((option) => fitsModel(option.models, model));
  const { default: usual, ...rest } = definition;
  if (options.length === 0) return definition;
  const kept = options.some((option) => option.value === usual) || definition.open === true;
  return usual !== undefined && kept ? { ...rest, options, default: usual } : { ...rest, options };
}

const hasPorts = ({ ports }: Recipe): boolean =>
  Object.keys(ports.inputs).length > 0 || Object.keys(ports.outputs).length > 0;

/** The ports that a recipe adds for a model. */
function portsFor(recipe: Recipe, model: string | undefined): Ports {
  const inputs: Record<string, InputDefinition> = {};
  for (const [name, { type, label, required, models }] of Object.entries(recipe.ports.inputs)) {
    if (!fitsModel(models, model)) continue;
    inputs[name] = { type: type as PortTypeText, label, ...(required === true && { required }) };
  }
  const outputs: Record<string, OutputDefinition> = {};
  for (const [name, { type, label, models, aside }] of Object.entries(recipe.ports.outputs)) {
    // The schema of recipes has checked that it is a port type.
    if (!fitsModel(models, model)) continue;
    outputs[name] = { type: type as PortTypeText, label, ...(aside === true && { aside }) };
  }
  return { inputs, outputs };
}

function withMore(own: Ports, more: Ports | undefined): Ports {
  if (more === undefined) return own;
  return { inputs: { ...own.inputs, ...more.inputs }, outputs: { ...own.outputs, ...more.outputs } };
}

/**
 * The recipe that follows from a node's own params.
 * @throws AppError `param.invalid` with the field
 */
export function derivedRecipe(definition: NodeDefinition, params: Params): Recipe | undefined {
  if (definition.recipe === undefined) return undefined;
  const held = Object.entries(definition.params).map(([name, one]) => [name, paramValue(one, params[name])] as const);
  const source = definition.recipe({ ...params, ...Object.fromEntries(held) });
  const parsed = recipeSchema.safeParse(source);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String) ?? [];
  const field = path.find((part) => part in definition.params) ?? path[0] ?? '';
  const problem = issue?.message ?? '';
  throw new AppError(
    'param.invalid',
    say('“{what}” does not do: {problem}.', '“{what}”不可用：{problem}。', { what: path.at(-1) ?? '', problem }),
    { place: { field }, billed: 'no' },
  );
}

/** A derived recipe by what its id says. */
function recipeOfId(id: string, nodes: ReadonlyMap<string, NodeDefinition>): Recipe | undefined {
  const at = id.indexOf(':');
  const definition = at < 0 ? undefined : nodes.get(id.slice(0, at));
  if (definition?.recipe === undefined) return undefined;
  try {
    return derivedRecipe(definition, JSON.parse(id.slice(at + 1)) as Params);
  } catch {
    // An id that nobody of ours wrote.
    return undefined;
  }
}

/**
 * Makes a registry; recipes are checked by their schema.
 * @throws AppError `internal.bug` when a type or an id is there twice, ZodError when a recipe does not fit its schema
 */
export function createRegistry(nodes: readonly NodeDefinition[], sources: readonly RecipeSource[]): Registry {
  return registryOf(
    nodes,
    sources.map((source) => recipeSchema.parse(source)),
  );
}

/**
 * Makes a registry of recipes that are checked already.
 * @throws AppError `internal.bug` when a type or an id is there twice
 */
export function registryOf(nodes: readonly NodeDefinition[], recipes: readonly Recipe[]): Registry {
  const byType = new Map<string, NodeDefinition>();
  for (const node of nodes) {
    if (byType.has(node.type)) throw bug(`two nodes have the type ${node.type}`);
    byType.set(node.type, node);
  }
  const byId = new Map<string, Recipe>();
  const byNode = new Map<string, Recipe[]>();
  for (const recipe of recipes) {
    if (byId.has(recipe.id)) throw bug(`two recipes have the id ${recipe.id}`);
    byId.set(recipe.id, recipe);
  }
  // Of recipes that fit a model equally well the first is taken.
  for (const recipe of recipes.toSorted((a, b) => Number(a.alternative) - Number(b.alternative))) {
    for (const type of recipe.nodes) byNode.set(type, [...(byNode.get(type) ?? []), recipe]);
  }

  const modelOf = (type: string, params: Params): string | undefined => {
    const definition = byType.get(type)?.params['model'];
    const model = definition === undefined ? undefined : paramValue(definition, params['model']);
    return typeof model === 'string' ? model : undefined;
  };

  /** The recipes that serve a node with these params, whatever its model. */
  const candidatesOf = (type: string, params: Params): readonly Recipe[] => {
    const own = byType.get(type)?.params ?? {};
    return (byNode.get(type) ?? []).filter(({ select }) => {
      const definition = select === undefined ? undefined : own[select.param];
      const held = definition === undefined ? undefined : paramValue(definition, params[select?.param ?? '']);
      return select === undefined || select.values.some((value) => value === held);
    });
  };

  const findRecipe = (type: string, params: Params, model: string | undefined): Recipe | undefined => {
    const candidates = candidatesOf(type, params);
    const chosen = params[recipeParam];
    const named = candidates.find((recipe) => recipe.id === chosen);
    if (named !== undefined) return named;
    const own = byType.get(type)?.params[recipeParam];
    if (own !== undefined) return candidates.find((recipe) => recipe.id === paramValue(own, chosen));
    return model === undefined ? candidates[0] : bestFit(candidates, model);
  };

  /** Recipes that follow from a node's own params, as long as those make one. */
  const derive = (definition: NodeDefinition, params: Params): Recipe | undefined => {
    try {
      return derivedRecipe(definition, params);
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  };

  /** The params that decide which recipe is taken, by node type. */
  const deciding = new Map<string, readonly string[]>();
  for (const [type, serving] of byNode) {
    deciding.set(type, [...new Set(['model', recipeParam, ...serving.flatMap(({ select }) => select?.param ?? [])])]);
  }

  /** A type and what decides about its recipe; undefined where that follows from all params. */
  const decidedBy = (type: string, params: Params): string | undefined => {
    if (byType.get(type)?.recipe !== undefined) return undefined;
    const names = deciding.get(type) ?? [];
    // Most nodes leave all of them to their defaults.
    if (!names.some((name) => params[name] !== undefined)) return type;
    return JSON.stringify([type, ...names.map((name) => params[name] ?? null)]);
  };

  /** Asked for every node at every edit and in every plan; few params decide, so what was found is kept. */
  const keeping = <T>(find: (type: string, params: Params) => T) => {
    const found = new Map<string, T>();
    return (type: string, params: Params): T => {
      const key = decidedBy(type, params);
      if (key === undefined) return find(type, params);
      if (!found.has(key)) found.set(key, find(type, params));
      return found.get(key) as T;
    };
  };

  const recipeFor = keeping((type, params): Recipe | undefined => {
    const definition = byType.get(type);
    if (definition?.recipe !== undefined) return derive(definition, params);
    return deciding.has(type) ? findRecipe(type, params, modelOf(type, params)) : undefined;
  });

  const paramsOf = keeping((type, params): ParamDefinitions => {
    const own = byType.get(type)?.params ?? {};
    const model = modelOf(type, params);
    const choice = model === undefined ? undefined : recipeChoice(candidatesOf(type, params), model);
    const recipe = recipeFor(type, params);
    const more = Object.entries(recipe?.params ?? {}).flatMap(([name, forms]) => {
      const form = formFor(forms, model);
      return form === undefined ? [] : [[name, forModel(form, model)] as const];
    });
    const picked = own[recipeParam] === undefined ? choice : choiceOf(own[recipeParam], byNode.get(type) ?? []);
    return { ...own, ...(picked !== undefined && { [recipeParam]: picked }), ...Object.fromEntries(more) };
  });

  /** The ports that come with the recipe of a node. */
  const recipePorts = (type: string, params: Params): Ports | undefined => {
    if (byType.get(type)?.work.kind !== 'call') return undefined;
    const recipe = recipeFor(type, params);
    return recipe === undefined || !hasPorts(recipe) ? undefined : portsFor(recipe, modelOf(type, params));
  };

  /** The ports of a node, except those that its type makes of its params. */
  const usualPorts = keeping((type, params): Ports => {
    const { inputs, outputs } = byType.get(type) ?? { inputs: {}, outputs: {} };
    return withMore({ inputs, outputs }, recipePorts(type, params));
  });

  return {
    nodes,
    recipes,
    node: (type) => byType.get(type),
    recipe: (id) => byId.get(id) ?? recipeOfId(id, byType),
    recipeFor,
    paramsOf,
    portsOf(type, params) {
      const definition = byType.get(type);
      const special = definition?.ports?.(params);
      if (definition === undefined || special === undefined) return usualPorts(type, params);
      const { inputs = definition.inputs, outputs = definition.outputs } = special;
      return withMore({ inputs, outputs }, recipePorts(type, params));
    },
  };
}
