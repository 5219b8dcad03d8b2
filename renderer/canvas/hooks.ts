import { useMemo } from 'react';
import { create } from 'zustand';
import type { WorkflowEdge } from '#core/graph/document';
import { nodeKey } from '#core/run/address';
import { type NodeRun, nodeState } from '#core/run/state';
import type { Value } from '#core/value/value';
import { api } from '../api.ts';
import type { PlanEntryView } from '../panels/plan-words.ts';
import { useDocuments } from '../store/documents.ts';
import { usePlans } from '../store/plans.ts';
import { type LiveItem, shownRun, useRuns } from '../store/runs.ts';
import { useView } from '../store/view.ts';
import { type Result, resultsOf, resultsOfPlain, resultsOfPort } from './results.ts';

/** What the shown run did with a node; drawn again only when this node moves. */
export function useNodeRun(draft: string, node: string): NodeRun | undefined {
  return useRuns((state) => shownRun(state, draft)?.nodes.get(nodeKey({ path: [], node })));
}

export function useIsPractice(draft: string): boolean {
  return useRuns((state) => shownRun(state, draft)?.connection?.practice === true);
}

/** What the shown run waits for while it does nothing; undefined when it works or is over. */
export function useSuspension(draft: string) {
  return useRuns((state) => {
    const phase = shownRun(state, draft)?.phase;
    return phase?.state === 'suspended' ? phase.why : undefined;
  });
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

const noEdges: readonly WorkflowEdge[] = [];

/** Whether nothing of a node goes on but what accompanies its work, such as the names of saved files. */
export function givesNothing(outputs: Readonly<Record<string, { readonly aside?: boolean }>>): boolean {
  return Object.values(outputs).every((port) => port.aside === true);
}

/** What a node shows of a run: what it gave; a node that gives nothing on (an output, a saved copy) what it got. */
export function useResults(draft: string, node: string, run: NodeRun | undefined): readonly Result[] {
  const outputs = useDocuments((state) => state.documents[draft]?.view.graph.nodes.get(node)?.outputs);
  const isEnd = outputs !== undefined && givesNothing(outputs);
  const incoming = useDocuments((state) => state.documents[draft]?.view.graph.incoming.get(node)) ?? noEdges;
  const isThere = run !== undefined && nodeState(run) === 'done';
  const sources = useRuns((state) => (isEnd && isThere ? shownRun(state, draft)?.nodes : undefined));
  return useMemo(() => {
    if (!isEnd) return resultsOf(run, (port) => outputs?.[port]?.aside !== true);
    return incoming.flatMap(({ from }) =>
      resultsOfPort(sources?.get(nodeKey({ path: [], node: from.node })), from.port),
    );
  }, [isEnd, outputs, incoming, sources, run]);
}

/** While the plan is shown on the graph: what would become of the node; `none` for one that is not part of it. */
export function usePlannedEntry(draft: string, node: string): PlanEntryView | 'none' | undefined {
  const isPlanning = useView((state) => state.planning);
  return usePlans((state) => {
    if (!isPlanning || state.asked?.draft !== draft) return undefined;
    return state.asked.holder.plan?.entries.find((entry) => entry.node === node) ?? 'none';
  });
}

export function plannedClass(entry: PlanEntryView | 'none' | undefined): string {
  return entry === undefined ? '' : `planned-${entry === 'none' ? entry : entry.action}`;
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
