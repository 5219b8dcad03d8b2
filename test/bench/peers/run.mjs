/**
 * Runs graphs through other engines, each in the way its own documents tell, with nodes that do nothing or wait. Arguments: the
 * name of a peer and a file with graphs `[{ name, nodes: [{ id, milliseconds? }], edges: [[from, to]] }]`; one line of JSON
 * comes out: `{ first, warm, cpu }` in milliseconds, building of the graph not counted.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const require = createRequire(import.meta.url);
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function sourcesOf({ nodes, edges }) {
  const sources = new Map(nodes.map(({ id }) => [id, []]));
  for (const [from, to] of edges) sources.get(to).push(from);
  return sources;
}

function sinksOf({ nodes, edges }) {
  const started = new Set(edges.map(([from]) => from));
  return nodes.filter(({ id }) => !started.has(id)).map(({ id }) => id);
}

async function timed(run) {
  const all = [];
  const cpu = [];
  for (let index = 0; index < 6; index += 1) {
    const before = process.cpuUsage();
    const start = performance.now();
    await run();
    all.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
    // A slow one is run three times only.
    if (index === 2 && all[0] > 2000) break;
  }
  return { first: all[0], warm: Math.min(...all.slice(1)), cpu: Math.min(...cpu.slice(1)) };
}

/** A flow whose nodes wait for a message on each wire before they send one on. */
async function nodeRed(graph) {
  const runtime = require('@node-red/runtime');
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-node-red-'));
  for (const needed of ['examples', 'locales']) mkdirSync(path.join(folder, needed));
  const settings = {
    userDir: folder,
    flowFile: 'flows.json',
    credentialSecret: false,
    coreNodesDir: folder,
    logging: { console: { level: 'off' } },
    diagnostics: { enabled: false },
    telemetry: { enabled: false },
    get: () => undefined,
  };
  require('@node-red/util').init(settings);
  runtime.init(settings, { on: () => undefined, listeners: () => [] }, undefined);
  await runtime.start();
  let left = 0;
  let finish = () => undefined;
  const sinks = new Set(sinksOf(graph));
  const sources = sourcesOf(graph);
  const RED = runtime._;
  function Step(config) {
    RED.nodes.createNode(this, config);
    const needed = Math.max(1, sources.get(config.id).length);
    let seen = 0;
    this.on('input', (message, send, done) => {
      seen += 1;
      if (seen < needed) return done();
      seen = 0;
      const end = () => {
        send(message);
        done();
        if (!sinks.has(config.id)) return;
        left -= 1;
        if (left === 0) finish();
      };
      if (config.milliseconds > 0) setTimeout(end, config.milliseconds);
      else end();
    });
  }
  RED.nodes.registerType('bench', 'bench-step', Step);
  const wires = new Map(graph.nodes.map(({ id }) => [id, []]));
  for (const [from, to] of graph.edges) wires.get(from).push(to);
  const flow = graph.nodes.map(({ id, milliseconds = 0 }) => ({
    id,
    type: 'bench-step',
    z: 'tab',
    x: 0,
    y: 0,
    milliseconds,
    wires: [wires.get(id)],
  }));
  await runtime.flows.setFlows({ flows: { flows: [{ id: 'tab', type: 'tab', label: 'Bench' }, ...flow] } });
  // The event of a started flow may be that of the empty one from before.
  while (!flow.every(({ id }) => RED.nodes.getNode(id))) await sleep(10);
  const roots = graph.nodes.filter(({ id }) => sources.get(id).length === 0).map(({ id }) => RED.nodes.getNode(id));
  const times = await timed(
    () =>
      new Promise((resolve) => {
        left = sinks.size;
        finish = resolve;
        for (const root of roots) root.receive({ payload: 'x' });
      }),
  );
  await runtime.stop();
  rmSync(folder, { recursive: true, force: true });
  return times;
}

