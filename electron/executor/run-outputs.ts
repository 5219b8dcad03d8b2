import type { Graph, GraphNode } from '#core/graph/graph';
import { nameOf } from '#core/graph/graph';
import { interfaceName } from '#core/graph/validate';
import type { TypedValue } from '#core/value/value';
import type { Results } from './bindings.ts';

/** One output of a workflow: under which name, and from which node. */
export interface RunOutput {
  readonly name: string;
  readonly node: string;
  readonly value: TypedValue;
}

/**
 * The outputs of a run: of the `output` nodes by their names; without such nodes of every node with no outgoing wire, by
 * title (with the port's name where a node has several outputs). Equal names get the node's id behind them.
 */
export function runOutputs(graph: Graph, scope: ReadonlySet<string>, results: Results): RunOutput[] {
  const inScope = [...graph.nodes.values()].filter(({ node }) => scope.has(node.id));
  const declared = inScope.filter(({ node }) => node.type === 'output');
  const found =
    declared.length > 0
      ? declared.flatMap((entry) => declaredOutput(entry, graph, results))
      : openEnds(inScope, graph, scope, results);
  const counts = new Map<string, number>();
  for (const { name } of found) counts.set(name, (counts.get(name) ?? 0) + 1);
  return found.map((output) =>
    (counts.get(output.name) ?? 0) > 1 ? { ...output, name: `${output.name} ${output.node}` } : output,
  );
}

function declaredOutput(entry: GraphNode, graph: Graph, results: Results): RunOutput[] {
  const edge = graph.incoming.get(entry.node.id)?.[0];
  const value = edge === undefined ? undefined : results.get(edge.from.node)?.[edge.from.port];
  if (value === undefined || !results.has(entry.node.id)) return [];
  return [{ name: interfaceName(entry.node, entry.params), node: entry.node.id, value }];
}

function openEnds(
  entries: readonly GraphNode[],
  graph: Graph,
  scope: ReadonlySet<string>,
  results: Results,
): RunOutput[] {
  return entries
    .filter(({ node }) => !(graph.outgoing.get(node.id) ?? []).some((edge) => scope.has(edge.to.node)))
    .flatMap(({ node }) => {
      const outputs = Object.entries(results.get(node.id) ?? {});
      const title = nameOf(node, node.id);
      return outputs.map(([port, value]) => ({
        name: outputs.length > 1 ? `${title} ${port}` : title,
        node: node.id,
        value,
      }));
    });
}
