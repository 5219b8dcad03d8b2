import { z } from 'zod';
import type { WorkflowDocument } from '../graph/document.ts';
import { isJsonObject } from '../graph/format.ts';
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

/** The dialect that a connection wants for a node with these params; undefined where it wants none or the node has decided. */
function wantedDialect(
  registry: Registry,
  type: string,
  params: Params,
  wishes: FamilyDialects | undefined,
): string | undefined {
  const own = registry.node(type)?.params;
  const definition = own?.['dialect'];
  if (wishes === undefined || definition === undefined || paramValue(definition, params['dialect']) !== 'auto')
    return undefined;
  // Who names the recipe has decided.
  if (typeof params[recipeParam] === 'string' && params[recipeParam] !== '') return undefined;
  const model = own?.['model'] && paramValue(own['model'], params['model']);
  const dialect = typeof model === 'string' ? wishes[familyOf(model)] : undefined;
  if (dialect === undefined || registry.recipeFor(type, { ...params, dialect }) === undefined) return undefined;
  return dialect;
}

/** The same registry for one connection, for forms and ports: nodes that leave the dialect open have the one that it wants. */
export function withDialects(registry: Registry, wanted: () => FamilyDialects | undefined): Registry {
  const decided = (type: string, params: Params): Params => {
    const dialect = wantedDialect(registry, type, params, wanted());
    return dialect === undefined ? params : { ...params, dialect };
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

/**
 * A workflow as it is planned and run on one connection: nodes that leave the dialect open name the one that the connection
 * wants. A run keeps it with its snapshot, so it goes on as it began, whatever the connection wants by then. Nothing else
 * changes, so without a wish everything is as it was, reuse keys included.
 */
export function decideDialects(
  document: WorkflowDocument,
  registry: Registry,
  wishes: FamilyDialects | undefined,
): WorkflowDocument {
  const { nodes } = document;
  if (wishes === undefined || !Array.isArray(nodes)) return document;
  const decided = nodes.map((node) => {
    if (!isJsonObject(node)) return node;
    const params = isJsonObject(node['params']) ? node['params'] : {};
    const dialect = wantedDialect(registry, String(node['type']), params, wishes);
    return dialect === undefined ? node : { ...node, params: { ...params, dialect } };
  });
  return { ...document, nodes: decided };
}
