import dagre from '@dagrejs/dagre';
import type { Point } from './edits.ts';

/** A node as the arrangement sees it. */
export interface Placed extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Link {
  readonly from: string;
  readonly to: string;
}

export type Positions = Map<string, Point>;

const columnGap = 72;
const rowGap = 36;
const framePadding = { top: 20, side: 16 };

/** The frame that holds the centre of a node; the smallest when several do. */
export function frameOf(node: Placed, frames: readonly Placed[]): Placed | undefined {
  const x = node.x + node.width / 2;
  const y = node.y + node.height / 2;
  return frames
    .filter((frame) => x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height)
    .sort((a, b) => a.width * a.height - b.width * b.height)[0];
}

/** What lies in a frame: nodes and notes by their centres. */
export function contentsOf(frame: Placed, elements: readonly Placed[]): Placed[] {
  return elements.filter((element) => element.id !== frame.id && frameOf(element, [frame]) !== undefined);
}

/**
 * Lays nodes out from left to right along their wires. Nodes in a frame are laid out within it and the frame is moved as
 * one piece and fitted around them. The upper left corner of all stays where it was.
 */
export function autoLayout(
  nodes: readonly Placed[],
  links: readonly Link[],
  frames: readonly Placed[],
): { positions: Positions; frameSizes: Map<string, { width: number; height: number }> } {
  const positions: Positions = new Map();
  const frameSizes = new Map<string, { width: number; height: number }>();
  if (nodes.length === 0) return { positions, frameSizes };
  const homes = new Map(nodes.map((node) => [node.id, frameOf(node, frames)?.id]));
  const inner = new Map<string, Positions>();
  const blocks: Placed[] = nodes.filter((node) => homes.get(node.id) === undefined);
  for (const frame of frames) {
    const members = nodes.filter((node) => homes.get(node.id) === frame.id);
    if (members.length === 0) continue;
    const ids = new Set(members.map((node) => node.id));
    const laid = layered(
      members,
      links.filter((link) => ids.has(link.from) && ids.has(link.to)),
    );
    inner.set(frame.id, laid);
    const box = boundsOf(members.map((node) => ({ ...node, ...(laid.get(node.id) ?? node) })));
    const size = {
      width: box.width + framePadding.side * 2,
      height: box.height + framePadding.top + framePadding.side,
    };
    frameSizes.set(frame.id, size);
    blocks.push({ ...frame, ...size });
  }
  const blockOf = (id: string): string => homes.get(id) ?? id;
  const outer = layered(
    blocks,
    links.map((link) => ({ from: blockOf(link.from), to: blockOf(link.to) })).filter((link) => link.from !== link.to),
  );
  const corner = boundsOf(nodes);
  const shift = (point: Point): Point => ({ x: Math.round(point.x + corner.x), y: Math.round(point.y + corner.y) });
  for (const block of blocks) {
    const at = outer.get(block.id) ?? block;
    const members = inner.get(block.id);
    positions.set(block.id, shift(at));
    for (const [id, point] of members ?? []) {
      positions.set(id, shift({ x: at.x + point.x + framePadding.side, y: at.y + point.y + framePadding.top }));
    }
  }
  return { positions, frameSizes };
}

/**
 * One layout; the upper left corner is 0, 0. Parts of the graph that no wire joins stand one below the other, and nodes
 * without any wire stand in rows at the end.
 */
function layered(nodes: readonly Placed[], links: readonly Link[]): Positions {
  const positions: Positions = new Map();
  const parts = joinedParts(nodes, links);
  let y = 0;
  let width = 0;
  for (const part of parts.filter((one) => one.length > 1)) {
    const ids = new Set(part.map((node) => node.id));
    const laid = layeredPart(
      part,
      links.filter((link) => ids.has(link.from)),
    );
    const placed = part.map((node) => ({ ...node, ...(laid.get(node.id) ?? node) }));
    for (const node of placed) positions.set(node.id, { x: node.x, y: node.y + y });
    const box = boundsOf(placed);
    y += box.height + rowGap * 2;
    width = Math.max(width, box.width);
  }
  const alone = parts.filter((one) => one.length === 1).flat();
  const [first] = alone;
  if (first === undefined) return positions;
  const room = Math.max(width, Math.ceil(Math.sqrt(alone.length)) * (first.width + rowGap));
  let x = 0;
  let height = 0;
  for (const node of alone) {
    if (x > 0 && x + node.width > room) {
      x = 0;
      y += height + rowGap;
      height = 0;
    }
    positions.set(node.id, { x, y });
    x += node.width + rowGap;
    height = Math.max(height, node.height);
  }
  return positions;
}

