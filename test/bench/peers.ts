import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Times } from './bare.ts';
import { benchFolder } from './folder.ts';
import type { BenchGraph } from './graphs.ts';

const run = promisify(execFile);
const names = ['ours', 'node-red', 'rivet', 'baklava', 'langgraph'] as const;

/** A peer that takes longer for three runs of a graph is not waited for, in milliseconds. */
const patience = 30_000;

export interface PeerTimes {
  readonly peer: string;
  /** By the name of the graph: its times, or why there are none. */
  readonly graphs: ReadonlyMap<string, Times | string>;
}

/**
 * Runs the graphs through this engine and others, each graph in a process of its own. They are a package of their own, installed into
 * `.cache` by its lock. Run from the top folder.
 */
export async function benchPeers(graphs: readonly BenchGraph[]): Promise<PeerTimes[]> {
  const folder = path.resolve('.cache/bench-peers');
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'run.mjs']) {
    cpSync(path.join('test/bench/peers', file), path.join(folder, file));
  }
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  const results: PeerTimes[] = [];
  for (const peer of names) {
    const times = new Map<string, Times | string>();
    for (const graph of graphs) {
      const file = path.join(folder, 'graph.json');
      writeFileSync(file, JSON.stringify(peer === 'ours' ? graph : plain(graph)));
      const command = peer === 'ours' ? [path.resolve('.cache/bench/bench.js'), '--in-memory'] : ['run.mjs', peer];
      times.set(graph.name, await measure(folder, [...command, file]));
    }
    results.push({ peer, graphs: times });
  }
  return results;
}

async function measure(folder: string, command: readonly string[]): Promise<Times | string> {
  // One that is not waited for any more leaves its files there.
  const env = { ...process.env, TMPDIR: benchFolder() };
  try {
    const { stdout } = await run(process.execPath, command, { cwd: folder, env, timeout: patience });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Times;
  } catch (error) {
    if (error instanceof Error && 'killed' in error && error.killed === true) return `> ${patience / 1000} s`;
    return String(error).includes('Maximum call stack') ? 'stack overflow' : 'fails';
  }
}

function plain({ name, nodes, edges }: BenchGraph) {
  return {
    name,
    nodes: nodes.map((node) => {
      const { id, params } = node as { id: string; params: { milliseconds?: number } };
      return { id, milliseconds: params.milliseconds ?? 0 };
    }),
    edges: edges.map((edge) => {
      const { from, to } = edge as { from: { node: string }; to: { node: string } };
      return [from.node, to.node];
    }),
  };
}
