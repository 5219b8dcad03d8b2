/// <reference types="vite/types/importMeta.d.ts" />
import type { RecipeSource } from '#core/recipe/schema';

const files = import.meta.glob<RecipeSource>('./*/*.ts', { eager: true, import: 'recipe' });

/** Every `nodes/recipes/<system>/<name>.ts`; a new file is found by itself. */
export const recipes: RecipeSource[] = Object.values(files);