/** The nodes in groups that wires join, each in reading order, and so are the groups. */
function joinedParts(nodes: readonly Placed[], links: readonly Link[]): Placed[][] {
  const neighbours = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  for (const { from, to } of links) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  // What was above stays above where the wires do not decide.
  const ordered = [...nodes].sort((a, b) => a.y - b.y || a.x - b.x);
  const seen = new Set<string>();
  const parts: Placed[][] = [];
  for (const start of ordered) {
    if (seen.has(start.id)) continue;
    seen.add(start.id);
    const members = new Set([start.id]);
    const queue = [start.id];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      for (const next of neighbours.get(id) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        members.add(next);
        queue.push(next);
      }
    }
    parts.push(ordered.filter((node) => members.has(node.id)));
  }
  return parts;
}

function layeredPart(nodes: readonly Placed[], links: readonly Link[]): Positions {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: rowGap, ranksep: columnGap });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { width: node.width, height: node.height });
  for (const link of links) graph.setEdge(link.from, link.to);
  dagre.layout(graph);
  const placed = nodes.map((node) => {
    const { x, y } = graph.node(node.id) as { x: number; y: number };
    return { ...node, x: x - node.width / 2, y: y - node.height / 2 };
  });
  const corner = boundsOf(placed);
  return new Map(placed.map((node) => [node.id, { x: node.x - corner.x, y: node.y - corner.y }]));
}

export function boundsOf(elements: readonly Placed[]): { x: number; y: number; width: number; height: number } {
  if (elements.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...elements.map((element) => element.x));
  const y = Math.min(...elements.map((element) => element.y));
  const right = Math.max(...elements.map((element) => element.x + element.width));
  const bottom = Math.max(...elements.map((element) => element.y + element.height));
  return { x, y, width: right - x, height: bottom - y };
}

export type Alignment = 'left' | 'top' | 'grid' | 'columns' | 'rows';

/** Aligns elements, or spreads them evenly: `columns` side by side, `rows` one below the other. */
export function align(elements: readonly Placed[], how: Alignment): Positions {
  const box = boundsOf(elements);
  const set = (point: (element: Placed, index: number) => Point): Positions =>
    new Map(elements.map((element, index) => [element.id, point(element, index)]));
  switch (how) {
    case 'left':
      return set((element) => ({ x: box.x, y: element.y }));
    case 'top':
      return set((element) => ({ x: element.x, y: box.y }));
    case 'grid':
      return onGrid(elements, box);
    case 'columns':
      return spread(elements, 'x', 'width');
    case 'rows':
      return spread(elements, 'y', 'height');
  }
}

function onGrid(elements: readonly Placed[], box: Point): Positions {
  const columns = Math.ceil(Math.sqrt(elements.length));
  const width = Math.max(...elements.map((element) => element.width)) + rowGap;
  const ordered = [...elements].sort((a, b) => a.y - b.y || a.x - b.x);
  const positions: Positions = new Map();
  let y = box.y;
  for (let start = 0; start < ordered.length; start += columns) {
    const row = ordered.slice(start, start + columns);
    for (const [column, element] of row.entries()) positions.set(element.id, { x: box.x + column * width, y });
    y += Math.max(...row.map((element) => element.height)) + rowGap;
  }
  return positions;
}

/** Equal gaps between neighbours; what would overlap gets the usual gap. */
function spread(elements: readonly Placed[], axis: 'x' | 'y', side: 'width' | 'height'): Positions {
  const ordered = [...elements].sort((a, b) => a[axis] - b[axis]);
  const [first] = ordered;
  const last = ordered.at(-1);
  if (first === undefined || last === undefined) return new Map();
  const room = last[axis] + last[side] - first[axis] - ordered.reduce((sum, element) => sum + element[side], 0);
  const gap = ordered.length < 2 ? 0 : Math.max(room / (ordered.length - 1), rowGap / 2);
  const positions: Positions = new Map();
  let at = first[axis];
  for (const element of ordered) {
    positions.set(element.id, { x: element.x, y: element.y, [axis]: at });
    at += element[side] + gap;
  }
  return positions;
}
