import { create } from 'zustand';
import { fromErrorInfo } from '#core/errors';
import { type FamilyDialects, withDialects } from '#core/node/dialects';
import type { Registry } from '#core/node/registry';
import type { RecipeSource } from '#core/recipe/schema';
import { createDefaultRegistry } from '#nodes/index';
import { api } from '../api.ts';
import { chosenConnection, useSession } from './session.ts';
import { notifyError } from './view.ts';

type Params = Parameters<Registry['paramsOf']>[1];

/**
 * Remembers the answer for params that are the same object. Documents are never changed in place, so after an edit only
 * the nodes that it touched are asked for anew; without that a large graph would cost tens of milliseconds for each key.
 */
function remember<A>(ask: (type: string, params: Params) => A) {
  let known = new WeakMap<Params, Map<string, A>>();
  return {
    ask(type: string, params: Params): A {
      const byType = known.get(params) ?? new Map<string, A>();
      known.set(params, byType);
      const answer = byType.has(type) ? (byType.get(type) as A) : ask(type, params);
      byType.set(type, answer);
      return answer;
    },
    forget(): void {
      known = new WeakMap();
    },
  };
}

let dialects: FamilyDialects | undefined;
const live = createDefaultRegistry();
const asWanted = withDialects(live, () => dialects);
const recipeFor = remember(asWanted.recipeFor);
const paramsOf = remember(asWanted.paramsOf);
const portsOf = remember(asWanted.portsOf);

/** The node types and recipes; the same that the main process runs. */
export const registry: Registry = {
  get nodes() {
    return live.nodes;
  },
  get recipes() {
    return live.recipes;
  },
  node: live.node,
  recipe: live.recipe,
  recipeFor: recipeFor.ask,
  paramsOf: paramsOf.ask,
  portsOf: portsOf.ask,
};

/** Counts the changes of the user's own recipes and of how models are called, for what is worked out of all recipes. */
export const useRecipes = create<{ readonly revision: number }>(() => ({ revision: 0 }));

function takeRecipes(own: readonly RecipeSource[]): void {
  live.setOwn(own);
  forget();
}

/** Forms show what is sent: models are called as the connection wants it that runs use. Returns what ends it. */
export function followDialects(): () => void {
  const take = (): void => {
    const { dialects: wanted } = chosenConnection(useSession.getState()) ?? {};
    if (JSON.stringify(wanted) === JSON.stringify(dialects)) return;
    dialects = wanted;
    forget();
  };
  take();
  return useSession.subscribe(take);
}

function forget(): void {
  for (const memory of [recipeFor, paramsOf, portsOf]) memory.forget();
  useRecipes.setState(({ revision }) => ({ revision: revision + 1 }));
}

/** Takes the recipes of the home folder as they are asked for, and says which of its files are wrong. @throws AppError */
export async function refreshRecipes(asked = api().call('recipe.list', {})): Promise<void> {
  const { recipes, problems } = await asked;
  takeRecipes(recipes);
  for (const problem of problems) notifyError(fromErrorInfo(problem));
}
