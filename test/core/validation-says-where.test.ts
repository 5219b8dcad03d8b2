import { describe, expect, it } from 'vitest';
import type { WorkflowEdge, WorkflowNode } from '#core/graph/document';
import { inputParam, validateWorkflow } from '#core/graph/validate';
import { edge, node, registry, workflow } from './graph-support.ts';

interface Case {
  readonly says: string;
  readonly nodes: readonly WorkflowNode[];
  readonly edges?: readonly WorkflowEdge[];
  /** `severity code node field` of each issue, `-` for what is not said. */
  readonly issues: readonly string[];
}

const picture = node('p', 'needy', { params: { prompt: 'a cat' } });
const pictureIssue = 'error input.missing p image';

const cases: readonly Case[] = [
  { says: 'nothing of a sound workflow', nodes: [node('a'), node('b')], edges: [edge('a.text', 'b.text')], issues: [] },
  { says: 'nothing of an empty workflow', nodes: [], issues: [] },
  {
    says: 'an unknown type',
    nodes: [node('a', 'hologram', { params: { anything: 1 } })],
    issues: ['error node.unknown-type a type'],
  },
  {
    says: 'a type named like a part of every object',
    nodes: [node('a', 'constructor'), node('b', '__proto__')],
    issues: ['error node.unknown-type a type', 'error node.unknown-type b type'],
  },
  {
    says: 'the wires of an unknown type',
    nodes: [node('a', 'hologram'), node('b')],
    edges: [edge('a.x', 'b.text')],
    issues: ['warning edge.broken b text', 'error node.unknown-type a type'],
  },
  { says: 'a newer node', nodes: [node('a', 'relay', { version: 4 })], issues: ['error node.newer-version a version'] },
  {
    says: 'unknown params',
    nodes: [node('a', 'relay', { params: { colour: 1, constructor: 2 } })],
    issues: ['warning param.unknown a colour', 'warning param.unknown a constructor'],
  },
  {
    says: 'params that do not fit',
    nodes: [node('a', 'relay', { params: { count: 9, text: 7 } })],
    issues: ['error param.invalid a count', 'error param.invalid a text'],
  },
  {
    says: 'a wire from nowhere',
    nodes: [node('a')],
    edges: [edge('gone.text', 'a.text')],
    issues: ['warning edge.broken a text'],
  },
  {
    says: 'a wire to nowhere',
    nodes: [node('a')],
    edges: [edge('a.text', 'gone.text')],
    issues: ['warning edge.broken - -'],
  },
  { says: 'a wire between nothing', nodes: [], edges: [edge('x.a', 'y.b')], issues: ['warning edge.broken - -'] },
  {
    says: 'a wire from an output that is not there',
    nodes: [node('a'), node('b')],
    edges: [edge('a.toString', 'b.text'), edge('a.__proto__', 'b.text')],
    issues: ['warning edge.broken b text', 'warning edge.broken b text'],
  },
  {
    says: 'a wire to an input that is not there',
    nodes: [node('a'), node('b')],
    edges: [edge('a.text', 'b.constructor')],
    issues: ['warning edge.broken b constructor'],
  },
  {
    says: 'a wire that does not fit, which does not take the place of one that does',
    nodes: [node('a'), node('b')],
    edges: [edge('a.video', 'b.text'), edge('a.text', 'b.text')],
    issues: ['error edge.type b text'],
  },
  {
    says: 'a second wire to one value, and nothing of several to a list',
    nodes: [node('a'), node('b'), node('c')],
    edges: [edge('a.text', 'c.text'), edge('b.text', 'c.text'), edge('a.text', 'c.texts'), edge('b.texts', 'c.texts')],
    issues: ['error edge.second c text'],
  },
  {
    says: 'nothing of a deeper list, which is mapped over',
    nodes: [node('a'), node('b')],
    edges: [edge('a.texts', 'b.text')],
    issues: [],
  },
  {
    says: 'a circle',
    nodes: [node('a'), node('b')],
    edges: [edge('a.text', 'b.text'), edge('b.text', 'a.text')],
    issues: ['error graph.cycle a -'],
  },
  {
    says: 'a node that feeds itself',
    nodes: [node('a')],
    edges: [edge('a.text', 'a.text')],
    issues: ['error graph.cycle a -'],
  },
  {
    says: 'missing inputs',
    nodes: [node('p', 'needy')],
    issues: ['error input.missing p prompt', pictureIssue],
  },
  {
    says: 'an input with an empty param as missing',
    nodes: [node('p', 'needy', { params: { prompt: '' } })],
    issues: ['error input.missing p prompt', pictureIssue],
  },
  { says: 'no missing input that a param fills', nodes: [picture], issues: [pictureIssue] },
  {
    says: 'no missing input that a wire fills',
    nodes: [picture, node('q', 'needy', { params: { prompt: 'x' } })],
    edges: [edge('p.image', 'q.image')],
    issues: [pictureIssue],
  },
  {
    says: 'an input whose only wire is broken as missing',
    nodes: [picture, node('b')],
    edges: [edge('b.gone', 'p.image')],
    issues: ['warning edge.broken p image', pictureIssue],
  },
  {
    says: 'no missing inputs of nodes that do not run',
    nodes: [
      node('m', 'needy', { mode: 'muted' }),
      node('b', 'needy', { mode: 'bypassed' }),
      node('f', 'needy', { pin: { image: { type: 'image' } } }),
    ],
    issues: [],
  },
  { says: 'a file that is not named', nodes: [node('r', 'reader')], issues: ['error input.missing r file'] },
  {
    says: 'a file that is named by nothing',
    nodes: [node('r', 'reader', { params: { file: { name: 'cat.png' } } })],
    issues: ['error param.invalid r file'],
  },
  {
    says: 'inputs and outputs of one name',
    nodes: [
      node('a', 'input', { params: { name: 'x' } }),
      node('b', 'input', { title: 'x' }),
      node('c', 'output', { params: { name: ' x ' } }),
      node('x', 'output'),
    ],
    issues: ['error name.duplicate b name', 'warning name.duplicate x name'],
  },
];

