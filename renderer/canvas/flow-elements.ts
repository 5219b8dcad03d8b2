import {
  applyNodeChanges,
  type Edge,
  type Node,
  type NodeChange,
  type NodeHandle,
  Position,
  type ReactFlowState,
} from '@xyflow/react';
import type { WorkflowDocument } from '#core/graph/document';
import { type Graph, nodeName } from '#core/graph/graph';
import type { Json } from '#core/value/value';
import { isObject } from '../document/edits.ts';
import { localText } from '../i18n/index.ts';
import { registry } from '../store/registry.ts';
import { colourOf, factsOf, type NodeFacts, nodeWidth, type PortColour, type RawNode } from './facts.ts';
import { drawnPorts, type GhostPorts, ghostPorts, isSameGhost } from './ghost-ports.ts';
import { flowingTypes } from './wire-types.ts';

/** What React Flow hands to our components: where they belong and the JSON that they draw. */
export interface ElementData extends Record<string, unknown> {
  readonly draft: string;
  readonly raw: RawNode;
  /** Ports that only broken wires name. */
  readonly ghosts: GhostPorts | undefined;
}

export type FlowNode = Node<ElementData, 'card' | 'frame' | 'note'>;

export interface WireData extends Record<string, unknown> {
  readonly colour: PortColour;
  readonly isList: boolean;
  readonly isBroken: boolean;
}

export type FlowEdge = Edge<WireData, 'wire'>;
export type FlowState = ReactFlowState<FlowNode, FlowEdge>;

const firstPort = 18;
const portStep = 22;
/** Half of what a port is wide and high. */
const portRadius = 6;
/** The line around a card, on which the middle of its ports lies. */
const border = 1;

/** How far below the card's upper edge the middle of a port lies. */
export function portMiddle(index: number, isCollapsed: boolean): number {
  return isCollapsed ? firstPort : firstPort + index * portStep;
}

/** A card is at least as high as its ports need. */
export function leastHeight(facts: NodeFacts, ghosts: GhostPorts | undefined): number {
  if (facts.collapsed) return firstPort * 2;
  const { inputs, outputs } = drawnPorts(facts, ghosts);
  return firstPort * 2 + (Math.max(1, inputs.length, outputs.length) - 1) * portStep;
}

/** About how high a card will be, until it is measured. */
export function guessedHeight(facts: NodeFacts, ghosts: GhostPorts | undefined): number {
  if (facts.collapsed) return firstPort * 2;
  const text = facts.params['text'] ?? facts.params['prompt'];
  const lines = typeof text === 'string' ? Math.min(8, Math.ceil(text.length / 30)) : 0;
  return Math.max(leastHeight(facts, ghosts), facts.height ?? 0, 36 + (lines > 0 ? lines * 19 + 10 : 0));
}

/** Where the ports of a card of some width lie: the same as on the screen, so that nobody has to measure them there. */
function handlesOf(facts: NodeFacts, ghosts: GhostPorts | undefined, width: number): NodeHandle[] {
  const size = { width: portRadius * 2, height: portRadius * 2 };
  const place = (index: number) => ({ ...size, y: portMiddle(index, facts.collapsed) - portRadius + border });
  const { inputs, outputs } = drawnPorts(facts, ghosts);
  const left = { type: 'target', position: Position.Left, x: border - portRadius } as const;
  const right = { type: 'source', position: Position.Right, x: width - border - portRadius } as const;
  return [
    ...inputs.map((port, index): NodeHandle => ({ id: port.name, ...left, ...place(index) })),
    ...outputs.map((port, index): NodeHandle => ({ id: port.name, ...right, ...place(index) })),
  ];
}

/** The elements after what React Flow says of them: moved, resized, measured, selected. */
export function changeNodes(nodes: FlowNode[], changes: NodeChange<FlowNode>[]): FlowNode[] {
  const widths = new Map(nodes.map((node) => [node.id, node.width]));
  return applyNodeChanges(changes, nodes).map((node) =>
    node.type !== 'card' || widths.get(node.id) === node.width ? node : { ...node, handles: portsOf(node) },
  );
}

/** The ports of a card where its present width has them. */
function portsOf(node: FlowNode): NodeHandle[] {
  const facts = factsOf(node.data.raw);
  return handlesOf(facts, node.data.ghosts, node.width ?? facts.width);
}

/**
 * The elements of a document for React Flow. What did not change stays the same object, with the size and the place that
 * React Flow gave it meanwhile, so that only what changed is drawn again. The same list when nothing changed at all.
 */
