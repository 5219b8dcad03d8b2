import { z } from 'zod';
import type { Json } from '../value/value.ts';
import { paramValue } from './param.ts';
import { type Registry, recipeParam } from './registry.ts';

/** The ways in which chats are asked for, as the param `dialect` of a node names them. */
const dialects = ['openai', 'responses', 'claude', 'gemini'] as const;
/** Models that are called alike. */
export const modelFamilies = ['gpt', 'claude', 'gemini', 'other'] as const;
export type ModelFamily = (typeof modelFamilies)[number];

/** How a connection wants the models of a family called where a node leaves it open; families without an entry as ever. */
export const familyDialectsSchema = z.partialRecord(z.enum(modelFamilies), z.enum(dialects));
export type FamilyDialects = z.infer<typeof familyDialectsSchema>;

const patterns: readonly (readonly [ModelFamily, RegExp])[] = [
  ['gpt', /^(?:gpt|chatgpt|codex|o\d)(?:-|$)/i],
  ['claude', /^claude-/i],
  ['gemini', /^(?:gemini|gemma)-/i],
];

/** The family of a model by its name, in which a vendor may stand before it (`openai/gpt-5.2`). */
export function familyOf(model: string): ModelFamily {
  const name = model.slice(model.lastIndexOf('/') + 1);
  return patterns.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';
}

type Params = Readonly<Record<string, Json | undefined>>;

/**
 * The same registry for one connection: nodes that leave the dialect open have the one that the connection wants for their
 * model. Nothing else of their params changes, so without a wish everything is as it was, reuse keys included.
 */
export function withDialects(registry: Registry, wanted: () => FamilyDialects | undefined): Registry {
  const decided = (type: string, params: Params): Params => {
    const wishes = wanted();
    const own = registry.node(type)?.params;
    const definition = own?.['dialect'];
    if (wishes === undefined || definition === undefined || paramValue(definition, params['dialect']) !== 'auto')
      return params;
    // Who names the recipe has decided.
    if (typeof params[recipeParam] === 'string' && params[recipeParam] !== '') return params;
    const model = own?.['model'] && paramValue(own['model'], params['model']);
    const dialect = typeof model === 'string' ? wishes[familyOf(model)] : undefined;
    if (dialect === undefined) return params;
    const asked = { ...params, dialect };
    return registry.recipeFor(type, asked) === undefined ? params : asked;
  };
  return {
    get nodes() {
      return registry.nodes;
    },
    get recipes() {
      return registry.recipes;
    },
    node: registry.node,
    recipe: registry.recipe,
    recipeFor: (type, params) => registry.recipeFor(type, decided(type, params)),
    paramsOf: (type, params) => registry.paramsOf(type, decided(type, params)),
    portsOf: (type, params) => registry.portsOf(type, decided(type, params)),
  };
}
