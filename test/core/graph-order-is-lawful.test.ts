import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph, reachable } from '#core/graph/graph';
import { topologicalOrder } from '#core/graph/order';
import { edge, node, registry, workflow } from './graph-support.ts';

interface Wires {
  readonly ids: readonly string[];
  readonly pairs: readonly (readonly [string, string])[];
}

const names = ['a', 'b', 'c', '__proto__', 'constructor', 'toString', '0', 'e'];

const anyWires: fc.Arbitrary<Wires> = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }).chain((ids) => {
  const pair = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids));
  return fc.record({ ids: fc.constant(ids), pairs: fc.array(pair, { maxLength: 14 }) });
});

/** Wires that only lead from a name to a later one in a hidden order. */
const acyclicWires: fc.Arbitrary<Wires> = anyWires.chain(({ ids, pairs }) =>
  fc.shuffledSubarray([...ids], { minLength: ids.length }).map((hidden) => ({
    ids,
    pairs: pairs
      .map(([one, other]): [string, string] =>
        hidden.indexOf(one) <= hidden.indexOf(other) ? [one, other] : [other, one],
      )
      .filter(([from, to]) => from !== to),
  })),
);

const nextOf =
  ({ pairs }: Wires) =>
  (id: string): string[] =>
    pairs.filter(([from]) => from === id).map(([, to]) => to);

/** All that can be reached, by walking again and again until nothing is new. */
function closure({ pairs }: Wires, start: readonly string[]): Set<string> {
  const seen = new Set(start);
  for (let size = -1; size !== seen.size; ) {
    size = seen.size;
    for (const [from, to] of pairs) if (seen.has(from)) seen.add(to);
  }
  return seen;
}

const reversed = ({ ids, pairs }: Wires): Wires => ({ ids, pairs: pairs.map(([from, to]) => [to, from]) });

describe('topological order', () => {
  it('has every node once, each after all that it depends on', () => {
    fc.assert(
      fc.property(acyclicWires, (wires) => {
        const { order, cycle } = topologicalOrder(wires.ids, nextOf(wires));
        expect(cycle).toEqual([]);
        expect([...order].sort()).toEqual([...wires.ids].sort());
        for (const [from, to] of wires.pairs) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the given order among nodes without wires', () => {
    expect(topologicalOrder(['c', 'a', 'b'], () => []).order).toEqual(['c', 'a', 'b']);
  });

  it('names a real circle in the direction of the wires, and orders all that is not behind one', () => {
    fc.assert(
      fc.property(anyWires, (wires) => {
        const { order, cycle } = topologicalOrder(wires.ids, nextOf(wires));
        const onCircle = wires.ids.filter((id) => closure(wires, nextOf(wires)(id)).has(id));
        expect(cycle.length > 0).toBe(onCircle.length > 0);
        expect(new Set(cycle).size).toBe(cycle.length);
        for (const [index, id] of cycle.entries()) {
          expect(nextOf(wires)(id)).toContain(cycle[(index + 1) % cycle.length]);
        }
        const stuck = closure(wires, onCircle);
        expect([...order].sort()).toEqual(wires.ids.filter((id) => !stuck.has(id)).sort());
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a chain of 100,000 nodes, and a circle of as many, without a deep stack', () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => `n${index}`);
    const after = new Map(ids.map((id, index) => [id, ids[index + 1]]));
    const next = (id: string): string[] => {
      const to = after.get(id);
      return to === undefined ? [] : [to];
    };
    const began = performance.now();
    expect(topologicalOrder([...ids].reverse(), next).order).toEqual(ids);
    after.set('n99999', 'n0');
    expect(topologicalOrder(ids, next).cycle).toHaveLength(100_000);
    expect(performance.now() - began).toBeLessThan(4000);
  });
});

describe('a built graph', () => {
  it('has the edges by node in the order of the file, and reaches what the wires reach', () => {
    fc.assert(
      fc.property(anyWires, fc.constantFrom(...names), (wires, start) => {
        const edges = wires.pairs.map(([from, to], index) => edge(`${from}.text`, `${to}.texts`, `e${index}`));
        const { graph } = buildGraph(
          workflow(
            wires.ids.map((id) => node(id)),
            edges,
          ),
          registry,
        );
        for (const id of wires.ids) {
          expect(graph.incoming.get(id) ?? []).toEqual(edges.filter((one) => one.to.node === id));
          expect(graph.outgoing.get(id) ?? []).toEqual(edges.filter((one) => one.from.node === id));
        }
        const begin = wires.ids.filter((id) => id === start);
        expect(reachable(graph, [start], 'outgoing')).toEqual(closure(wires, begin));
        expect(reachable(graph, [start], 'incoming')).toEqual(closure(reversed(wires), begin));
      }),
      { numRuns: 500 },
    );
  });

  it('is built quickly for a chain of 100,000 nodes', () => {
    const nodes = Array.from({ length: 100_000 }, (_, index) => node(`n${index}`));
    const edges = nodes.slice(1).map(({ id }, index) => edge(`n${index}.text`, `${id}.text`, `e${index}`));
    const began = performance.now();
    const { graph, issues } = buildGraph(workflow(nodes, edges), registry);
    expect(issues).toEqual([]);
    expect(graph.order).toHaveLength(100_000);
    expect(reachable(graph, ['n99999'], 'incoming').size).toBe(100_000);
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it('names ten nodes of a long circle, not all', () => {
    const nodes = Array.from({ length: 5000 }, (_, index) => node(`n${index}`));
    const edges = nodes.map(({ id }, index) => edge(`${id}.text`, `n${(index + 1) % 5000}.text`, `e${index}`));
    const { graph, issues } = buildGraph(workflow(nodes, edges), registry);
    expect(graph.order).toEqual([]);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.message.length).toBeLessThan(200);
    expect(issues[0]?.message).toMatch(/ → … → label\.$/);
  });

  it('brings params up to the version of the node, one version at a time', () => {
    const old = node('a', 'relay', { version: 1, params: { text: 'x' } });
    const { graph } = buildGraph(workflow([old]), registry);
    expect(graph.nodes.get('a')?.params).toEqual({ text: 'x', from1: true, from2: true });
    expect(old.params).toEqual({ text: 'x' });
  });

  it('has ports of any name that params ask for', () => {
    const names = ['__proto__', 'constructor', 'toString', 'place'];
    const nodes = [node('__proto__'), node('v', 'variables', { params: { names } })];
    const edges = [...names, 'valueOf'].map((name) => edge('__proto__.text', `v.${name}`));
    const { graph, issues } = buildGraph(workflow(nodes, edges), registry);
    expect(graph.incoming.get('v')?.map((one) => one.to.port)).toEqual(names);
    expect(issues.map((issue) => [issue.code, issue.place.field])).toEqual([['edge.broken', 'valueOf']]);
  });
});
