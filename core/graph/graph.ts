import { createIssue, type Issue } from '../issue.ts';
import type { InputDefinitions, OutputDefinitions } from '../node/definition.ts';
import type { ParamDefinitions } from '../node/param.ts';
import type { Registry } from '../node/registry.ts';
import { type LocalText, listed, say, verbatim } from '../text.ts';
import { connectionProblem } from '../value/convert.ts';
import { type PortType, parsePortType, single } from '../value/type.ts';
import type { Json } from '../value/value.ts';
import type { Workflow, WorkflowEdge, WorkflowNode } from './document.ts';
import { topologicalOrder } from './order.ts';

/** A node together with what its type says of it. */
export interface GraphNode {
  readonly node: WorkflowNode;
  /** Migrated to the version of the definition. */
  readonly params: Readonly<Record<string, Json>>;
  readonly paramDefinitions: ParamDefinitions;
  readonly inputs: InputDefinitions;
  readonly outputs: OutputDefinitions;
  /** False for a type that this program does not have. */
  readonly known: boolean;
}

/** A workflow ready to be walked: only edges that work, and the order of the nodes. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** The working edges into a node, in the order of the file. */
  readonly incoming: ReadonlyMap<string, readonly WorkflowEdge[]>;
  readonly outgoing: ReadonlyMap<string, readonly WorkflowEdge[]>;
  /** Topological order; nodes on a cycle, and those behind one, are not in it. */
  readonly order: readonly string[];
}

/** Builds the graph and says which edges do not work. Linear in nodes and edges. */
export function buildGraph(workflow: Workflow, registry: Registry): { graph: Graph; issues: Issue[] } {
  const nodes = new Map<string, GraphNode>();
  for (const node of workflow.nodes) nodes.set(node.id, graphNode(node, registry));

  const issues: Issue[] = [];
  const incoming = new Map<string, WorkflowEdge[]>();
  const outgoing = new Map<string, WorkflowEdge[]>();
  const push = (map: Map<string, WorkflowEdge[]>, key: string, edge: WorkflowEdge): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [edge]);
    else list.push(edge);
  };
  const taken = new Set<string>();
  for (const edge of workflow.edges) {
    const issue = edgeIssue(edge, nodes, taken, registry);
    if (issue !== null) {
      issues.push(issue);
      continue;
    }
    taken.add(portKey(edge));
    push(incoming, edge.to.node, edge);
    push(outgoing, edge.from.node, edge);
  }
  const { order, cycle } = topologicalOrder([...nodes.keys()], (id) =>
    (outgoing.get(id) ?? []).map((edge) => edge.to.node),
  );
  if (cycle.length > 0) {
    const shown = cycle.length > longestCircle ? cycle.slice(0, longestCircle) : cycle;
    const names = shown.map((id) => {
      const entry = nodes.get(id);
      return entry === undefined ? verbatim(id) : nodeName(entry.node, registry);
    });
    const circle = listed([...names, ...(shown === cycle ? [] : ['…']), names[0] ?? ''], verbatim(' → '));
    issues.push(
      createIssue(
        'graph.cycle',
        'error',
        { node: cycle[0] ?? '' },
        say('The wires run in a circle: {circle}.', '连线形成了循环：{circle}。', { circle }),
        { en: 'Remove one of these wires.', zh: '请删除其中一条连线。' },
      ),
    );
  }
  return { graph: { nodes, incoming, outgoing, order }, issues };
}

/** How many nodes of a circle are named. */
const longestCircle = 10;

/** What people call a node: its title, else its id. */
export function nameOf(node: WorkflowNode | undefined, id: string): string {
  return node !== undefined && node.title !== '' ? node.title : id;
}

/**
 * What people call a node: its title, else what its type is called, with the number of its id from the second one on
 * (`chat-2` is “Chat 2”), so that two without a title are not taken for each other.
 */
export function nodeName(node: Pick<WorkflowNode, 'id' | 'type' | 'title'>, registry: Registry): LocalText {
  if (node.title !== '') return verbatim(node.title);
  const title = registry.node(node.type)?.title;
  if (title === undefined) return verbatim(node.id);
  const number = node.id.startsWith(`${node.type}-`) ? node.id.slice(node.type.length + 1) : '';
  return /^[1-9]\d*$/.test(number) && number !== '1'
    ? { en: `${title.en} ${number}`, zh: `${title.zh} ${number}` }
    : title;
}