export function mergeNodes(
  before: readonly FlowNode[],
  document: WorkflowDocument,
  graph: Graph,
  draft: string,
  selection: ReadonlySet<string>,
): FlowNode[] {
  const ghosts = ghostPorts(document, graph);
  const known = new Map(before.map((node) => [node.id, node]));
  const merged: FlowNode[] = [];
  for (const [key, type] of [
    ['frames', 'frame'],
    ['nodes', 'card'],
    ['notes', 'note'],
  ] as const) {
    for (const raw of listIn(document, key)) {
      const id = raw['id'];
      if (typeof id !== 'string' || id === '') continue;
      const old = known.get(id);
      const isSelected = selection.has(id);
      const ghost = ghosts.get(id);
      if (old !== undefined && old.data.raw === raw && old.type === type && isSameGhost(old.data.ghosts, ghost)) {
        merged.push((old.selected ?? false) === isSelected ? old : { ...old, selected: isSelected });
      } else {
        merged.push(makeNode(raw, type, { draft, raw, ghosts: ghost }, isSelected, old));
      }
      known.delete(id);
    }
  }
  const isSame = merged.length === before.length && merged.every((node, index) => node === before[index]);
  return isSame ? (before as FlowNode[]) : merged;
}

function makeNode(
  raw: RawNode,
  type: 'card' | 'frame' | 'note',
  data: ElementData,
  selected: boolean,
  old: FlowNode | undefined,
): FlowNode {
  const common = { id: String(raw['id']), type, position: pointOf(raw['position']), data, selected };
  if (type !== 'card') {
    const size = sizeOf(raw['size'], type === 'frame' ? { width: 320, height: 240 } : { width: 200, height: 120 });
    return {
      ...common,
      ...size,
      measured: size,
      handles: [],
      zIndex: type === 'frame' ? -1 : 1,
      ...(type === 'frame' && { dragHandle: '.frame-handle' }),
    };
  }
  const facts = factsOf(raw);
  const isSameWidth = old?.width === facts.width;
  const height = isSameWidth ? old?.measured?.height : undefined;
  return {
    ...common,
    width: facts.width,
    measured: { width: facts.width, height: height ?? guessedHeight(facts, data.ghosts) },
    handles: handlesOf(facts, data.ghosts, facts.width),
    zIndex: 1,
    ariaLabel: nameOfNode(facts),
  };
}

/** What people call a node. */
export function nameOfNode(facts: NodeFacts): string {
  return localText(nodeName(facts, registry));
}

export function listIn(document: WorkflowDocument, key: 'nodes' | 'edges' | 'frames' | 'notes'): RawNode[] {
  const list = document[key];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function pointOf(value: Json | undefined): { x: number; y: number } {
  const read = (part: Json | undefined): number => (typeof part === 'number' ? part : 0);
  return isObject(value) ? { x: read(value['x']), y: read(value['y']) } : { x: 0, y: 0 };
}

export function sizeOf(
  value: Json | undefined,
  usual: { readonly width: number; readonly height: number } = { width: nodeWidth, height: 80 },
): { width: number; height: number } {
  const read = (part: Json | undefined, otherwise: number): number => (typeof part === 'number' ? part : otherwise);
  if (!isObject(value)) return { ...usual };
  return { width: read(value['width'], usual.width), height: read(value['height'], usual.height) };
}

/** The wires for React Flow; a wire that did not change stays the same object. Those without a node at an end are left out. */
export function mergeEdges(
  before: readonly FlowEdge[],
  document: WorkflowDocument,
  graph: Graph,
  selection: ReadonlySet<string>,
  labelOf: (from: string, to: string) => string,
): FlowEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const types = flowingTypes(graph, registry);
  const merged: FlowEdge[] = [];
  const seen = new Set<string>();
  for (const raw of listIn(document, 'edges')) {
    const { id, from, to } = raw;
    if (typeof id !== 'string' || seen.has(id) || !isObject(from) || !isObject(to)) continue;
    seen.add(id);
    const ends = { source: String(from['node']), target: String(to['node']) };
    const ports = { sourceHandle: String(from['port']), targetHandle: String(to['port']) };
    if (!graph.nodes.has(ends.source) || !graph.nodes.has(ends.target)) continue;
    const type = types.get(ends.source)?.outputs[ports.sourceHandle];
    const works = (graph.incoming.get(ends.target) ?? []).some((edge) => edge.id === id);
    const colour = colourOf(type?.base ?? 'any');
    const isList = (type?.depth ?? 0) > 0;
    const isSelected = selection.has(id);
    const old = known.get(id);
    const isSame =
      old !== undefined &&
      old.source === ends.source &&
      old.target === ends.target &&
      old.sourceHandle === ports.sourceHandle &&
      old.targetHandle === ports.targetHandle &&
      old.data?.colour === colour &&
      old.data.isList === isList &&
      old.data.isBroken === !works &&
      (old.selected ?? false) === isSelected;
    merged.push(
      isSame
        ? old
        : {
            id,
            type: 'wire',
            ...ends,
            ...ports,
            selected: isSelected,
            data: { colour, isList, isBroken: !works },
            ariaLabel: labelOf(ends.source, ends.target),
          },
    );
  }
  const isSame = merged.length === before.length && merged.every((edge, index) => edge === before[index]);
  return isSame ? (before as FlowEdge[]) : merged;
}
