import { createIssue, type Issue } from '../issue.ts';
import { paramProblem, paramValue } from '../node/param.ts';
import type { Registry } from '../node/registry.ts';
import { type LocalText, say } from '../text.ts';
import type { Json } from '../value/value.ts';
import type { Workflow } from './document.ts';
import { buildGraph, fieldName, type Graph, type GraphNode, nodeName } from './graph.ts';

/**
 * Everything that can be said of a workflow without running it and without any file or network. Each issue names its node
 * and, where there is one, the port or param.
 */
export function validateWorkflow(workflow: Workflow, registry: Registry): { graph: Graph; issues: Issue[] } {
  const { graph, issues } = buildGraph(workflow, registry);
  for (const entry of graph.nodes.values()) {
    issues.push(...typeIssues(entry, registry));
    if (!entry.known) continue;
    issues.push(...paramIssues(entry, registry));
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
      createIssue(
        'node.unknown-type',
        'error',
        { node: node.id, field: 'type' },
        say(
          '"{node}" is of the type "{type}", which this version does not have.',
          '“{node}”的类型“{type}”在当前版本中不存在。',
          { node: nodeName(node, registry), type: node.type },
        ),
        {
          en: 'Remove the node or open the workflow with the version that made it; the file keeps it unchanged.',
          zh: '请删除该节点，或用创建它的版本打开；文件会原样保留它。',
        },
      ),
    ];
  }
  if (node.version <= definition.version) return [];
  return [
    createIssue(
      'node.newer-version',
      'error',
      { node: node.id, field: 'version' },
      say(
        '"{node}" was made by a newer version of Patchbay ({type} {version}).',
        '“{node}”由更新版本的 Patchbay 创建（{type} {version}）。',
        { node: nodeName(node, registry), type: node.type, version: node.version },
      ),
      { en: 'Update Patchbay to run it.', zh: '请升级 Patchbay 后运行。' },
    ),
  ];
}

function paramIssues({ node, params, paramDefinitions }: GraphNode, registry: Registry): Issue[] {
  const issues: Issue[] = [];
  for (const [name, value] of Object.entries(params)) {
    const definition = Object.hasOwn(paramDefinitions, name) ? paramDefinitions[name] : undefined;
    if (definition === undefined) {
      const message = say(
        '"{node}" has no param "{name}"; it is kept in the file and not used.',
        '“{node}”没有参数“{name}”；它会保留在文件中，但不会使用。',
        { node: nodeName(node, registry), name },
      );
      issues.push(createIssue('param.unknown', 'warning', { node: node.id, field: name }, message));
      continue;
    }
    const problem = paramProblem(definition, value as Json);
    if (problem === null) continue;
    issues.push(
      createIssue(
        'param.invalid',
        'error',
        { node: node.id, field: name },
        paramSentence(fieldName(name, definition), nodeName(node, registry), problem),
        { en: 'Correct the value.', zh: '请改正该值。' },
      ),
    );
  }
  return issues;
}

/** What does not fit in the value of a param; `problem` is a predicate. */
export function paramSentence(param: LocalText, node: LocalText, problem: LocalText): LocalText {
  return say('The param "{param}" of "{node}" {problem}.', '“{node}”的参数“{param}”{problem}。', {
    param,
    node,
    problem,
  });
}

function missingInputs(entry: GraphNode, graph: Graph, registry: Registry): Issue[] {
  const { node } = entry;
  const wired = new Set((graph.incoming.get(node.id) ?? []).map((edge) => edge.to.port));
  const issues: Issue[] = [];
  for (const [port, input] of Object.entries(entry.inputs)) {
    if (input.required !== true || wired.has(port) || inputParam(entry, port) !== undefined) continue;
    const values = { node: nodeName(node, registry), port: fieldName(port, input) };
    issues.push(
      createIssue(
        'input.missing',
        'error',
        { node: node.id, field: port },
        say('"{node}" needs its input "{port}".', '“{node}”缺少输入“{port}”。', values),
        Object.hasOwn(entry.paramDefinitions, port)
          ? { en: 'Connect a wire or fill it in.', zh: '请连线或直接填写。' }
          : { en: 'Connect a wire.', zh: '请连线。' },
      ),
    );
  }
  const definition = registry.node(node.type);
  for (const [name, param] of Object.entries(entry.paramDefinitions)) {
    if (param.type !== 'file' || Object.hasOwn(entry.params, name) || definition?.work.kind !== 'compute') continue;
    issues.push(
      createIssue(
        'input.missing',
        'error',
        { node: node.id, field: name },
        say('"{node}" names no file.', '“{node}”没有指定文件。', { node: nodeName(node, registry) }),
        { en: 'Choose a file.', zh: '请选择一个文件。' },
      ),
    );
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
  for (const type of ['input', 'output'] as const) {
    const seen = new Set<string>();
    for (const { node, params } of graph.nodes.values()) {
      if (node.type !== type) continue;
      const name = interfaceName(node, params);
      if (seen.has(name)) {
        issues.push(
          createIssue(
            'name.duplicate',
            type === 'input' ? 'error' : 'warning',
            { node: node.id, field: 'name' },
            type === 'input'
              ? say('Two input nodes have the name "{name}".', '两个输入节点同名：“{name}”。', { name })
              : say('Two output nodes have the name "{name}".', '两个输出节点同名：“{name}”。', { name }),
            { en: 'Give one of them another name.', zh: '请为其中一个换个名称。' },
          ),
        );
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
