import { type Graph, portType } from '#core/graph/graph';
import type { Registry } from '#core/node/registry';
import { isMediaKind, type PortType } from '#core/value/type';

/** The types that flow through the ports of a node once mapping and its wires are taken into account. */
export interface FlowingTypes {
  /** Of wired inputs: what their wires bring. */
  readonly inputs: Readonly<Record<string, PortType>>;
  readonly outputs: Readonly<Record<string, PortType>>;
  /** How many levels the node maps over. */
  readonly depth: number;
}

const cache = new WeakMap<Graph, ReadonlyMap<string, FlowingTypes>>();

/** The flowing types of every node of a graph; made once for each state of it. */
export function flowingTypes(graph: Graph, registry: Registry): ReadonlyMap<string, FlowingTypes> {
  const known = cache.get(graph);
  if (known !== undefined) return known;
  const types = new Map<string, FlowingTypes>();
  for (const id of graph.order) types.set(id, typesOfNode(graph, registry, types, id));
  // Nodes on a circle have no order; they get what is declared.
  for (const id of graph.nodes.keys()) {
    if (!types.has(id)) types.set(id, typesOfNode(graph, registry, types, id));
  }
  cache.set(graph, types);
  return types;
}

function typesOfNode(
  graph: Graph,
  registry: Registry,
  done: ReadonlyMap<string, FlowingTypes>,
  id: string,
): FlowingTypes {
  const entry = graph.nodes.get(id);
  if (entry === undefined) return { inputs: {}, outputs: {}, depth: 0 };
  const inputs: Record<string, PortType> = {};
  const extras: number[] = [];
  for (const edge of graph.incoming.get(id) ?? []) {
    const brought = done.get(edge.from.node)?.outputs[edge.from.port];
    const port = entry.inputs[edge.to.port];
    if (brought === undefined || port === undefined) continue;
    const wanted = portType(port.type);
    const before = inputs[edge.to.port];
    const base = before === undefined || before.base === brought.base ? brought.base : wanted.base;
    inputs[edge.to.port] = { base, depth: Math.max(brought.depth, before?.depth ?? 0) };
    if (wanted.base !== 'any') extras.push(Math.max(0, brought.depth - wanted.depth));
  }
  const depth = entry.node.map === 'cross' ? extras.reduce((sum, extra) => sum + extra, 0) : Math.max(0, ...extras);
  const read = Object.fromEntries(
    Object.entries(inputs).map(([name, type]) => {
      const wanted = portType(entry.inputs[name]?.type ?? 'any');
      if (wanted.base === 'any') return [name, { base: type.base, depth: Math.max(type.depth, wanted.depth) }];
      const base = wanted.base === 'media' && isMediaKind(type.base) ? type.base : wanted.base;
      return [name, { base, depth: wanted.depth }];
    }),
  );
  const declared = Object.fromEntries(Object.entries(entry.outputs).map(([name, port]) => [name, portType(port.type)]));
  const special = registry.node(entry.node.type)?.outputTypes?.(read) ?? {};
  const outputs = Object.fromEntries(
    Object.entries({ ...declared, ...special }).map(([name, type]) => [
      name,
      { base: type.base, depth: type.depth + depth },
    ]),
  );
  return { inputs, outputs, depth };
}
