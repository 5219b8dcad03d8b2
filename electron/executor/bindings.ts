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
    const input = entry.inputs[port];
    const sources = edges
      .filter((edge) => edge.to.port === port)
      .map((edge): TypedValue => results.get(edge.from.node)?.[edge.from.port] ?? unavailable);
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

/** The types of a node's outputs in this run, before mapping deepens them. */
export function outputTypesOf(
  entry: GraphNode,
  definition: NodeDefinition,
  inputTypes: Readonly<Record<string, PortType>>,
): Readonly<Record<string, PortType>> {
  const types: Record<string, PortType> = {};
  for (const port in entry.outputs) types[port] = portType(entry.outputs[port]?.type ?? 'any');
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
