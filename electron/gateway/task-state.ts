import type { Answer, TaskRef } from '#core/gateway/contract';
import type { Recipe } from '#core/recipe/schema';
import type { Json } from '#core/value/value';
import type { CallContext } from './call-context.ts';
import { asText } from './recipe/mapping.ts';
import { findAll } from './recipe/paths.ts';
import { findOutputs } from './recipe/read.ts';

/** The gateway's own status word in an answer about a task; undefined when there is none. */
export function statusOf(json: Json | undefined, recipe: Recipe): string | undefined {
  if (json === undefined) return undefined;
  for (const path of recipe.task?.status ?? []) {
    const found = findAll(json, path).find((value) => typeof value === 'string' || typeof value === 'number');
    if (found !== undefined) return asText(found);
  }
  return undefined;
}

/** Whether everything that the recipe promises is in an answer. */
export async function hasResult(
  json: Json | undefined,
  answer: Answer,
  { recipe, task, context }: { readonly recipe: Recipe; readonly task: TaskRef; readonly context: CallContext },
): Promise<boolean> {
  const text = (): Promise<string> => Promise.resolve('');
  const source = { answer, json, text, base: context.hosts.base, expiresAt: undefined, task };
  return 'found' in (await findOutputs(recipe, source));
}
