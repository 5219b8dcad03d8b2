import type { Graph, GraphNode } from '#core/graph/graph';
import { nameOf } from '#core/graph/graph';
import { interfaceName } from '#core/graph/validate';
import type { TypedValue } from '#core/value/value';
import type { Results } from './bindings.ts';

/** Where an output of a workflow comes from, and what it is called. */
export interface OutputPlace {
  /** Unique: equal titles get the node's id behind them. */
  readonly name: string;
  /** As people gave it. */
  readonly title: string;
  readonly node: string;
  /** The node and port that the value is read from. */
  readonly from: { readonly node: string; readonly port: string };
}

/** One output of a workflow: under which name, and from which node. */
export interface RunOutput {
  readonly name: string;
  readonly node: string;
  readonly value: TypedValue;
}

/**
 * The outputs that a run can have: of the `output` nodes by their names; without such nodes of every node with no outgoing
 * wire, by title (with the port's name where a node has several outputs; those aside do not count). Names follow from the graph alone, so a failure
 * changes none of them.
 */
export function outputPlaces(graph: Graph, scope: ReadonlySet<string>): OutputPlace[] {
  const declared: GraphNode[] = [];
  const ends: GraphNode[] = [];
  for (const entry of graph.nodes.values()) {
    const { id, type } = entry.node;
    if (!scope.has(id)) continue;
    if (type === 'output') declared.push(entry);
    else if (!graph.outgoing.get(id)?.some((edge) => scope.has(edge.to.node))) ends.push(entry);
  }
  const places =
    declared.length > 0 ? declared.flatMap((entry) => declaredOutput(entry, graph)) : ends.flatMap(openEnds);
  const counts = new Map<string, number>();
  for (const { title } of places) counts.set(title, (counts.get(title) ?? 0) + 1);
  return places.map((place) => ({
    name: (counts.get(place.title) ?? 0) > 1 ? `${place.title} ${place.node}` : place.title,
    ...place,
  }));
}

/** The outputs that are there. */
export function runOutputs(graph: Graph, scope: ReadonlySet<string>, results: Results): RunOutput[] {
  return outputPlaces(graph, scope).flatMap(({ name, node, from }) => {
    const value = results.has(node) ? results.get(from.node)?.[from.port] : undefined;
    return value === undefined ? [] : [{ name, node, value }];
  });
}

function declaredOutput(entry: GraphNode, graph: Graph): Omit<OutputPlace, 'name'>[] {
  const edge = graph.incoming.get(entry.node.id)?.[0];
  if (edge === undefined) return [];
  return [{ title: interfaceName(entry.node, entry.params), node: entry.node.id, from: edge.from }];
}

/** The outputs of a node without an outgoing wire. */
function openEnds(entry: GraphNode): Omit<OutputPlace, 'name'>[] {
  const { node } = entry;
  const ports = Object.keys(entry.outputs).filter((port) => entry.outputs[port]?.aside !== true);
  const title = nameOf(node, node.id);
  return ports.map((port) => ({
    title: ports.length > 1 ? `${title} ${port}` : title,
    node: node.id,
    from: { node: node.id, port },
  }));
}
