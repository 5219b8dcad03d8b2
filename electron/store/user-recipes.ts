import path from 'node:path';
import { z } from 'zod';
import { AppError, type ErrorInfo, toAppError } from '#core/errors';
import type { Registry } from '#core/node/registry';
import { type RecipeSource, recipeSchema } from '#core/recipe/schema';
import { writeFileAtomic } from './atomic-file.ts';
import type { Home } from './home.ts';

/** What all recipes of a user begin with, so that none is ever taken for one of the program. */
export const userPrefix = 'user/';

/** A file of the folder `recipes`: one recipe, or several with where they came from. */
const fileSchema = z.object({
  format: z.literal('patchbay.recipes'),
  version: z.literal(1),
  /** The name of the document that they were imported from. */
  source: z.string().optional(),
  recipes: z.array(z.unknown()),
});

export interface RecipeFile {
  /** Its name in the folder. */
  readonly file: string;
  readonly recipes: readonly RecipeSource[];
}

export interface UserRecipes {
  readonly files: readonly RecipeFile[];
  /** Faults, one for each recipe or file that is left out; `place.file` names the file. */
  readonly problems: readonly ErrorInfo[];
}

/**
 * Reads the recipes in the home folder. A file that cannot be used is told and left alone; the others count.
 * @param registry the program's own, whose node types there are
 */
export function loadUserRecipes(home: Home, registry: Registry): UserRecipes {
  const files: RecipeFile[] = [];
  const problems: ErrorInfo[] = [];
  const ids = new Set<string>();
  for (const file of namesIn(home)) {
    try {
      const recipes: RecipeSource[] = [];
      for (const raw of readRecipes(home, file)) {
        const checked = checkRecipe(raw, file, registry, ids);
        if ('problem' in checked) problems.push(checked.problem.info);
        else recipes.push(checked.recipe);
      }
      files.push({ file, recipes });
    } catch (error) {
      problems.push(toAppError(error).at({ file }).info);
    }
  }
  return { files, problems };
}

function namesIn(home: Home): string[] {
  try {
    return home.layer
      .list(home.recipes)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    // The folder was just made when the home was opened; one that is gone has no recipes.
    return [];
  }
}

function readRecipes(home: Home, file: string): readonly unknown[] {
  const text = home.layer.readFile(path.join(home.recipes, file)).toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw fault(file, 'is no JSON', '不是 JSON', error);
  }
  if (typeof json === 'object' && json !== null && 'submit' in json) return [json];
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) throw fault(file, 'is no file of recipes', '不是配方文件', parsed.error);
  return parsed.data.recipes;
}

function checkRecipe(
  raw: unknown,
  file: string,
  registry: Registry,
  ids: Set<string>,
): { recipe: RecipeSource } | { problem: AppError } {
  const parsed = recipeSchema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.map(String).join('.') ?? '';
    const why = `${where}: ${issue?.message ?? ''}`;
    return { problem: fault(file, `has a recipe that does not fit: ${why}`, `中有不符合格式的配方：${why}`) };
  }
  const { id, nodes } = parsed.data;
  if (!id.startsWith(userPrefix)) {
    return {
      problem: fault(
        file,
        `has the recipe “${id}”, whose id must begin with ${userPrefix}`,
        `中配方“${id}”的编号必须以 ${userPrefix} 开头`,
      ),
    };
  }
  if (ids.has(id))
    return { problem: fault(file, `has the recipe “${id}”, which is there already`, `中的配方“${id}”已存在`) };
  const unknown = nodes.find((type) => registry.node(type)?.work.kind !== 'call');
  if (unknown !== undefined) {
    return {
      problem: fault(
        file,
        `has a recipe for “${unknown}”, which is no node that calls`,
        `中的配方指向“${unknown}”，该节点不存在或不调用网关`,
      ),
    };
  }
  ids.add(id);
  return { recipe: raw as RecipeSource };
}

function fault(file: string, en: string, zh: string, cause?: unknown): AppError {
  return new AppError(
    'file.unreadable',
    { en: `The file ${file} of your recipes ${en}.`, zh: `配方文件 ${file} ${zh}。` },
    {
      hint: {
        en: 'Correct it, or remove it from the folder "recipes" of the home folder.',
        zh: '请改正，或从主目录的 recipes 文件夹中删除。',
      },
      place: { file },
      cause,
    },
  );
}

/**
 * Writes recipes that were imported of a document beside those that its file has already; the same id is replaced.
 * Returns the file's name.
 * @throws AppError `file.write-failed`, `disk.full`
 */
export async function saveUserRecipes(
  home: Home,
  document: { readonly name: string; readonly slug: string },
  recipes: readonly RecipeSource[],
): Promise<string> {
  const file = `${document.slug}.json`;
  const target = path.join(home.recipes, file);
  const before = home.layer.facts(target) === undefined ? [] : keptOf(home, file);
  const fresh = new Set(recipes.map(({ id }) => id));
  const content = {
    format: 'patchbay.recipes',
    version: 1,
    source: document.name,
    recipes: [...before.filter((recipe) => !fresh.has(idOf(recipe))), ...recipes],
  };
  await writeFileAtomic(home.layer, target, `${JSON.stringify(content, null, 2)}\n`, { keepPrevious: true });
  return file;
}

function keptOf(home: Home, file: string): readonly unknown[] {
  try {
    return readRecipes(home, file);
  } catch {
    // What cannot be read has been told at the start; the copy before it is kept by the write.
    return [];
  }
}

function idOf(recipe: unknown): string {
  const id = typeof recipe === 'object' && recipe !== null && 'id' in recipe ? recipe.id : undefined;
  return typeof id === 'string' ? id : '';
}
