import type { NodeDefinition } from '#core/node/definition';
import { type Registry, recipeParam } from '#core/node/registry';
import type { Recipe } from '#core/recipe/schema';
import type { LocalText } from '#core/text';
import type { Json } from '#core/value/value';
import { usual } from './usual-nodes.ts';
import type { Fit } from './wiring.ts';

/** Something that can be added: a node type, or one of its models. */
export interface Choice {
  readonly definition: NodeDefinition;
  /** The port that takes the wire for which a node is looked for. */
  readonly port: string | undefined;
  readonly model: string | undefined;
  /** One of the user's own recipes, for nodes that are chosen by it. */
  readonly recipe?: Recipe;
}

export function choiceKey(choice: Choice): string {
  const which = choice.recipe?.id ?? choice.model;
  return which === undefined ? choice.definition.type : `${choice.definition.type} ${which}`;
}

export function paramsOfChoice(choice: Choice): Record<string, Json> {
  if (choice.recipe !== undefined) return { [recipeParam]: choice.recipe.id };
  return choice.model === undefined ? {} : { model: choice.model };
}

/** What a choice is called: an imported operation by its own name. */
export function titleOfChoice({ definition, recipe }: Choice): LocalText {
  return recipe?.title ?? definition.title;
}

export const families: readonly NodeDefinition['family'][] = [
  'text',
  'picture',
  'video',
  'sound',
  'flow',
  'file',
  'gateway',
];

/** How many models a search lists beside the node types. */
const mostModels = 8;

/**
 * Looks for nodes by title, words and summary in both languages, whichever is shown, and by the names of models. With
 * `fits` only those; without a query everything in the order of the families or of the fits.
 */
export function searchNodes(registry: Registry, query: string, fits?: readonly Fit[]): Choice[] {
  const ports = fits === undefined ? undefined : new Map(fits.map((fit) => [fit.definition.type, fit.port]));
  const words = normal(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  const candidates = fits === undefined ? sorted(registry.nodes) : fits.map((fit) => fit.definition);
  const choice = (definition: NodeDefinition, model?: string): Choice => ({
    definition,
    port: ports?.get(definition.type),
    model,
  });
  if (words.length === 0) return candidates.map((definition) => choice(definition));
  const scored = candidates
    .map((definition) => ({ definition, score: scoreOf(definition, words) }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score);
  const types = new Set(candidates.map((definition) => definition.type));
  return [
    ...scored.map((entry) => choice(entry.definition)),
    ...operations(registry, words, types, ports),
    ...models(registry, words, types, choice),
  ];
}

/** How many imported operations a search lists. */
const mostOperations = 12;

/** Imported operations by their names and routes. */
function operations(
  registry: Registry,
  words: readonly string[],
  types: ReadonlySet<string>,
  ports: ReadonlyMap<string, string> | undefined,
): Choice[] {
  const found: Choice[] = [];
  for (const recipe of registry.recipes) {
    for (const type of recipe.nodes) {
      const definition = registry.node(type);
      if (definition?.params[recipeParam] === undefined || !types.has(type)) continue;
      const text = normal(`${recipe.title.en} ${recipe.title.zh} ${recipe.id} ${recipe.submit.path}`);
      if (words.every((word) => text.includes(word))) {
        found.push({ definition, port: ports?.get(type), model: undefined, recipe });
      }
    }
  }
  return found.slice(0, mostOperations);
}

function models(
  registry: Registry,
  words: readonly string[],
  types: ReadonlySet<string>,
  choice: (definition: NodeDefinition, model: string) => Choice,
): Choice[] {
  if (words.join('').length < 2) return [];
  const found: Choice[] = [];
  for (const recipe of registry.recipes) {
    for (const type of recipe.nodes) {
      const definition = registry.node(type);
      if (definition?.params['model']?.type !== 'model' || !types.has(type)) continue;
      for (const { id } of recipe.models) {
        if (words.every((word) => normal(id).includes(word))) found.push(choice(definition, id));
      }
    }
  }
  return found.slice(0, mostModels);
}

function sorted(nodes: readonly NodeDefinition[]): NodeDefinition[] {
  const isCall = (node: NodeDefinition): number => (node.work.kind === 'call' ? 0 : 1);
  return [...nodes].sort(
    (a, b) =>
      families.indexOf(a.family) - families.indexOf(b.family) ||
      usual(a.type) - usual(b.type) ||
      isCall(a) - isCall(b) ||
      a.type.localeCompare(b.type),
  );
}

const normal = (text: string): string => text.toLowerCase().normalize('NFKC').trim();

/** Every word has to be found somewhere; where it is found decides how far up the node stands. */
function scoreOf(definition: NodeDefinition, words: readonly string[]): number {
  const titles = [definition.title.en, definition.title.zh, definition.type].map(normal);
  const keywords = (definition.keywords ?? []).map(normal);
  const summaries = [definition.summary.en, definition.summary.zh].map(normal);
  let total = 0;
  for (const word of words) {
    const score = Math.max(
      ...titles.map((title) => (title === word ? 100 : title.startsWith(word) ? 80 : title.includes(word) ? 60 : 0)),
      ...keywords.map((keyword) =>
        keyword === word ? 70 : keyword.startsWith(word) ? 50 : keyword.includes(word) ? 30 : 0,
      ),
      ...summaries.map((summary) => (summary.includes(word) ? 10 : 0)),
    );
    if (score === 0) return 0;
    total += score;
  }
  return total;
}
