/// <reference types="vite/types/importMeta.d.ts" />
import type { NodeDefinition } from '#core/node/definition';
import { createLiveRegistry, type LiveRegistry } from '#core/node/live-registry';
import { recipes } from './recipes/index.ts';

/** Every `nodes/<family>/<type>.ts`; a new file is found by itself. */
const nodes = import.meta.glob<NodeDefinition>(['./*/*.ts', '!./recipes/**'], { eager: true, import: 'node' });

/** The node types and recipes that come with the program. */
export function createDefaultRegistry(): LiveRegistry {
  return createLiveRegistry(Object.values(nodes), recipes);
}