/** Nodes of a type of its own, each with an input port for every wire. */
async function rivet(graph) {
  const { GraphProcessor, NodeImpl, NodeRegistration, registerBuiltInNodes } = await import('@ironclad/rivet-core');
  class Step extends NodeImpl {
    static create() {
      return { type: 'benchStep', id: 'x', title: 'Step', visualData: { x: 0, y: 0 }, data: { wires: 0 } };
    }
    getInputDefinitions() {
      return Array.from({ length: this.data.wires }, (_, index) => ({
        id: `in${index}`,
        title: 'in',
        dataType: 'string',
      }));
    }
    getOutputDefinitions() {
      return [{ id: 'out', title: 'out', dataType: 'string' }];
    }
    async process() {
      if (this.data.milliseconds > 0) await sleep(this.data.milliseconds);
      return { out: { type: 'string', value: 'x' } };
    }
  }
  const registry = registerBuiltInNodes(new NodeRegistration());
  registry.register({ impl: Step, displayName: 'Step' });
  const counts = new Map();
  const connections = graph.edges.map(([from, to]) => {
    const index = counts.get(to) ?? 0;
    counts.set(to, index + 1);
    return { outputNodeId: from, outputId: 'out', inputNodeId: to, inputId: `in${index}` };
  });
  const nodes = graph.nodes.map(({ id, milliseconds = 0 }) => ({
    ...Step.create(),
    id,
    data: { wires: counts.get(id) ?? 0, milliseconds },
  }));
  const main = { metadata: { id: 'g', name: 'Bench', description: '' }, nodes, connections };
  const project = {
    metadata: { id: 'p', title: 'Bench', description: '', mainGraphId: 'g' },
    graphs: { g: main },
    plugins: [],
  };
  return timed(async () => {
    const processor = new GraphProcessor(project, 'g', registry);
    await processor.processGraph({ settings: {}, nativeApi: undefined, datasetProvider: undefined });
  });
}

async function baklava(graph) {
  const { Editor, defineNode, NodeInterface } = require('@baklavajs/core');
  const { DependencyEngine, allowMultipleConnections } = require('@baklavajs/engine');
  const editor = new Editor();
  const Step = defineNode({
    type: 'Step',
    inputs: {
      in: () => new NodeInterface('in', 'x').use(allowMultipleConnections),
      ms: () => new NodeInterface('ms', 0),
    },
    outputs: { out: () => new NodeInterface('out', 'x') },
    async calculate({ ms }) {
      if (ms > 0) await sleep(ms);
      return { out: 'x' };
    },
  });
  editor.registerNodeType(Step);
  const nodes = new Map();
  for (const { id, milliseconds = 0 } of graph.nodes) {
    const node = editor.graph.addNode(new Step());
    node.inputs.ms.value = milliseconds;
    nodes.set(id, node);
  }
  for (const [from, to] of graph.edges)
    editor.graph.addConnection(nodes.get(from).outputs.out, nodes.get(to).inputs.in);
  const engine = new DependencyEngine(editor);
  return timed(() => engine.runOnce());
}

async function langGraph(graph) {
  const { Annotation, StateGraph, START, END } = await import('@langchain/langgraph');
  const State = Annotation.Root({ value: Annotation({ reducer: (_before, after) => after, default: () => 'x' }) });
  const builder = new StateGraph(State);
  for (const { id, milliseconds = 0 } of graph.nodes) {
    builder.addNode(id, async () => {
      if (milliseconds > 0) await sleep(milliseconds);
      return { value: 'x' };
    });
  }
  for (const [to, from] of sourcesOf(graph)) {
    if (from.length === 0) builder.addEdge(START, to);
    else builder.addEdge(from.length === 1 ? from[0] : from, to);
  }
  for (const id of sinksOf(graph)) builder.addEdge(id, END);
  const compiled = builder.compile();
  return timed(() => compiled.invoke({ value: 'x' }, { recursionLimit: graph.nodes.length + 10 }));
}

const peers = { 'node-red': nodeRed, rivet, baklava, langgraph: langGraph };
const [peer, file] = process.argv.slice(2);
const [graph] = [JSON.parse(readFileSync(file, 'utf8'))];
const times = await peers[peer](graph);
console.log(JSON.stringify(times));
process.exit(0);
