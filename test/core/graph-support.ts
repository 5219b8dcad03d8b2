import type { Workflow, WorkflowEdge, WorkflowNode } from '#core/graph/document';
import { defineNode, type NodeDefinition } from '#core/node/definition';
import { createRegistry, type Registry } from '#core/node/registry';

export const label = { en: 'label', zh: '标签' };
const common = { version: 1, family: 'flow', title: label, summary: label, example: {} } as const;

/** A node with one input of each kind; it gives its text on. */
const relay = defineNode({
  ...common,
  type: 'relay',
  version: 3,
  params: {
    text: { type: 'text', label, maxLength: 10 },
    count: { type: 'integer', label, min: 1, max: 4, default: 1 },
    toString: { type: 'text', label },
  },
  inputs: {
    text: { type: 'text', label },
    texts: { type: 'list<text>', label },
    number: { type: 'number', label },
    any: { type: 'any', label },
  },
  outputs: { text: { type: 'text', label }, texts: { type: 'list<text>', label }, video: { type: 'video', label } },
  migrate: (params, from) => ({ ...params, [`from${from}`]: true }),
  work: { kind: 'compute', compute: () => ({ text: '', texts: [], video: '' }) },
});

/** A node that cannot run without its input; `prompt` may also come from the param. */
const needy = defineNode({
  ...common,
  type: 'needy',
  params: { prompt: { type: 'text', label } },
  inputs: {
    prompt: { type: 'text', label, required: true },
    image: { type: 'image', label, required: true },
  },
  outputs: { image: { type: 'image', label } },
  work: { kind: 'compute', compute: () => ({ image: '' }) },
});

const reader = defineNode({
  ...common,
  type: 'reader',
  params: { file: { type: 'file', label } },
  inputs: {},
  outputs: { file: { type: 'media', label } },
  work: { kind: 'compute', files: true, compute: () => ({ file: '' }) },
});

/** Ports that follow a param, as those of a prompt do; a name may be any word. */
const variables = defineNode({
  ...common,
  type: 'variables',
  params: { names: { type: 'json', label } },
  inputs: {},
  outputs: { text: { type: 'text', label } },
  ports: (params) => ({
    inputs: Object.fromEntries(
      (Array.isArray(params['names']) ? params['names'] : []).map((name) => [String(name), { type: 'text', label }]),
    ),
  }),
  work: { kind: 'compute', compute: () => ({ text: '' }) },
});

function face(type: 'input' | 'output'): NodeDefinition {
  return defineNode({
    ...common,
    type,
    params: { name: { type: 'text', label } },
    inputs: type === 'input' ? {} : { value: { type: 'any', label } },
    outputs: type === 'input' ? { value: { type: 'any', label } } : {},
    work: { kind: 'compute', compute: () => ({}) },
  });
}

export const registry: Registry = createRegistry([relay, needy, reader, variables, face('input'), face('output')], []);

export function node(id: string, type = 'relay', more: Partial<WorkflowNode> = {}): WorkflowNode {
  const place = { position: { x: 0, y: 0 }, title: '', version: type === 'relay' ? 3 : 1 };
  return { id, type, ...place, params: {}, mode: 'active', map: 'zip', variation: 0, pin: undefined, ...more };
}

/** `edge('a.text', 'b.texts')` */
export function edge(from: string, to: string, id = `${from}>${to}`): WorkflowEdge {
  const ref = (text: string) => {
    const at = text.lastIndexOf('.');
    return { node: text.slice(0, at), port: text.slice(at + 1) };
  };
  return { id, from: ref(from), to: ref(to) };
}

export function workflow(nodes: readonly WorkflowNode[], edges: readonly WorkflowEdge[] = []): Workflow {
  return { id: 'wf', name: 'Test', description: '', nodes, edges };
}
