import { defineNode } from '#core/node/definition';
import { createRegistry } from '#core/node/registry';
import { systemClock } from '#electron/host/app/system-clock';
import type { BenchGraph } from './graphs.ts';

const label = { en: 'x', zh: '某' };
const common = { version: 1, family: 'flow', title: label, summary: label, example: {} } as const;
const inputs = { in: { type: 'list<text>', label } } as const;
const outputs = { text: { type: 'text', label } } as const;

/** Nodes that do nothing, so that only the engine is measured. */
export const registry = createRegistry(
  [
    defineNode({
      ...common,
      type: 'step',
      params: {},
      inputs,
      outputs,
      work: { kind: 'compute', compute: () => ({ text: 'x' }) },
    }),
    defineNode({
      ...common,
      type: 'wait',
      params: { milliseconds: { type: 'integer', label, default: 0 } },
      inputs,
      outputs,
      work: {
        kind: 'compute',
        compute: async ({ params }) => {
          await systemClock.sleep(params.milliseconds);
          return { text: 'x' };
        },
      },
    }),
  ],
  [],
);

/** Milliseconds of the first run and of the best of the following ones. */
export interface Times {
  readonly first: number;
  readonly warm: number;
  /** Of the process in the best of the following runs, whatever else the machine does. */
  readonly cpu: number;
}

export async function timed(times: number, work: () => unknown): Promise<Times> {
  const all: number[] = [];
  const cpu: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const before = process.cpuUsage();
    const start = performance.now();
    await work();
    all.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
  }
  return { first: all[0] ?? 0, warm: Math.min(...all.slice(1)), cpu: Math.min(...cpu.slice(1)) };
}

/** Kahn's loop over the same graph and nothing else: the least that any engine must do. */
export function bareLoop(source: BenchGraph): void {
  const next = new Map<string, string[]>();
  const degree = new Map<string, number>();
  for (const node of source.nodes) degree.set((node as { id: string }).id, 0);
  for (const edge of source.edges) {
    const { from, to } = edge as { from: { node: string }; to: { node: string } };
    const list = next.get(from.node);
    if (list === undefined) next.set(from.node, [to.node]);
    else list.push(to.node);
    degree.set(to.node, (degree.get(to.node) ?? 0) + 1);
  }
  const ready = [...degree].filter(([, count]) => count === 0).map(([id]) => id);
  for (let at = 0; at < ready.length; at += 1) {
    for (const id of next.get(ready[at] as string) ?? []) {
      const left = (degree.get(id) ?? 0) - 1;
      degree.set(id, left);
      if (left === 0) ready.push(id);
    }
  }
  if (ready.length !== source.nodes.length) throw new Error('the graph has a circle');
}
