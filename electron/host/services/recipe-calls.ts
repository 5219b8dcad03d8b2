import type { CallName, Handlers } from '#core/services/contract';
import type { ServicesContext } from './context.ts';

type RecipeCalls = Pick<Handlers, Extract<CallName, `recipe.${string}`>>;

/** A user's own recipes, and the import of documents. */
export function recipeCalls({ app, order }: ServicesContext): RecipeCalls {
  const { ownRecipes } = app;
  return {
    'recipe.list': () => ({ recipes: [...ownRecipes.list], problems: [...ownRecipes.problems] }),
    'recipe.review': (document) => ownRecipes.review(document),
    'recipe.import': ({ choices, ...document }) => order.run('recipes', () => ownRecipes.add(document, choices)),
  };
}
