import { AppError, type ErrorInfo } from '#core/errors';
import type { LiveRegistry } from '#core/node/live-registry';
import type { ImportReview, OperationChoice } from '#core/recipe/import';
import type { RecipeSource } from '#core/recipe/schema';
import { readApi } from '../../openapi/review.ts';
import type { Home } from '../../store/home.ts';
import { loadUserRecipes, saveUserRecipes } from '../../store/user-recipes.ts';

/** The recipes that lie in the home folder: a user's own, and those imported of documents. */
export interface OwnRecipes {
  readonly list: readonly RecipeSource[];
  /** What is wrong with its files; `place.file` names the file. */
  readonly problems: readonly ErrorInfo[];
  /** What of a document can be imported; nothing is written. */
  review(document: ApiText): ImportReview;
  /**
   * Imports the chosen operations.
   * @throws AppError `usage.invalid` when there is none, `file.write-failed`, `disk.full`
   */
  add(document: ApiText, choices: readonly OperationChoice[]): Promise<{ ids: string[]; file: string }>;
  /** Tells when the list has changed, whoever changed it. */
  onChange(listener: () => void): void;
}

/** A document as text. */
export interface ApiText {
  readonly name: string;
  readonly text: string;
}

/** Loads the recipes of the home folder into the registry. */
export function openOwnRecipes(home: Home, registry: LiveRegistry): OwnRecipes {
  const ofProgram = registry.recipes;
  let known: ReadonlyMap<string, string> | undefined;
  // Worked out when a document is imported, which is seldom.
  const routes = (): ReadonlyMap<string, string> => {
    known ??= routesOf(ofProgram);
    return known;
  };
  const listeners = new Set<() => void>();
  let loaded = load();
  function load(): { list: readonly RecipeSource[]; problems: readonly ErrorInfo[] } {
    const { files, problems } = loadUserRecipes(home, registry);
    const list = files.flatMap((file) => file.recipes);
    registry.setOwn(list);
    return { list, problems };
  }
  return {
    get list() {
      return loaded.list;
    },
    get problems() {
      return loaded.problems;
    },
    onChange: (listener) => void listeners.add(listener),
    review: ({ name, text }) => readApi(text, name, routes()).review,
    async add({ name, text }, choices) {
      const api = readApi(text, name, routes());
      const recipes = api.recipes(choices);
      if (recipes.length === 0) {
        throw new AppError(
          'usage.invalid',
          { en: 'Nothing of the document was imported.', zh: '未从文档导入任何接口。' },
          { hint: { en: 'Choose at least one operation that it has.', zh: '请至少选择文档中的一个接口。' } },
        );
      }
      const file = await saveUserRecipes(home, { name, slug: api.slug }, recipes);
      loaded = load();
      for (const listener of listeners) listener();
      return { ids: recipes.map(({ id }) => id), file };
    },
  };
}

/** The routes that recipes of the program call, by method and path with its names left out. */
function routesOf(recipes: LiveRegistry['recipes']): ReadonlyMap<string, string> {
  const routes = new Map<string, string>();
  for (const recipe of recipes) {
    const steps = [recipe.submit, ...recipe.variants.map(({ submit }) => submit)];
    for (const { method, path } of steps) {
      const key = `${method} ${path.replace(/\{[^{}]*\}/g, '{}')}`;
      if (!routes.has(key)) routes.set(key, recipe.id);
    }
  }
  return routes;
}
