import type { Graph } from '#core/graph/graph';

/**
 * Says which nodes of a run are ready: those whose sources have all ended, in the order in which that happened. There are
 * no layers. Nodes are known by their number while it counts, as texts are dear to look up.
 */
export class Schedule {
  /** The nodes of the scope, in topological order. */
  readonly order: readonly string[];
  private readonly numbers = new Map<string, number>();
  /** By number: the nodes behind a node, each once. */
  private readonly next: number[][] = [];
  /** By number: how many sources have not ended. */
  private readonly pending: Int32Array;
  private readonly ready: number[] = [];
  private at = 0;

  constructor(graph: Pick<Graph, 'order' | 'outgoing'>, scope: ReadonlySet<string>) {
    this.order = scope.size === graph.order.length ? graph.order : graph.order.filter((id) => scope.has(id));
    const { numbers, next, order } = this;
    for (const id of order) {
      numbers.set(id, next.length);
      next.push([]);
    }
    this.pending = new Int32Array(order.length);
    /** The last node that had an edge to a node: two edges between the same nodes are one dependency. */
    const lastSource = new Int32Array(order.length).fill(-1);
    for (let from = 0; from < order.length; from += 1) {
      for (const edge of graph.outgoing.get(order[from] as string) ?? []) {
        const to = numbers.get(edge.to.node);
        if (to === undefined || lastSource[to] === from) continue;
        lastSource[to] = from;
        this.pending[to] = (this.pending[to] as number) + 1;
        (next[from] as number[]).push(to);
      }
    }
    for (let node = 0; node < order.length; node += 1) if (this.pending[node] === 0) this.ready.push(node);
  }

  /** Whether a node is ready and was not taken. */
  get hasNext(): boolean {
    return this.at < this.ready.length;
  }

  /** The next ready node; undefined when there is none at the moment. */
  take(): string | undefined {
    const node = this.ready[this.at];
    if (node === undefined) return undefined;
    this.at += 1;
    return this.order[node];
  }

  /** A node has ended, in whatever way. */
  settle(id: string): void {
    const node = this.numbers.get(id);
    if (node === undefined) return;
    for (const to of this.next[node] as number[]) {
      const left = (this.pending[to] as number) - 1;
      this.pending[to] = left;
      if (left === 0) this.ready.push(to);
    }
  }
}
