import { describe, expect, it } from 'vitest';
import { viewDocument, type WorkflowDocument } from '#core/graph/document';
import { buildGraph } from '#core/graph/graph';
import { createDefaultRegistry } from '#nodes/index';
import { factsOf } from '#renderer/canvas/facts.ts';
import { type FlowEdge, type FlowNode, mergeEdges, mergeNodes } from '#renderer/canvas/flow-elements.ts';
import { drawnPorts, ghostPorts } from '#renderer/canvas/ghost-ports.ts';
import { connect, moveElements, removeElements, setParam } from '#renderer/document/edits.ts';
import { createHistory, edit } from '#renderer/document/history.ts';
import { canvasDocument } from '../support/canvas-world.ts';

const registry = createDefaultRegistry();
const graphOf = (document: WorkflowDocument) => buildGraph(viewDocument(document).workflow, registry).graph;
const nothing: ReadonlySet<string> = new Set();

const nodesOf = (before: readonly FlowNode[], document: WorkflowDocument, selection = nothing) =>
  mergeNodes(before, document, graphOf(document), 'd', selection);
const edgesOf = (before: readonly FlowEdge[], document: WorkflowDocument, selection = nothing) =>
  mergeEdges(before, document, graphOf(document), selection, (from, to) => `${from} to ${to}`);

function changed(document: WorkflowDocument, change: (draft: WorkflowDocument) => void): WorkflowDocument {
  return edit(createHistory(document), change, { label: 'x', id: 'g', at: 'now' })?.history.document ?? document;
}

const differing = <T extends { id: string }>(before: readonly T[], after: readonly T[]): string[] =>
  after.filter((element) => !before.includes(element)).map((element) => element.id);

describe('the elements for React Flow', () => {
  const document = canvasDocument();
  const nodes = nodesOf([], document);
  const edges = edgesOf([], document);

  it('are the same list when nothing changed', () => {
    expect(nodesOf(nodes, document)).toBe(nodes);
    expect(edgesOf(edges, document)).toBe(edges);
  });

  it('are new only where the document changed', () => {
    const typed = changed(document, setParam('idea', 'text', 'Another one.'));
    expect(differing(nodes, nodesOf(nodes, typed))).toEqual(['idea']);
    expect(edgesOf(edges, typed)).toBe(edges);
    const moved = changed(document, moveElements(new Map([['clip', { x: 9, y: 9 }]])));
    expect(differing(nodes, nodesOf(nodes, moved))).toEqual(['clip']);
  });

  it('keep the size that was measured', () => {
    const measured = nodes.map((node) =>
      node.id === 'clip' ? { ...node, measured: { width: 214, height: 333 } } : node,
    );
    const moved = changed(document, moveElements(new Map([['clip', { x: 9, y: 9 }]])));
    expect(nodesOf(measured, moved).find((node) => node.id === 'clip')?.measured?.height).toBe(333);
  });

  it('change with the selection only where it changed', () => {
    expect(differing(nodes, nodesOf(nodes, document, new Set(['clip'])))).toEqual(['clip']);
    expect(differing(edges, edgesOf(edges, document, new Set(['e0'])))).toEqual(['e0']);
  });

  it('have a place for the ends of broken wires', () => {
    const graph = graphOf(document);
    const ghosts = ghostPorts(document, graph);
    expect(ghosts.get('future')).toEqual({ inputs: ['glow'], outputs: [] });
    expect(ghosts.get('keeper')).toEqual({ inputs: [], outputs: ['gone'] });
    const keeper = nodes.find((node) => node.id === 'keeper');
    expect(keeper?.handles?.map((handle) => handle.id)).toContain('gone');
    const facts = keeper === undefined ? undefined : factsOf(keeper.data.raw);
    expect(
      facts === undefined ? [] : drawnPorts(facts, ghosts.get('keeper')).outputs.map((port) => port.isGhost),
    ).toEqual([false, true]);
    expect(edges.filter((edge) => edge.data?.isBroken === true).map((edge) => edge.id)).toEqual(['e9', 'e10']);
  });

  it('follow wires that come and go', () => {
    const more = changed(
      document,
      connect({ node: 'script', port: 'text' }, { node: 'asks', port: 'prompt' }, { replace: true }),
    );
    expect(differing(edges, edgesOf(edges, more))).toEqual(['e-1']);
    const less = changed(document, removeElements({ edges: new Set(['e0']) }));
    expect(edgesOf(edges, less)).toHaveLength(edges.length - 1);
    expect(differing(nodes, nodesOf(nodes, less))).toEqual([]);
  });
});
