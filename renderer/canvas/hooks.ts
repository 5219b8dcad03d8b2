import { useMemo } from 'react';
import { create } from 'zustand';
import { nodeKey } from '#core/run/address';
import type { NodeRun } from '#core/run/state';
import type { Value } from '#core/value/value';
import { api } from '../api.ts';
import { useDocuments } from '../store/documents.ts';
import { type LiveItem, shownRun, useRuns } from '../store/runs.ts';
import { type Result, resultsOfPlain } from './results.ts';

/** What the shown run did with a node; drawn again only when this node moves. */
export function useNodeRun(draft: string, node: string): NodeRun | undefined {
  return useRuns((state) => shownRun(state, draft)?.nodes.get(nodeKey({ path: [], node })));
}

export function useIsPractice(draft: string): boolean {
  return useRuns((state) => shownRun(state, draft)?.connection?.practice === true);
}

/** What a node or one of its items says while it runs. */
export function useLive(draft: string, key: string): LiveItem | undefined {
  return useRuns((state) => {
    const run = state.shown[draft];
    return run === undefined ? undefined : state.live[run]?.[key];
  });
}

/** The nodes whose wires lead into a node, in the order of the wires. */
export function sourcesOf(draft: string, node: string): string[] {
  const graph = useDocuments.getState().documents[draft]?.view.graph;
  return (graph?.incoming.get(node) ?? []).map((edge) => edge.from.node);
}

interface StoredState {
  readonly values: Readonly<Record<string, Value>>;
}

const useStored = create<StoredState>(() => ({ values: {} }));
const asked = new Set<string>();

async function loadStored(artifact: string): Promise<void> {
  if (asked.has(artifact)) return;
  asked.add(artifact);
  try {
    const { value } = await api().call('value.load', { artifact });
    useStored.setState({ values: { ...useStored.getState().values, [artifact]: value } });
  } catch {
    // Asked again when it is drawn the next time.
    asked.delete(artifact);
  }
}

/** Results with their long values loaded as they arrive. */
export function useLoaded(results: readonly Result[]): readonly Result[] {
  const values = useStored((state) => (results.some((result) => result.kind === 'stored') ? state.values : undefined));
  return useMemo(
    () =>
      results.flatMap((result): readonly Result[] => {
        if (result.kind !== 'stored') return [result];
        const value = values?.[result.artifact];
        if (value !== undefined) return resultsOfPlain(value, result.type);
        loadStored(result.artifact).catch(() => undefined);
        return [];
      }),
    [results, values],
  );
}
