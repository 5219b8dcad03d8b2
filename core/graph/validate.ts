import type { Issue } from '../issue.ts';
import { paramProblem, paramValue } from '../node/param.ts';
import type { Registry } from '../node/registry.ts';
import type { Json } from '../value/value.ts';
import type { Workflow } from './document.ts';
import { buildGraph, type Graph, type GraphNode, nameOf } from './graph.ts';

/**
 * Everything that can be said of a workflow without running it and without any file or network. Each issue names its node
 * and, where there is one, the port or param.
 */
export function validateWorkflow(workflow: Workflow, registry: Registry): { graph: Graph; issues: Issue[] } {
  const { graph, issues } = buildGraph(workflow, registry);
  for (const entry of graph.nodes.values()) {
    issues.push(...typeIssues(entry, registry));
    if (!entry.known) continue;
    issues.push(...paramIssues(entry));
    if (entry.node.mode === 'active' && entry.node.pin === undefined)
      issues.push(...missingInputs(entry, graph, registry));
  }
  issues.push(...nameIssues(graph));
  return { graph, issues };
}

function typeIssues({ node, known }: GraphNode, registry: Registry): Issue[] {
  const definition = registry.node(node.type);
  if (!known || definition === undefined) {
    return [
      {
        code: 'node.unknown-type',
        severity: 'error',
        message: `"${nameOf(node, node.id)}" is of the type "${node.type}", which this version does not have.`,
        hint: 'Remove the node or open the workflow with the version that made it; the file keeps it unchanged.',
        place: { node: node.id, field: 'type' },
      },
    ];
  }
  if (node.version <= definition.version) return [];
  return [
    {
      code: 'node.newer-version',
      severity: 'error',
      message: `"${nameOf(node, node.id)}" was made by a newer version of Patchbay (${node.type} ${node.version}).`,
      hint: 'Update Patchbay to run it.',
      place: { node: node.id, field: 'version' },
    },
  ];
}

function paramIssues({ node, params, paramDefinitions }: GraphNode): Issue[] {
  const issues: Issue[] = [];
  for (const [name, value] of Object.entries(params)) {
    const definition = Object.hasOwn(paramDefinitions, name) ? paramDefinitions[name] : undefined;
    if (definition === undefined) {
      issues.push({
        code: 'param.unknown',
        severity: 'warning',
        message: `"${nameOf(node, node.id)}" has no param "${name}"; it is kept in the file and not used.`,
        place: { node: node.id, field: name },
      });
      continue;
    }
    const problem = paramProblem(definition, value as Json);
    if (problem === null) continue;
    issues.push({
      code: 'param.invalid',
      severity: 'error',
      message: `The param "${name}" of "${nameOf(node, node.id)}" ${problem}.`,
      hint: 'Correct the value.',
      place: { node: node.id, field: name },
    });
  }
  return issues;
}

function missingInputs(entry: GraphNode, graph: Graph, registry: Registry): Issue[] {
  const { node } = entry;
  const wired = new Set((graph.incoming.get(node.id) ?? []).map((edge) => edge.to.port));
  const issues: Issue[] = [];
  for (const [port, input] of Object.entries(entry.inputs)) {
    if (input.required !== true || wired.has(port) || inputParam(entry, port) !== undefined) continue;
    issues.push({
      code: 'input.missing',
      severity: 'error',
      message: `"${nameOf(node, node.id)}" needs its input "${port}".`,
      hint: Object.hasOwn(entry.paramDefinitions, port) ? 'Connect a wire or fill it in.' : 'Connect a wire.',
      place: { node: node.id, field: port },
    });
  }
  const definition = registry.node(node.type);
  for (const [name, param] of Object.entries(entry.paramDefinitions)) {
    if (param.type !== 'file' || Object.hasOwn(entry.params, name) || definition?.work.kind !== 'compute') continue;
    issues.push({
      code: 'input.missing',
      severity: 'error',
      message: `"${nameOf(node, node.id)}" names no file.`,
      hint: 'Choose a file.',
      place: { node: node.id, field: name },
    });
  }
  return issues;
}

/** The value that an input without a wire takes from the param of its name; an empty text counts as nothing. */
export function inputParam(entry: GraphNode, port: string): Json | undefined {
  const definition = Object.hasOwn(entry.paramDefinitions, port) ? entry.paramDefinitions[port] : undefined;
  if (definition === undefined) return undefined;
  const value = paramValue(definition, Object.hasOwn(entry.params, port) ? entry.params[port] : undefined);
  return value === '' || value === null ? undefined : value;
}

/** Inputs and outputs of the workflow are found by name, so a name may stand only once. */
function nameIssues(graph: Graph): Issue[] {
  const issues: Issue[] = [];
  for (const type of ['input', 'output']) {
    const seen = new Set<string>();
    for (const { node, params } of graph.nodes.values()) {
      if (node.type !== type) continue;
      const name = interfaceName(node, params);
      if (seen.has(name)) {
        issues.push({
          code: 'name.duplicate',
          severity: type === 'input' ? 'error' : 'warning',
          message: `Two ${type} nodes have the name "${name}".`,
          hint: 'Give one of them another name.',
          place: { node: node.id, field: 'name' },
        });
      }
      seen.add(name);
    }
  }
  return issues;
}

/** The name of an input or output node: its param, else its title, else its id. */
export function interfaceName(
  node: { readonly id: string; readonly title: string },
  params: Readonly<Record<string, Json | undefined>>,
): string {
  const name = params['name'];
  if (typeof name === 'string' && name.trim() !== '') return name.trim();
  return node.title !== '' ? node.title : node.id;
}
