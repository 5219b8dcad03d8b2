import type { Recipe } from '#core/recipe/schema';
import { goodAnswer } from './answers.ts';

/** Recipes for which a case of the contract cannot be, with the reason; `cannot` is what makes it so. */
export interface Exemption {
  readonly reason: string;
  readonly cannot: (recipe: Recipe) => boolean;
  readonly recipes: readonly string[];
}

const finds = ({ outputs }: Recipe) => Object.values(outputs);

export const exemptions = {
  'an empty answer': {
    reason: 'the answer as a whole is the result, whatever is in it',
    cannot: (recipe) =>
      recipe.task === undefined && finds(recipe).every((find) => find.as === 'json' && find.paths === undefined),
    recipes: ['suno/upload'],
  },
  'each place of an output': {
    reason: 'the body is the file itself, or an adapter reads it, which has tests of its own',
    cannot: (recipe) => goodAnswer(recipe) === undefined || recipe.submit.adapter !== undefined,
    recipes: [
      'anthropic/messages',
      'google/generate-content',
      'openai/chat',
      'openai/responses',
      'openai/speech',
      'openai/video-in-chat',
    ],
  },
  'done without a result': {
    reason: 'the task as a whole is the result',
    cannot: (recipe) =>
      recipe.task !== undefined &&
      finds(recipe).every((find) => find.as === 'json' && find.paths === undefined && find.give === undefined),
    recipes: ['midjourney/window'],
  },
} satisfies Record<string, Exemption>;

export type Case = keyof typeof exemptions;

/** Whether a case cannot be for a recipe. */
export function isExempt(name: Case, { id }: Recipe): boolean {
  return (exemptions[name].recipes as readonly string[]).includes(id);
}
