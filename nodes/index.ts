/// <reference types="vite/types/importMeta.d.ts" />
import type { NodeDefinition } from '#core/node/definition';
import { createRegistry, type Registry } from '#core/node/registry';
import { recipes } from './recipes/index.ts';

/** Every `nodes/<family>/<type>.ts`; a new file is found by itself. */
const nodes = import.meta.glob<NodeDefinition>(['./*/*.ts', '!./recipes/**'], { eager: true, import: 'node' });

/** The node types and recipes that come with the program. */
export function createDefaultRegistry(): Registry {
  return createRegistry(Object.values(nodes), recipes);
}
