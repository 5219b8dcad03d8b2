import { fieldName, type Graph, type GraphNode, portType } from '#core/graph/graph';
import { type InputBinding, type ItemInputs, unavailable } from '#core/graph/mapping';
import { inputParam } from '#core/graph/validate';
import type { NodeDefinition } from '#core/node/definition';
import { paramValue } from '#core/node/param';
import { type LocalText, say } from '#core/text';
import { connectionProblem } from '#core/value/convert';
import type { PortType } from '#core/value/type';
import type { Json, TypedValue, Value } from '#core/value/value';
import type { TypedOutputs } from './values.ts';

/** What the nodes before brought: outputs by node, or nothing for one that gave none. */
export type Results = ReadonlyMap<string, TypedOutputs>;

/** The wired inputs of a node with their values, in the order of its ports and edges. */
export function bindInputs(entry: GraphNode, graph: Graph, results: Results): InputBinding[] {
  const edges = graph.incoming.get(entry.node.id);
  if (edges === undefined) return [];
  const bindings: InputBinding[] = [];
  for (const port in entry.inputs) {
    const sources: TypedValue[] = [];
    for (const edge of edges) {
      if (edge.to.port === port) sources.push(results.get(edge.from.node)?.[edge.from.port] ?? unavailable);
    }
    const input = entry.inputs[port];
    if (sources.length > 0 && input !== undefined) bindings.push({ port, type: portType(input.type), sources });
  }
  return bindings;
}

/** The inputs of one item with the params that stand in for inputs without a wire. */
export function completeInputs(
  entry: GraphNode,
  wired: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value | undefined>> {
  let inputs: Record<string, Value | undefined> | undefined;
  for (const port in entry.inputs) {
    if (Object.hasOwn(wired, port)) continue;
    const value = inputParam(entry, port);
    if (value === undefined) continue;
    inputs ??= { ...wired };
    inputs[port] = value;
  }
  return inputs ?? wired;
}

/** All params of a node with their defaults. */
export function completeParams(entry: GraphNode): Readonly<Record<string, Json | undefined>> {
  const params: Record<string, Json | undefined> = {};
  for (const name in entry.paramDefinitions) {
    const definition = entry.paramDefinitions[name];
    if (definition !== undefined) params[name] = paramValue(definition, entry.params[name]);
  }
  return params;
}

/** Nodes of a type share its ports, and large graphs have many of each. */
const typesOfPorts = new WeakMap<GraphNode['outputs'], Readonly<Record<string, PortType>>>();

function declaredTypes(outputs: GraphNode['outputs']): Readonly<Record<string, PortType>> {
  const known = typesOfPorts.get(outputs);
  if (known !== undefined) return known;
  const types: Record<string, PortType> = {};
  for (const port in outputs) types[port] = portType(outputs[port]?.type ?? 'any');
  typesOfPorts.set(outputs, types);
  return types;
}

/** The types of a node's outputs in this run, before mapping deepens them. */
export function outputTypesOf(
  entry: GraphNode,
  definition: NodeDefinition,
  inputTypes: Readonly<Record<string, PortType>>,
): Readonly<Record<string, PortType>> {
  const types = declaredTypes(entry.outputs);
  return definition.outputTypes === undefined ? types : { ...types, ...definition.outputTypes(inputTypes) };
}

/** A bypassed node passes for each output its first input of the same type. */
export function bypassOutputs(entry: GraphNode, bindings: readonly InputBinding[]): TypedOutputs {
  const outputs: Record<string, TypedValue> = {};
  for (const [port, output] of Object.entries(entry.outputs)) {
    const wanted = portType(output.type).base;
    const fitting = bindings.find(({ type }) => type.base === wanted || connectionProblem(type.base, wanted) === null);
    const source = fitting?.sources[0];
    if (source !== undefined && source.value !== null) outputs[port] = source;
  }
  return outputs;
}

/** What does not fit in the value that came to an input. */
export function inputSentence(
  entry: GraphNode,
  { port, problem }: Extract<ItemInputs, { kind: 'invalid' }>,
): LocalText {
  const name = fieldName(port, Object.hasOwn(entry.inputs, port) ? entry.inputs[port] : undefined);
  return say('The value for "{name}" {problem}.', '“{name}”收到的值{problem}。', { name, problem });
}

/** Why an item does not run because of what is missing, or null when it does. */
export function gapProblem(inputs: Extract<ItemInputs, { kind: 'ready' }>, definition: NodeDefinition): 'gap' | null {
  if (!inputs.gaps) return null;
  if (definition.takesGaps !== true) return 'gap';
  const values = Object.values(inputs.inputs);
  return values.length > 0 && values.every((value) => value === null) ? 'gap' : null;
}

/** The first node before this one that gave nothing, for the reason of a skip. */
export function missingSource(entry: GraphNode, graph: Graph, results: Results): string | undefined {
  return graph.incoming.get(entry.node.id)?.find((edge) => results.get(edge.from.node)?.[edge.from.port] === undefined)
    ?.from.node;
}