describe('validation', () => {
  it.each(cases)('says $says', ({ nodes, edges = [], issues }) => {
    const found = validateWorkflow(workflow(nodes, edges), registry).issues;
    const brief = found.map(
      ({ code, severity, place }) => `${severity} ${code} ${place.node ?? '-'} ${place.field ?? '-'}`,
    );
    expect(brief).toEqual(issues);
    for (const issue of found) {
      expect(issue.message).toMatch(/^\S.*\S\.$/);
      expect(issue.zh?.message).toMatch(/\p{Script=Han}.*。$/u);
      expect(issue.zh?.hint === undefined).toBe(issue.hint === undefined);
      if (issue.hint !== undefined) expect(issue.hint).toMatch(/\.$/);
      if (issue.code.startsWith('edge.')) expect(issue.place.edge).toBeDefined();
    }
  });

  it('names the nodes of a circle in the direction of the wires', () => {
    const nodes = [node('a', 'relay', { title: 'First' }), node('b'), node('c')];
    const edges = [edge('a.text', 'b.text'), edge('b.text', 'c.text'), edge('c.text', 'a.text')];
    const message = validateWorkflow(workflow(nodes, edges), registry).issues[0]?.message;
    expect(message).toBe('The wires run in a circle: First → label → label → First.');
  });

  it('takes no value for an input from the parts that every object has', () => {
    const { graph } = validateWorkflow(workflow([node('a')]), registry);
    const entry = graph.nodes.get('a');
    expect(entry).toBeDefined();
    if (entry !== undefined) expect(inputParam(entry, 'toString')).toBeUndefined();
  });
});
