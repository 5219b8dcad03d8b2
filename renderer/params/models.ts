import { create } from 'zustand';
import type { Recipe } from '#core/recipe/schema';
import { api } from '../api.ts';
import { registry } from '../store/registry.ts';
import { useSession } from '../store/session.ts';

interface ModelsState {
  /** What the connection lists; undefined until it answered. */
  readonly listed: ReadonlySet<string> | undefined;
  readonly isLoading: boolean;
  readonly failed: boolean;
}

export const useModels = create<ModelsState>(() => ({ listed: undefined, isLoading: false, failed: false }));

let askedFor: unknown;

/** Asks the connection for its models, once for each connection. */
export async function loadModels(): Promise<void> {
  const { settings, connections } = useSession.getState();
  const key = JSON.stringify([
    settings.connection,
    connections.map(({ name, baseUrl, key: place }) => [name, baseUrl, place]),
  ]);
  if (key === askedFor) return;
  askedFor = key;
  useModels.setState({ isLoading: true });
  try {
    const { models, error } = await api().call('model.list', {});
    if (askedFor !== key) return;
    useModels.setState({
      listed: error === undefined ? new Set(models) : undefined,
      isLoading: false,
      failed: error !== undefined,
    });
  } catch {
    // Without the list nothing is flagged, and it is asked for again with the next look.
    askedFor = undefined;
    useModels.setState({ isLoading: false, failed: true });
  }
}

export interface ModelChoice {
  readonly id: string;
  readonly retired: boolean;
  readonly unlisted: boolean;
}

export interface ModelGroup {
  readonly recipe: Recipe | undefined;
  readonly models: readonly ModelChoice[];
}

/** The models of a node type: those of each recipe, and what else the connection lists that one of them fits. */
export function modelGroups(type: string, listed: ReadonlySet<string> | undefined): ModelGroup[] {
  const known = new Set<string>();
  const groups = registry.recipes
    .filter((recipe) => recipe.nodes.includes(type) && recipe.models.length > 0)
    .map((recipe): ModelGroup => {
      // A model that can be called in several ways stands in the list once.
      const fresh = recipe.models.filter(({ id }) => !known.has(id));
      const models = fresh.map(({ id, retired }) => {
        known.add(id);
        return { id, retired: retired !== undefined, unlisted: listed !== undefined && !listed.has(id) };
      });
      return { recipe, models };
    })
    .filter((group) => group.models.length > 0);
  const others = [...(listed ?? [])]
    .filter((id) => !known.has(id) && registry.recipeFor(type, { model: id }) !== undefined)
    .sort((a, b) => a.localeCompare(b))
    .map((id) => ({ id, retired: false, unlisted: false }));
  return others.length === 0 ? groups : [...groups, { recipe: undefined, models: others }];
}
