import type { RecipeSource } from '../recipe/schema.ts';
import type { NodeDefinition } from './definition.ts';
import { createRegistry, type Registry } from './registry.ts';

/** A registry to which a user's own recipes are added while the program runs. */
export interface LiveRegistry extends Registry {
  /** The user's recipes from now on, in place of those before. They must have been checked. */
  setOwn(sources: readonly RecipeSource[]): void;
}

export function createLiveRegistry(nodes: readonly NodeDefinition[], sources: readonly RecipeSource[]): LiveRegistry {
  let inner = createRegistry(nodes, sources);
  return {
    get nodes() {
      return inner.nodes;
    },
    get recipes() {
      return inner.recipes;
    },
    node: (type) => inner.node(type),
    recipe: (id) => inner.recipe(id),
    recipeFor: (type, params) => inner.recipeFor(type, params),
    paramsOf: (type, params) => inner.paramsOf(type, params),
    portsOf: (type, params) => inner.portsOf(type, params),
    setOwn(own) {
      inner = createRegistry(nodes, [...sources, ...own]);
    },
  };
}
