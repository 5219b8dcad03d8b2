import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { viewDocument } from '#core/graph/document';
import { validateWorkflow } from '#core/graph/validate';
import { defineNode } from '#core/node/definition';
import { createRegistry } from '#core/node/registry';
import { createExecutor } from '#electron/executor/executor';
import { systemClock } from '#electron/host/app/system-clock';
import { openAnswers } from '#electron/store/answers';
import { openArtifacts } from '#electron/store/artifacts';
import { openHome } from '#electron/store/home';
import { openJournal } from '#electron/store/journal';
import { openLedger } from '#electron/store/ledger';
import { openReuseIndex } from '#electron/store/reuse-index';
import { openUploadIndex } from '#electron/store/upload-index';
import { type BenchGraph, chain, layers, uneven, wide } from './graphs.ts';

const label = { en: 'x', zh: '某' };
const common = { version: 1, family: 'flow', title: label, summary: label, example: {} } as const;
const inputs = { in: { type: 'list<text>', label } } as const;
const outputs = { text: { type: 'text', label } } as const;

/** Nodes that do nothing, so that only the engine is measured. */
const registry = createRegistry(
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

export interface EngineResult {
  readonly name: string;
  readonly nodes: number;
  /** Milliseconds of the first and of the best of the following runs. */
  readonly first: number;
  readonly warm: number;
  readonly journalBytes: number;
  /** Milliseconds of a bare loop over in-degrees, in the same process. */
  readonly bare: number;
}

async function runOnce(
  source: BenchGraph,
  folder: string,
  id: string,
): Promise<{ milliseconds: number; bytes: number }> {
  const { workflow } = viewDocument({ nodes: source.nodes, edges: source.edges });
  const home = openHome(path.join(folder, id));
  const executor = createExecutor({
    registry,
    ledger: openLedger(home),
    answers: openAnswers(home),
    artifacts: openArtifacts(home),
    reuse: openReuseIndex(home),
    uploads: openUploadIndex(home),
    clock: systemClock,
    random: Math.random,
    newId: () => 'none',
  });
  const file = path.join(home.runs, 'journal.jsonl');
  const start = performance.now();
  const { graph } = validateWorkflow(workflow, registry);
  const journal = openJournal(file);
  const run = executor.start({
    id: 'run_bench',
    workflow: { id: 'wf', name: source.name },
    graph,
    scope: new Set(graph.nodes.keys()),
    fresh: new Set(),
    journal,
    files: { open: refuse, readJson: refuse, save: refuse },
    gateway: undefined,
    prices: undefined,
    budget: undefined,
    consent: { allowed: () => false, allow: () => undefined },
    waitLimit: 3_600_000,
    listener: () => undefined,
  });
  const end = await run.done;
  const milliseconds = performance.now() - start;
  await journal.close();
  if (end.state.phase.state !== 'done') throw new Error(`the run is ${end.state.phase.state}`);
  return { milliseconds, bytes: statSync(file).size };
}

const refuse = (): Promise<never> => Promise.reject(new Error('no files in this benchmark'));

/** Kahn's loop over the same graph and nothing else: the least that any engine must do. */
function bareLoop(source: BenchGraph): number {
  const start = performance.now();
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
  return performance.now() - start;
}

async function measure(source: BenchGraph, folder: string, times: number): Promise<EngineResult> {
  const results: { milliseconds: number; bytes: number }[] = [];
  for (let index = 0; index < times; index += 1) results.push(await runOnce(source, folder, `${source.name}-${index}`));
  const rest = results.slice(1).map((result) => result.milliseconds);
  return {
    name: source.name,
    nodes: source.nodes.length,
    first: results[0]?.milliseconds ?? 0,
    warm: Math.min(...rest, ...(rest.length === 0 ? [results[0]?.milliseconds ?? 0] : [])),
    journalBytes: results[0]?.bytes ?? 0,
    bare: Math.min(bareLoop(source), bareLoop(source)),
  };
}

/** Measures the engine with its journal on disk. */
export async function benchEngine(): Promise<{
  graphs: EngineResult[];
  uneven: { makespan: number; longest: number };
}> {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-bench-'));
  try {
    const graphs: EngineResult[] = [];
    for (const source of [chain(10_000), wide(10_000), layers(100, 100)]) graphs.push(await measure(source, folder, 4));
    graphs.push(await measure(chain(100_000), folder, 1));
    const branches = uneven();
    const { milliseconds } = await runOnce(branches, folder, 'uneven');
    return { graphs, uneven: { makespan: milliseconds, longest: branches.longest } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
