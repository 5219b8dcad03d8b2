import type { Json } from '#core/value/value';

/** A workflow document without its head: what the benchmarks run. */
export interface BenchGraph {
  readonly name: string;
  readonly nodes: Json[];
  readonly edges: Json[];
}

const step = (id: string): Json => ({ id, type: 'step', params: {} });
const edge = (from: string, to: string): Json => ({
  id: `${from}>${to}`,
  from: { node: from, port: 'text' },
  to: { node: to, port: 'in' },
});

/** Each node after the one before. */
export function chain(length: number): BenchGraph {
  const ids = Array.from({ length }, (_, index) => `n${index}`);
  return {
    name: `chain of ${length.toLocaleString('en')}`,
    nodes: ids.map(step),
    edges: ids.slice(1).map((id, index) => edge(`n${index}`, id)),
  };
}

/** One node, many that follow it, and one that gathers them. */
export function wide(width: number): BenchGraph {
  const middle = Array.from({ length: width }, (_, index) => `m${index}`);
  return {
    name: `1 → ${width.toLocaleString('en')} → 1`,
    nodes: ['first', ...middle, 'last'].map(step),
    edges: middle.flatMap((id) => [edge('first', id), edge(id, 'last')]),
  };
}

/** Layers in which each node follows three of the layer before. */
export function layers(depth: number, width: number): BenchGraph {
  const id = (layer: number, index: number): string => `l${layer}-${index % width}`;
  const nodes: Json[] = [];
  const edges: Json[] = [];
  for (let layer = 0; layer < depth; layer += 1) {
    for (let index = 0; index < width; index += 1) {
      nodes.push(step(id(layer, index)));
      if (layer === 0) continue;
      for (const shift of [0, 1, 7]) edges.push(edge(id(layer - 1, index + shift), id(layer, index)));
    }
  }
  return { name: `${depth} layers × ${width}`, nodes, edges };
}

/** Branches of nodes that take their time, and one that gathers them. `longest` is the critical path in milliseconds. */
export function uneven(): BenchGraph & { longest: number } {
  const branches = [
    [400, 50, 50, 400, 100],
    [50, 400, 300, 50, 50],
    [100, 100, 100, 100, 100],
    [50, 50, 600, 50, 300],
  ];
  const nodes: Json[] = [];
  const edges: Json[] = [];
  for (const [branch, times] of branches.entries()) {
    for (const [index, milliseconds] of times.entries()) {
      const id = `b${branch}-${index}`;
      nodes.push({ id, type: 'wait', params: { milliseconds } });
      if (index > 0) edges.push(edge(`b${branch}-${index - 1}`, id));
    }
    edges.push(edge(`b${branch}-${times.length - 1}`, 'end'));
  }
  nodes.push(step('end'));
  const longest = Math.max(...branches.map((times) => times.reduce((sum, time) => sum + time, 0)));
  return { name: 'uneven branches', nodes, edges, longest };
}
