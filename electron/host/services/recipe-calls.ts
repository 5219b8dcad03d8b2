import type { CallName, Handlers } from '#core/services/contract';
import { describeModel } from '../app/described-model.ts';
import type { ServicesContext } from './context.ts';

type RecipeCalls = Pick<Handlers, Extract<CallName, `recipe.${string}`>>;

/** A user's own recipes, and the import of documents. */
export function recipeCalls({ app, order, pool }: ServicesContext): RecipeCalls {
  const { ownRecipes } = app;
  return {
    'recipe.list': () => ({ recipes: [...ownRecipes.list], problems: [...ownRecipes.problems] }),
    async 'recipe.describe'({ model }) {
      const { gateway } = await pool.open(undefined);
      return describeModel(gateway, model);
    },
    'recipe.review': (document) => ownRecipes.review(document),
    'recipe.import': ({ choices, ...document }) => order.run('recipes', () => ownRecipes.add(document, choices)),
  };
}