function graphNode(node: WorkflowNode, registry: Registry): GraphNode {
  const definition = registry.node(node.type);
  if (definition === undefined) {
    return { node, params: node.params, paramDefinitions: {}, inputs: {}, outputs: {}, known: false };
  }
  let params = node.params;
  if (definition.migrate !== undefined) {
    for (let version = node.version; version < definition.version; version += 1) {
      params = definition.migrate({ ...params }, version);
    }
  }
  const paramDefinitions = registry.paramsOf(node.type, params);
  const ports = registry.portsOf(node.type, params);
  return { node, params, paramDefinitions, inputs: ports.inputs, outputs: ports.outputs, known: true };
}

const portKey = (edge: WorkflowEdge): string => JSON.stringify([edge.to.node, edge.to.port]);

function edgeIssue(
  edge: WorkflowEdge,
  nodes: ReadonlyMap<string, GraphNode>,
  taken: ReadonlySet<string>,
  registry: Registry,
): Issue | null {
  const from = nodes.get(edge.from.node);
  const to = nodes.get(edge.to.node);
  const place = { edge: edge.id, node: edge.to.node, field: edge.to.port };
  const broken = (message: LocalText, where: Issue['place'] = place): Issue =>
    createIssue('edge.broken', 'warning', where, message, {
      en: 'The wire stays in the file and does nothing; remove it or connect it anew.',
      zh: '这条连线会保留在文件中但不起作用，请删除或重新连接。',
    });
  if (to === undefined) {
    const values = { node: edge.to.node };
    return broken(
      say('The wire leads to a node "{node}" that is not there.', '连线通向不存在的节点“{node}”。', values),
      {
        edge: edge.id,
      },
    );
  }
  if (from === undefined) {
    const values = { node: edge.from.node };
    return broken(
      say('The wire comes from a node "{node}" that is not there.', '连线来自不存在的节点“{node}”。', values),
    );
  }
  if (!from.known || !to.known) {
    return broken({
      en: 'The wire touches a node whose type is unknown here.',
      zh: '连线一端的节点类型在当前版本中未知。',
    });
  }
  const output = own(from.outputs, edge.from.port);
  if (output === undefined) {
    const values = { node: nodeName(from.node, registry), port: edge.from.port };
    return broken(say('"{node}" has no output "{port}".', '“{node}”没有输出“{port}”。', values));
  }
  const input = own(to.inputs, edge.to.port);
  if (input === undefined) {
    const values = { node: nodeName(to.node, registry), port: edge.to.port };
    return broken(say('"{node}" has no input "{port}".', '“{node}”没有输入“{port}”。', values));
  }
  const problem = connectionProblem(portType(output.type).base, portType(input.type).base);
  if (problem !== null) {
    return createIssue(
      'edge.type',
      'error',
      place,
      say('This wire does not fit: {problem}.', '这条连线不匹配：{problem}。', { problem }),
      {
        en: 'Remove the wire or put a node between that converts.',
        zh: '请删除连线，或在中间加一个负责转换的节点。',
      },
    );
  }
  if (portType(input.type).depth === 0 && taken.has(portKey(edge))) {
    return createIssue(
      'edge.second',
      'error',
      place,
      say(
        'The input "{port}" takes one value, but a second wire leads to it.',
        '输入“{port}”只接收一个值，却接了第二条连线。',
        { port: fieldName(edge.to.port, input) },
      ),
      { en: 'Remove one of the two wires.', zh: '请删除其中一条连线。' },
    );
  }
  return null;
}

/** A port or param in a sentence: its name in English, as the command and the file have it, and its label in Chinese. */
export function fieldName(name: string, definition: { readonly label: LocalText } | undefined): LocalText {
  return { en: name, zh: definition?.label.zh ?? name };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Definitions have few, and each is asked for at every run of every node. */
const portTypes = new Map<string, PortType>();

/** The port type behind the text of a definition. */
export function portType(text: string): PortType {
  let type = portTypes.get(text);
  if (type === undefined) {
    type = parsePortType(text) ?? single('any');
    portTypes.set(text, type);
  }
  return type;
}

/** The nodes that a node needs, itself included, or those that depend on it. */
export function reachable(graph: Graph, start: readonly string[], direction: 'incoming' | 'outgoing'): Set<string> {
  const seen = new Set(start.filter((id) => graph.nodes.has(id)));
  const queue = [...seen];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const edge of graph[direction].get(id) ?? []) {
      const next = direction === 'incoming' ? edge.from.node : edge.to.node;
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return seen;
}
