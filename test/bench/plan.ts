import { viewDocument } from '#core/graph/document';
import { validateWorkflow } from '#core/graph/validate';
import type { Registry } from '#core/node/registry';
import type { Json } from '#core/value/value';
import { type PlanSetup, planRun } from '#electron/executor/plan';
import { createGateway } from '#electron/gateway/client';
import { systemClock } from '#electron/host/app/system-clock';
import { openArtifacts } from '#electron/store/artifacts';
import { type Home, openHome } from '#electron/store/home';
import { openReuseIndex } from '#electron/store/reuse-index';
import { openUploadIndex } from '#electron/store/upload-index';
import { createDefaultRegistry } from '#nodes/index';
import { bareLoop, registry, type Times, timed } from './bare.ts';
import { benchFolder } from './folder.ts';
import { type BenchGraph, chain, layers, wide } from './graphs.ts';

export interface PlanResult {
  readonly name: string;
  readonly plan: Times;
  /** A bare loop over in-degrees of the same graph. */
  readonly bare: Times;
}

/** Prompts that are worked out, each with a call that would have to be bought; the kinds of call take turns. */
function prompted(pairs: number, kinds: readonly Call[], name: string): BenchGraph {
  const nodes: Json[] = [];
  const edges: Json[] = [];
  for (let index = 0; index < pairs; index += 1) {
    nodes.push({ id: `p${index}`, type: 'prompt', params: { text: `cat number ${index}` } });
    const { type, port, params } = kinds[index % kinds.length] as Call;
    nodes.push({ id: `c${index}`, type, params });
    edges.push({ id: `e${index}`, from: { node: `p${index}`, port: 'text' }, to: { node: `c${index}`, port } });
  }
  return { name, nodes, edges };
}

interface Call {
  readonly type: string;
  readonly port: string;
  readonly params: { [name: string]: Json };
}

const picture: Call = { type: 'image', port: 'prompt', params: {} };
const mixed: readonly Call[] = [
  picture,
  { type: 'chat', port: 'prompt', params: { system: 'You write short scenes.', temperature: 0.5 } },
  { type: 'video', port: 'prompt', params: { orientation: 'landscape', duration: 10 } },
  { type: 'tts', port: 'text', params: { voice: 'nova' } },
];

function measure(source: BenchGraph, types: Registry, home: Home, gateway: PlanSetup['gateway']): Promise<Times> {
  const { workflow } = viewDocument({ nodes: source.nodes, edges: source.edges });
  const { graph, issues } = validateWorkflow(workflow, types);
  const refuse = (): Promise<never> => Promise.reject(new Error('no files in this benchmark'));
  const setup: PlanSetup = {
    graph,
    registry: types,
    scope: new Set(graph.nodes.keys()),
    fresh: new Set(),
    take: new Set(),
    workflow: 'wf_bench',
    issues,
    gateway,
    models: undefined,
    prices: undefined,
    reuse: openReuseIndex(home),
    artifacts: openArtifacts(home),
    uploads: openUploadIndex(home),
    files: { open: refuse, readJson: refuse, save: refuse, split: refuse },
    clock: systemClock,
  };
  return timed(6, async () => {
    const { entries } = await planRun(setup);
    if (entries.length !== source.nodes.length || entries.some(({ action }) => action === 'blocked')) {
      throw new Error('the plan leaves nodes out');
    }
  });
}

/** Plans of large graphs: nodes that do nothing, and calls as the gateway's recipes have them. Nothing is sent. */
export async function benchPlan(): Promise<PlanResult[]> {
  const folder = benchFolder();
  const home = openHome(folder);
  const types = createDefaultRegistry();
  const connection = { name: 'bench', baseUrl: 'http://127.0.0.1:9', practice: true, keyToUploadHost: false };
  const gateway = createGateway(connection, types);
  const results: PlanResult[] = [];
  for (const source of [chain(10_000), wide(10_000), layers(100, 100)]) {
    const bare = await timed(6, () => bareLoop(source));
    results.push({ name: source.name, plan: await measure(source, registry, home, undefined), bare });
  }
  for (const calls of [
    prompted(5_000, [picture], '5,000 prompts and pictures'),
    prompted(5_000, mixed, '5,000 prompts and mixed calls'),
  ]) {
    const bare = await timed(6, () => bareLoop(calls));
    results.push({ name: calls.name, plan: await measure(calls, types, home, gateway), bare });
  }
  await gateway.close();
  return results;
}

/** The results as a table, in milliseconds. */
export function planLines(results: readonly PlanResult[]): string[] {
  const head = ['first', 'warm', 'CPU when warm', 'bare loop', 'its CPU', 'ratio'];
  const lines = results.map(({ name, plan, bare }) => {
    const numbers = [plan.first, plan.warm, plan.cpu, bare.warm, bare.cpu, plan.warm / bare.warm];
    return name.padEnd(32) + numbers.map((number) => number.toFixed(1).padStart(14)).join('');
  });
  return [''.padEnd(32) + head.map((word) => word.padStart(14)).join(''), ...lines];
}
