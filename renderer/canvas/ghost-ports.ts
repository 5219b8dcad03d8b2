import type { WorkflowDocument } from '#core/graph/document';
import type { Graph } from '#core/graph/graph';
import type { Json } from '#core/value/value';
import { isObject } from '../document/edits.ts';
import type { NodeFacts, PortFacts } from './facts.ts';

/** Ports that a node does not have, but wires in the file lead to. They are drawn, so that broken wires can be seen. */
export interface GhostPorts {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

const cache = new WeakMap<Graph, ReadonlyMap<string, GhostPorts>>();

export function ghostPorts(document: WorkflowDocument, graph: Graph): ReadonlyMap<string, GhostPorts> {
  const known = cache.get(graph);
  if (known !== undefined) return known;
  const ghosts = new Map<string, { inputs: string[]; outputs: string[] }>();
  const note = (ref: Json | undefined, side: 'inputs' | 'outputs'): void => {
    if (!isObject(ref)) return;
    const { node: id, port } = ref;
    if (typeof id !== 'string' || typeof port !== 'string') return;
    const node = graph.nodes.get(id);
    if (node === undefined || Object.hasOwn(node[side], port)) return;
    const entry = ghosts.get(id) ?? { inputs: [], outputs: [] };
    ghosts.set(id, entry);
    if (!entry[side].includes(port)) entry[side].push(port);
  };
  const edges = document['edges'];
  for (const edge of Array.isArray(edges) ? edges : []) {
    if (!isObject(edge)) continue;
    note(edge['from'], 'outputs');
    note(edge['to'], 'inputs');
  }
  cache.set(graph, ghosts);
  return ghosts;
}

export function isSameGhost(one: GhostPorts | undefined, other: GhostPorts | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  const isSame = (a: readonly string[], b: readonly string[]): boolean =>
    a.length === b.length && a.every((port, index) => port === b[index]);
  return isSame(one.inputs, other.inputs) && isSame(one.outputs, other.outputs);
}

export interface DrawnPort extends PortFacts {
  readonly isGhost: boolean;
}

/** All ports of a card in the order in which they are drawn. */
export function drawnPorts(
  facts: NodeFacts,
  ghosts: GhostPorts | undefined,
): { readonly inputs: readonly DrawnPort[]; readonly outputs: readonly DrawnPort[] } {
  const real = (port: PortFacts): DrawnPort => ({ ...port, isGhost: false });
  const ghost = (name: string): DrawnPort => ({
    name,
    type: { base: 'any', depth: 0 },
    label: { en: name, zh: name },
    required: false,
    isGhost: true,
  });
  return {
    inputs: [...facts.inputs.map(real), ...(ghosts?.inputs ?? []).map(ghost)],
    outputs: [...facts.outputs.map(real), ...(ghosts?.outputs ?? []).map(ghost)],
  };
}
