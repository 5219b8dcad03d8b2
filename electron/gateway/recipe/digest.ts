import { createHash } from 'node:crypto';
import type { Recipe } from '#core/recipe/schema';
import { canonicalJson } from '../json.ts';

const digests = new WeakMap<Recipe, string>();

/** SHA-256 of a recipe as canonical JSON, hexadecimal. Any change of the recipe makes earlier results another's. */
export function digestOf(recipe: Recipe): string {
  const known = digests.get(recipe);
  if (known !== undefined) return known;
  const digest = createHash('sha256').update(canonicalJson(recipe)).digest('hex');
  digests.set(recipe, digest);
  return digest;
}
