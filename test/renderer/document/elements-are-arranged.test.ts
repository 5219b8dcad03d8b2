import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align, autoLayout, contentsOf, frameOf, type Placed } from '#renderer/document/arrange.ts';

const box = (id: string, x: number, y: number, width = 200, height = 80): Placed => ({ id, x, y, width, height });

const overlaps = (a: Placed, b: Placed): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('automatic layout', () => {
  it('goes from left to right along the wires and keeps the corner', () => {
    const nodes = [box('c', 40, 30), box('a', 900, 10), box('b', 400, 500)];
    const { positions } = autoLayout(
      nodes,
      [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'c' },
      ],
      [],
    );
    const x = (id: string): number => positions.get(id)?.x ?? Number.NaN;
    expect(x('a')).toBeLessThan(x('b'));
    expect(x('b')).toBeLessThan(x('c'));
    expect(Math.min(...[...positions.values()].map((point) => point.x))).toBe(40);
    expect(Math.min(...[...positions.values()].map((point) => point.y))).toBe(10);
  });

  it('never lays one node over another', () => {
    const shape = fc.record({ width: fc.integer({ min: 60, max: 400 }), height: fc.integer({ min: 40, max: 500 }) });
    fc.assert(
      fc.property(
        fc.array(shape, { minLength: 1, maxLength: 14 }),
        fc.array(fc.tuple(fc.nat(13), fc.nat(13))),
        (shapes, pairs) => {
          const nodes = shapes.map(({ width, height }, index) => box(`n${index}`, index, index, width, height));
          const links = pairs
            .filter(([from, to]) => from < to && to < nodes.length)
            .map(([from, to]) => ({ from: `n${from}`, to: `n${to}` }));
          const { positions } = autoLayout(nodes, links, []);
          const placed = nodes.map((node) => ({ ...node, ...(positions.get(node.id) ?? node) }));
          for (const [index, one] of placed.entries()) {
            for (const other of placed.slice(index + 1)) {
              // Positions are whole numbers, so neighbours may share a line.
              const grown = { ...one, x: one.x + 1, y: one.y + 1, width: one.width - 2, height: one.height - 2 };
              expect(overlaps(grown, other)).toBe(false);
            }
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it('keeps what a frame holds inside of it and fits the frame', () => {
    const frame = box('f', 0, 0, 500, 300);
    const nodes = [box('a', 20, 40), box('b', 250, 160), box('c', 900, 0)];
    const { positions, frameSizes } = autoLayout(
      nodes,
      [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'c' },
      ],
      [frame],
    );
    const moved = { ...frame, ...(positions.get('f') ?? frame), ...(frameSizes.get('f') ?? {}) };
    const placed = nodes.map((node) => ({ ...node, ...(positions.get(node.id) ?? node) }));
    expect(contentsOf(moved, placed).map((node) => node.id)).toEqual(['a', 'b']);
    for (const node of placed.slice(0, 2)) {
      expect(node.x).toBeGreaterThanOrEqual(moved.x);
      expect(node.x + node.width).toBeLessThanOrEqual(moved.x + moved.width);
      expect(node.y + node.height).toBeLessThanOrEqual(moved.y + moved.height);
    }
  });
});

describe('frames', () => {
  it('hold what has its middle in them; the smallest counts', () => {
    const big = box('big', 0, 0, 1000, 1000);
    const small = box('small', 0, 0, 300, 300);
    expect(frameOf(box('n', 10, 10), [big, small])?.id).toBe('small');
    expect(frameOf(box('n', 250, 10), [small])).toBeUndefined();
  });
});

describe('alignment', () => {
  const elements = [box('a', 10, 0), box('b', 40, 300), box('c', 90, 120)];

  it('puts edges on one line', () => {
    expect([...align(elements, 'left').values()].map((point) => point.x)).toEqual([10, 10, 10]);
    expect([...align(elements, 'top').values()].map((point) => point.y)).toEqual([0, 0, 0]);
  });

  it('spreads with equal gaps', () => {
    const rows = align(elements, 'rows');
    const order = ['a', 'c', 'b'].map((id) => rows.get(id)?.y ?? 0);
    expect((order[1] ?? 0) - (order[0] ?? 0)).toBe((order[2] ?? 0) - (order[1] ?? 0));
  });

  it('makes rows and columns', () => {
    const grid = align([...elements, box('d', 500, 500)], 'grid');
    expect(new Set([...grid.values()].map((point) => point.x)).size).toBe(2);
    expect(new Set([...grid.values()].map((point) => point.y)).size).toBe(2);
  });
});
