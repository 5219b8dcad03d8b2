import type { PortRef, WorkflowEdge } from '#core/graph/document';
import { type Graph, type GraphNode, portType } from '#core/graph/graph';
import type { NodeDefinition } from '#core/node/definition';
import type { Registry } from '#core/node/registry';
import { connectionProblem } from '#core/value/convert';
import { formatPortType, type PortType } from '#core/value/type';
import type { Json } from '#core/value/value';
import { usual } from './usual-nodes.ts';
import { flowingTypes } from './wire-types.ts';

/** The end of a wire that is being drawn: an output that looks for inputs, or an input that looks for outputs. */
export interface LooseEnd extends PortRef {
  readonly side: 'output' | 'input';
  /** The edge that is plugged elsewhere; it does not count when the rest is judged. */
  readonly edge?: string;
}

/** Why a port does not take the wire; a code with what is needed to say it. */
export type Refusal =
  | { readonly why: 'type'; readonly from: PortType; readonly to: PortType }
  | { readonly why: 'circle' }
  | { readonly why: 'itself' }
  | { readonly why: 'there' }
  | { readonly why: 'unknown' };

export type Verdict =
  | { readonly fits: true; readonly replaces: boolean }
  | { readonly fits: false; readonly refusal: Refusal };

export const portKey = (port: PortRef, side: 'input' | 'output'): string => `${side}\n${port.node}\n${port.port}`;

/** Judges every port of the graph for a loose end: what may be plugged together and what not, and why. */
export function judgePorts(graph: Graph, registry: Registry, end: LooseEnd): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  const side = end.side === 'output' ? 'input' : 'output';
  const circle = reached(graph, end);
  for (const [id, node] of graph.nodes) {
    const ports = side === 'input' ? node.inputs : node.outputs;
    for (const port of Object.keys(ports)) {
      const other = { node: id, port };
      verdicts.set(portKey(other, side), judge(graph, registry, end, other, circle));
    }
  }
  return verdicts;
}

/** Judges one port. */
export function judgePort(graph: Graph, registry: Registry, end: LooseEnd, other: PortRef): Verdict {
  return judge(graph, registry, end, other, reached(graph, end));
}

function judge(graph: Graph, registry: Registry, end: LooseEnd, other: PortRef, circle: ReadonlySet<string>): Verdict {
  const refused = (refusal: Refusal): Verdict => ({ fits: false, refusal });
  if (other.node === end.node) return refused({ why: 'itself' });
  if (circle.has(other.node)) return refused({ why: 'circle' });
  const [from, to] = end.side === 'output' ? [end, other] : [other, end];
  const output = typeOfOutput(graph, registry, from);
  const input = typeOfInput(graph.nodes.get(to.node), to.port);
  if (output === undefined || input === undefined) return refused({ why: 'unknown' });
  if (connectionProblem(output.base, input.base) !== null) return refused({ why: 'type', from: output, to: input });
  const present = (graph.incoming.get(to.node) ?? []).filter(
    (edge) => edge.to.port === to.port && edge.id !== end.edge,
  );
  if (present.some((edge) => edge.from.node === from.node && edge.from.port === from.port)) {
    return refused({ why: 'there' });
  }
  return { fits: true, replaces: input.depth === 0 && present.length > 0 };
}

/** The nodes to which a wire from this end would close a circle. */
function reached(graph: Graph, end: LooseEnd): ReadonlySet<string> {
  const direction = end.side === 'output' ? 'incoming' : 'outgoing';
  const seen = new Set([end.node]);
  const queue = [end.node];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const edge of graph[direction].get(id) ?? []) {
      if (edge.id === end.edge) continue;
      const next = direction === 'incoming' ? edge.from.node : edge.to.node;
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return seen;
}

/** What an output gives as it is declared; where it follows its inputs, what flows through it now. */
export function typeOfOutput(graph: Graph, registry: Registry, port: PortRef): PortType | undefined {
  const node = graph.nodes.get(port.node);
  const declared = node !== undefined && Object.hasOwn(node.outputs, port.port) ? node.outputs[port.port] : undefined;
  if (declared === undefined) return undefined;
  const type = portType(declared.type);
  return type.base === 'any' || type.base === 'media'
    ? { base: flowingTypes(graph, registry).get(port.node)?.outputs[port.port]?.base ?? type.base, depth: type.depth }
    : type;
}

