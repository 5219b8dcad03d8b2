import { readFileSync } from 'node:fs';
import { benchAttempts, benchPolling } from './attempts.ts';
import type { Times } from './bare.ts';
import { benchEngine, benchInMemory } from './engine.ts';
import { type BenchGraph, chain, layers, uneven as unevenBranches, wide } from './graphs.ts';
import { benchLargeHome } from './large-home.ts';
import { benchPeers } from './peers.ts';
import { benchPlan, planLines } from './plan.ts';
import { benchUpload, uploadLines } from './upload.ts';

const pad = (text: string, width: number): string => text.padStart(width);

/** For the table of peers, in which this engine is one of them. */
const ownGraph = process.argv.indexOf('--in-memory');
if (ownGraph > 0) {
  const graph = JSON.parse(readFileSync(process.argv[ownGraph + 1] ?? '', 'utf8')) as BenchGraph;
  console.log(JSON.stringify(await benchInMemory(graph)));
  process.exit(0);
}

async function showPlan(): Promise<void> {
  console.log('\nPlan of 10,000 nodes in milliseconds (asked: under 100): local ones, and half of them calls');
  for (const line of planLines(await benchPlan())) console.log(line);
}

/** Of the plan alone. */
if (process.argv.includes('--plan')) {
  await showPlan();
  process.exit(0);
}

const { graphs, uneven } = await benchEngine();
const both = ({ first, warm }: Pick<Times, 'first' | 'warm'>): string => `${first.toFixed(0)}/${warm.toFixed(1)}`;
console.log('Engine, trivial nodes, first run/warm in milliseconds.');
console.log('Asked of 10,000 nodes: next node within 3 x of the bare loop; with the journal on disk under 1,000.');
const cpuOf = ({ cpu }: Times): string => `${cpu.toFixed(1)} CPU`;
const columns = ['bare', 'next node', 'ratio', 'in memory', 'journal', 'size'];
console.log('graph'.padEnd(18) + columns.map((column) => pad(column, 13)).join(''));
for (const graph of graphs) {
  const { bare, schedule, memory } = graph;
  const cells = [
    both(bare),
    both(schedule),
    (schedule.warm / bare.warm).toFixed(2),
    both(memory),
    both(graph),
    `${(graph.journalBytes / 1024 / 1024).toFixed(1)} MB`,
  ];
  console.log(graph.name.padEnd(18) + cells.map((cell) => pad(cell, 13)).join(''));
}
const overhead = uneven.makespan / uneven.longest;
console.log(
  `\nUneven branches: ${uneven.makespan.toFixed(0)} ms for a critical path of ${uneven.longest} ms: ratio ${overhead.toFixed(3)} (asked: 1.03)`,
);
await showPlan();
if (process.argv.includes('--peers')) {
  const branches = unevenBranches();
  const sources = [chain(10_000), wide(10_000), layers(100, 100), branches];
  const peers = await benchPeers(sources);
  console.log(
    '\nOther engines in the same run, each graph in a process of its own, in memory: first run/warm in milliseconds,',
  );
  console.log(
    'CPU when warm; uneven branches: makespan/critical path. The next node alone is that of the table above.',
  );
  console.log('graph'.padEnd(18) + pad('our next node', 24) + peers.map(({ peer }) => pad(peer, 24)).join(''));
  const full = (times: Times): string => `${both(times)} (${cpuOf(times)})`;
  for (const { name } of sources) {
    const cell = (times: Times | string | undefined): string => {
      if (times === undefined || typeof times === 'string') return times ?? '';
      return name === branches.name ? (times.warm / branches.longest).toFixed(3) : full(times);
    };
    const next = graphs.find((graph) => graph.name === name)?.schedule;
    console.log(
      name.padEnd(18) +
        pad(next === undefined ? '' : full(next), 24) +
        peers.map((peer) => pad(cell(peer.graphs.get(name)), 24)).join(''),
    );
  }
}
if (!process.argv.includes('--engine')) {
  console.log('\nA home with 10,000 finished and 1,000 open tasks, cold (asked: under 1,000 ms and 200 MB)');
  for (const { what, milliseconds, cpuMilliseconds, peakMegabytes } of await benchLargeHome()) {
    console.log(
      `${what.padEnd(28)} ${milliseconds.toFixed(0)} ms, ${cpuMilliseconds} ms of CPU, peak ${peakMegabytes.toFixed(0)} MB`,
    );
  }
  const attempt = await benchAttempts();
  console.log(
    `\nAn attempt: ${attempt.syncs} fdatasyncs (asked: at most 3), ${attempt.each.toFixed(2)} ms; as many bare ones ${attempt.bare.toFixed(2)} ms: ratio ${(attempt.each / attempt.bare).toFixed(2)}`,
  );
  const polling = await benchPolling();
  console.log(
    `1,000 tasks waiting: ${polling.perSecond.toFixed(1)} polls/s (cap 20), at most ${polling.burst} within 100 ms, ${polling.cpuMilliseconds.toFixed(2)} ms of CPU per poll`,
  );
  console.log('\nOne GiB over loopback, streamed');
  for (const line of uploadLines(await benchUpload())) console.log(line);
}
process.exit(0);
