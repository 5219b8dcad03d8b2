import type { PortRef } from '#core/graph/document';
import type { Json } from '#core/value/value';
import { type Change, findById, freeId, isObject, listOf } from './edits.ts';

/** What becomes of one end of a wire, and whether the input there takes one value only. */
export interface Replug {
  readonly edge: string;
  readonly from: PortRef;
  readonly to: PortRef;
  readonly replace: boolean;
}

/** Plugs an edge into other ports. It keeps its id, its place in the order and whatever else it holds. */
export const replugEdge =
  ({ edge, from, to, replace }: Replug): Change =>
  (document) => {
    const entry = findById(document, 'edges', edge);
    if (entry === undefined) return;
    const edges = listOf(document, 'edges');
    for (let index = edges.length - 1; index >= 0; index -= 1) {
      const other = edges[index];
      if (!isObject(other) || other['id'] === edge || !endsAt(other, 'to', to)) continue;
      if (replace || endsAt(other, 'from', from)) edges.splice(index, 1);
    }
    setEnd(entry, 'from', from);
    setEnd(entry, 'to', to);
  };

/** Puts a node that is there already into an edge: what led to the target now leads through the node. */
export const insertOnEdge =
  (edge: string, node: string, ports: { readonly input: string; readonly output: string }): Change =>
  (document) => {
    const entry = findById(document, 'edges', edge);
    const { to } = entry ?? {};
    if (entry === undefined || !isObject(to)) return;
    const edges = listOf(document, 'edges');
    const behind = {
      id: freeId(document, 'edges', 'e'),
      from: { node, port: ports.output },
      to: { node: String(to['node']), port: String(to['port']) },
    };
    // Behind the old edge, so that a list port gathers in the same order as before.
    edges.splice(edges.indexOf(entry) + 1, 0, behind);
    setEnd(entry, 'to', { node, port: ports.input });
  };

/** Changes the order in which a list port gathers: the edge takes the place of another one. */
export const moveEdge =
  (edge: string, target: string): Change =>
  (document) => {
    const edges = listOf(document, 'edges');
    const indexOf = (id: string): number => edges.findIndex((entry) => isObject(entry) && entry['id'] === id);
    const from = indexOf(edge);
    const to = indexOf(target);
    if (from < 0 || to < 0 || from === to) return;
    const [moved] = edges.splice(from, 1);
    if (moved !== undefined) edges.splice(to, 0, moved);
  };

function endsAt(edge: { [key: string]: Json }, end: 'from' | 'to', port: PortRef): boolean {
  const ref = edge[end];
  return isObject(ref) && ref['node'] === port.node && ref['port'] === port.port;
}

function setEnd(edge: { [key: string]: Json }, end: 'from' | 'to', port: PortRef): void {
  const ref = edge[end];
  if (!isObject(ref)) {
    edge[end] = { ...port };
    return;
  }
  if (ref['node'] !== port.node) ref['node'] = port.node;
  if (ref['port'] !== port.port) ref['port'] = port.port;
}
