import { readInParts } from '../recipe/in-parts.ts';
import type { RecipeSource } from '../recipe/schema.ts';
import type { NodeDefinition } from './definition.ts';
import { type Registry, registryOf } from './registry.ts';

/** A registry to which a user's own recipes are added while the program runs. */
export interface LiveRegistry extends Registry {
  /** The user's recipes from now on, in place of those before. They must have been checked. */
  setOwn(sources: readonly RecipeSource[]): void;
}

/** @param sources the program's own recipes; a test checks them, so they are read only as far as they are needed */
export function createLiveRegistry(nodes: readonly NodeDefinition[], sources: readonly RecipeSource[]): LiveRegistry {
  const recipes = sources.map(readInParts);
  let inner = registryOf(nodes, recipes);
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
      inner = registryOf(nodes, [...recipes, ...own.map(readInParts)]);
    },
  };
}