export function typeOfInput(node: GraphNode | undefined, port: string): PortType | undefined {
  const declared = node !== undefined && Object.hasOwn(node.inputs, port) ? node.inputs[port] : undefined;
  return declared === undefined ? undefined : portType(declared.type);
}

/** Whether an input loses its wire to the next one. */
export function takesOne(node: GraphNode | undefined, port: string): boolean {
  return typeOfInput(node, port)?.depth === 0;
}

/** A node type that could be put at a loose end, and the port that would be wired. */
export interface Fit {
  readonly definition: NodeDefinition;
  readonly port: string;
}

/** The node types that fit a loose end, those of its very type first. */
export function fittingTypes(registry: Registry, type: PortType, side: LooseEnd['side']): Fit[] {
  const fits: (Fit & { readonly score: number })[] = [];
  for (const definition of registry.nodes) {
    const ports = registry.portsOf(definition.type, defaultsOf(definition));
    const best = bestPort(side === 'output' ? ports.inputs : ports.outputs, type, side);
    if (best !== undefined) fits.push({ definition, ...best });
  }
  return fits
    .sort((a, b) => a.score - b.score || usual(a.definition.type) - usual(b.definition.type))
    .map(({ definition, port }) => ({ definition, port }));
}

interface PortLike {
  readonly type: string;
  readonly required?: boolean;
  readonly aside?: boolean;
}

/**
 * The port that fits best: the exact type before a conversion, a required one before others. What only accompanies the
 * work of a node is not what people look for.
 */
export function bestPort(
  ports: Readonly<Record<string, PortLike>>,
  type: PortType,
  side: LooseEnd['side'],
): { port: string; score: number } | undefined {
  let best: { port: string; score: number } | undefined;
  for (const [port, definition] of Object.entries(ports)) {
    if (definition.aside === true) continue;
    const other = portType(definition.type);
    const [from, to] = side === 'output' ? [type, other] : [other, type];
    if (connectionProblem(from.base, to.base) !== null) continue;
    const isExact = from.base === to.base;
    const isLoose = from.base === 'any' || to.base === 'any';
    const score =
      (isExact ? 0 : isLoose ? 4 : 8) + Math.min(2, Math.abs(from.depth - to.depth)) + (definition.required ? 0 : 0.5);
    if (best === undefined || score < best.score) best = { port, score };
  }
  return best;
}

/** How a node type would sit on an edge; undefined when it does not fit between its ends. */
export function fitOnEdge(
  graph: Graph,
  registry: Registry,
  edge: WorkflowEdge,
  type: string,
  params: Readonly<Record<string, Json>> = {},
): { readonly input: string; readonly output: string } | undefined {
  const from = typeOfOutput(graph, registry, edge.from);
  const to = typeOfInput(graph.nodes.get(edge.to.node), edge.to.port);
  const definition = registry.node(type);
  if (from === undefined || to === undefined || definition === undefined) return undefined;
  const ports = registry.portsOf(type, { ...defaultsOf(definition), ...params });
  const input = bestPort(ports.inputs, from, 'output');
  if (input === undefined) return undefined;
  // What follows its input (a list, an upload) gives what came in.
  const brought = definition.outputTypes?.({ [input.port]: from }) ?? {};
  const outputs = Object.fromEntries(
    Object.entries(ports.outputs).map(([name, port]) => {
      const exact = brought[name];
      return [name, { ...port, type: exact === undefined ? port.type : formatPortType(exact) }];
    }),
  );
  const output = bestPort(outputs, to, 'input');
  return output === undefined ? undefined : { input: input.port, output: output.port };
}

function defaultsOf(definition: NodeDefinition): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(definition.params).flatMap(([name, param]) =>
      'default' in param && param.default !== undefined ? [[name, param.default as Json]] : [],
    ),
  );
}
