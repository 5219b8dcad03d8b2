import { describe, expect, it } from 'vitest';
import { isInSight, viewOf } from '#renderer/canvas/fit.ts';
import type { FlowNode } from '#renderer/canvas/flow-elements.ts';
import { keptView } from '#renderer/canvas/use-kept-view.ts';

const room = { width: 900, height: 700 };

function node(id: string, x: number, y: number): FlowNode {
  const data = { draft: 'd', raw: { id }, ghosts: undefined };
  return { id, type: 'card', position: { x, y }, measured: { width: 200, height: 100 }, data };
}

/** Where the right lower corner of a node is in the room. */
function cornerOf(node: FlowNode, nodes: readonly FlowNode[]): { x: number; y: number } {
  const { x, y, zoom } = viewOf(nodes, room, 1);
  return { x: (node.position.x + 200) * zoom + x, y: (node.position.y + 100) * zoom + y };
}

describe('everything in sight', () => {
  it('leaves the overview map its corner, beside it or above it, wherever there is more room', () => {
    for (const [right, bottom] of [
      [1000, 3000],
      [3000, 2000],
      [1600, 1300],
    ] as const) {
      const last = node('last', right, bottom);
      const corner = cornerOf(last, [node('first', 0, 0), last]);
      expect(corner.x <= room.width - 192 || corner.y <= room.height - 128).toBe(true);
      expect(Math.max(corner.x - room.width, corner.y - room.height)).toBeLessThan(0);
    }
  });

  it('stays in the middle when nothing would lie below the map', () => {
    const nodes = [node('first', 0, 0), node('last', 300, 0)];
    const { x, zoom } = viewOf(nodes, room, 1);
    expect(zoom).toBe(1);
    expect(x).toBeCloseTo((room.width - 500) / 2);
  });
});

describe('a panel that takes room', () => {
  const nodes = [node('first', 100, 100), node('last', 600, 450)];
  const here = { x: 0, y: 0, zoom: 1 };
  const less = { width: 900, height: 500 };

  it('leaves in sight what was wholly in sight, and enlarges nothing', () => {
    const view = keptView(nodes, here, room, less);
    expect(nodes.every((one) => view !== undefined && isInSight(one, view, less))).toBe(true);
    expect(view?.zoom).toBeLessThanOrEqual(1);
  });

  it('moves nothing where nothing is lost, where there is more room, or where a part was looked at', () => {
    expect(keptView(nodes.slice(0, 1), here, room, less)).toBeUndefined();
    expect(keptView(nodes, here, less, room)).toBeUndefined();
    expect(keptView([...nodes, node('far', 3000, 0)], here, room, less)).toBeUndefined();
  });

  it('keeps what is selected where a part was looked at', () => {
    const [first, last] = nodes as [FlowNode, FlowNode];
    const selected = { ...last, selected: true };
    const view = keptView([first, selected, node('far', 3000, 0)], here, room, less);
    expect(view !== undefined && isInSight(selected, view, less)).toBe(true);
  });
});
