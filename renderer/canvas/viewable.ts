import { nodeKey } from '#core/run/address';
import { nodeName } from '../panels/node-name.ts';
import { resultsOfNode } from '../panels/results.ts';
import type { NamedResult } from '../panels/viewer-state.ts';
import { useDocuments } from '../store/documents.ts';
import { shownRun, useRuns } from '../store/runs.ts';
import { givesNothing } from './hooks.ts';

/** What the shown run made in a node, or brought to it when it gives nothing on, ready to be looked at in full size. */
export function viewableResults(draft: string, node: string): NamedResult[] {
  const run = shownRun(useRuns.getState(), draft);
  const graph = useDocuments.getState().documents[draft]?.view.graph;
  if (run === undefined || graph === undefined) return [];
  const entry = graph.nodes.get(node);
  const isEnd = entry !== undefined && givesNothing(entry.outputs);
  const sources = isEnd ? (graph.incoming.get(node) ?? []).map(({ from }) => from) : [{ node, port: undefined }];
  const name = nodeName(draft, node);
  return sources.flatMap((source) => {
    const found = run.nodes.get(nodeKey({ path: [], node: source.node }));
    if (found === undefined) return [];
    return resultsOfNode(found, source.port).map((result) => ({ ...result, name }));
  });
}
