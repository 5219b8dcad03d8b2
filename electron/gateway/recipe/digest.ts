import { createHash } from 'node:crypto';
import type { Recipe } from '#core/recipe/schema';
import { canonicalJson } from '#core/value/canonical';

const digests = new WeakMap<Recipe, string>();

/** What people read of a recipe; another wording is the same request. */
const words: ReadonlySet<string> = new Set(['title', 'label', 'help', 'unit', 'advanced']);

/** What says how a result is waited for; it is bought by then, and the same whichever way it was found. */
const waiting: ReadonlySet<string> = new Set(['task', 'resultLifetime']);

/**
 * SHA-256 of a recipe as canonical JSON, hexadecimal. Any change of what it sends or which outputs it gives makes earlier
 * results another's; a change of its wording, or of how tasks are asked for, does not.
 */
export function digestOf(recipe: Recipe): string {
  const known = digests.get(recipe);
  if (known !== undefined) return known;
  const digest = createHash('sha256')
    .update(canonicalJson(withoutWords(sentBy(recipe))))
    .digest('hex');
  digests.set(recipe, digest);
  return digest;
}

function sentBy(recipe: Recipe): unknown {
  return Object.fromEntries(Object.entries(recipe).filter(([key]) => !waiting.has(key)));
}

function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, inner]) => !(words.has(key) && isWording(inner)));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutWords(inner)]));
}

/** A field of the request may be called `title` too; it is kept, as it is no text in two languages. */
function isWording(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  return typeof value === 'object' && value !== null && 'en' in value && 'zh' in value;
}
