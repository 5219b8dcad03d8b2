import type { Registry } from '#core/node/registry';
import { createDefaultRegistry } from '#nodes/index';

type Params = Parameters<Registry['paramsOf']>[1];

/**
 * Remembers the answer for params that are the same object. Documents are never changed in place, so after an edit only
 * the nodes that it touched are asked for anew; without that a large graph would cost tens of milliseconds for each key.
 */
function remember<A>(ask: (type: string, params: Params) => A): (type: string, params: Params) => A {
  const known = new WeakMap<Params, Map<string, A>>();
  return (type, params) => {
    const byType = known.get(params) ?? new Map<string, A>();
    known.set(params, byType);
    const answer = byType.has(type) ? (byType.get(type) as A) : ask(type, params);
    byType.set(type, answer);
    return answer;
  };
}

function remembering(registry: Registry): Registry {
  return {
    ...registry,
    recipeFor: remember(registry.recipeFor),
    paramsOf: remember(registry.paramsOf),
    portsOf: remember(registry.portsOf),
  };
}

/** The node types and recipes; the same that the main process runs. */
export const registry: Registry = remembering(createDefaultRegistry());
