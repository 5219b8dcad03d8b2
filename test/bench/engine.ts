import { statSync } from 'node:fs';
import path from 'node:path';
import { viewDocument } from '#core/graph/document';
import type { Graph } from '#core/graph/graph';
import { validateWorkflow } from '#core/graph/validate';
import { createExecutor, type Executor } from '#electron/executor/executor';
import { Schedule } from '#electron/executor/schedule';
import type { Journal } from '#electron/executor/services';
import { systemClock } from '#electron/host/app/system-clock';
import { openAnswers } from '#electron/store/answers';
import { openArtifacts } from '#electron/store/artifacts';
import { openDiskReserve } from '#electron/store/disk-reserve';
import { type Home, openHome } from '#electron/store/home';
import { openJournal } from '#electron/store/journal';
import { openLedger } from '#electron/store/ledger';
import { openReuseIndex } from '#electron/store/reuse-index';
import { openUploadIndex } from '#electron/store/upload-index';
import { plenty } from '../support/room.ts';
import { bareLoop, registry, type Times, timed } from './bare.ts';
import { benchFolder } from './folder.ts';
import { type BenchGraph, chain, layers, uneven, wide } from './graphs.ts';

export interface EngineResult {
  readonly name: string;
  readonly nodes: number;
  /** Milliseconds of the first and of the best of the following runs. */
  readonly first: number;
  readonly warm: number;
  readonly journalBytes: number;
  /** A bare loop over in-degrees, in the same process. */
  readonly bare: Times;
  /** Saying which node is next, and nothing else. */
  readonly schedule: Times;
  /** A whole run in memory: values, mapping, states and events, but no journal. */
  readonly memory: Times;
}

interface Place {
  readonly folder: string;
  readonly id: string;
}

/** A run with its graph built and its journal on the disk. */
async function runOnce(source: BenchGraph, place: Place): Promise<{ milliseconds: number; bytes: number }> {
  const { workflow } = viewDocument({ nodes: source.nodes, edges: source.edges });
  const home = openHome(path.join(place.folder, place.id));
  const file = path.join(home.runs, 'journal.jsonl');
  const executor = createBenchExecutor(home);
  const start = performance.now();
  const { graph } = validateWorkflow(workflow, registry);
  const journal = openJournal(file);
  await runGraph(executor, graph, journal);
  const milliseconds = performance.now() - start;
  await journal.close();
  return { milliseconds, bytes: statSync(file).size };
}

function createBenchExecutor(home: Home): Executor {
  return createExecutor({
    registry,
    ledger: openLedger(home),
    answers: openAnswers(home),
    artifacts: openArtifacts(home),
    reserve: openDiskReserve(home),
    reuse: openReuseIndex(home),
    uploads: openUploadIndex(home),
    clock: systemClock,
    random: Math.random,
    newId: () => 'none',
  });
}

async function runGraph(executor: Executor, graph: Graph, journal: Journal): Promise<void> {
  const run = executor.start({
    id: 'run_bench',
    workflow: { id: 'wf', name: 'Benchmark' },
    graph,
    scope: new Set(graph.nodes.keys()),
    fresh: new Set(),
    journal,
    space: plenty,
    files: { open: refuse, readJson: refuse, save: refuse, split: refuse },
    gateway: undefined,
    prices: undefined,
    budget: undefined,
    consent: { allowed: () => false, allow: () => undefined },
    waitLimit: 3_600_000,
    listener: () => undefined,
  });
  const end = await run.done;
  if (end.state.phase.state !== 'done') throw new Error(`the run is ${end.state.phase.state}`);
}

/** A journal that nobody keeps. */
const noJournal: Journal = {
  append: () => undefined,
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Goes through a graph as a run does, with nodes that end at once. */
function scheduleOnly(graph: Graph, scope: ReadonlySet<string>): void {
  const schedule = new Schedule(graph, scope);
  let count = 0;
  for (let id = schedule.take(); id !== undefined; id = schedule.take()) {
    schedule.settle(id);
    count += 1;
  }
  if (count !== graph.nodes.size) throw new Error('not every node became ready');
}

const refuse = (): Promise<never> => Promise.reject(new Error('no files in this benchmark'));

interface MemoryResult {
  readonly bare: Times;
  readonly schedule: Times;
  readonly memory: Times;
}

async function measureInMemory(source: BenchGraph, folder: string, times: number): Promise<MemoryResult> {
  const bare = await timed(times, () => bareLoop(source));
  const { graph } = validateWorkflow(viewDocument({ nodes: source.nodes, edges: source.edges }).workflow, registry);
  const scope = new Set(graph.nodes.keys());
  const schedule = await timed(times, () => scheduleOnly(graph, scope));
  const executor = createBenchExecutor(openHome(path.join(folder, 'memory')));
  return { bare, schedule, memory: await timed(times, () => runGraph(executor, graph, noJournal)) };
}

/** The engine as a peer of others: one graph in a process of its own, in memory, the building of the graph not counted. */
export async function benchInMemory(source: BenchGraph): Promise<Times> {
  const { graph } = validateWorkflow(viewDocument({ nodes: source.nodes, edges: source.edges }).workflow, registry);
  const executor = createBenchExecutor(openHome(benchFolder()));
  return timed(6, () => runGraph(executor, graph, noJournal));
}

async function measure(source: BenchGraph, folder: string, times: number): Promise<EngineResult> {
  const results: { milliseconds: number; bytes: number }[] = [];
  const inMemory = await measureInMemory(source, folder, times + 1);
  for (let index = 0; index < times; index += 1) {
    results.push(await runOnce(source, { folder, id: `${source.name}-${index}` }));
  }
  const [first] = results;
  return {
    name: source.name,
    nodes: source.nodes.length,
    first: first?.milliseconds ?? 0,
    warm: Math.min(...results.map((result) => result.milliseconds)),
    journalBytes: first?.bytes ?? 0,
    ...inMemory,
  };
}

/** Measures the engine with its journal on disk. */
export async function benchEngine(): Promise<{
  graphs: EngineResult[];
  uneven: { makespan: number; longest: number };
}> {
  const folder = benchFolder();
  const graphs: EngineResult[] = [];
  for (const source of [chain(10_000), wide(10_000), layers(100, 100)]) graphs.push(await measure(source, folder, 4));
  graphs.push(await measure(chain(100_000), folder, 1));
  const branches = uneven();
  const { milliseconds } = await runOnce(branches, { folder, id: 'uneven' });
  return { graphs, uneven: { makespan: milliseconds, longest: branches.longest } };
}
