import { benchEngine } from './engine.ts';
import { benchUpload, uploadLines } from './upload.ts';

const pad = (text: string, width: number): string => text.padStart(width);

const { graphs, uneven } = await benchEngine();
console.log('Engine: trivial nodes, journal on disk, in milliseconds (asked: under 1,000 for 10,000 nodes)');
console.log(
  `${'graph'.padEnd(22)}${pad('first', 8)}${pad('warm', 8)}${pad('bare', 8)}${pad('ratio', 8)}${pad('journal', 10)}`,
);
for (const graph of graphs) {
  const ratio = (graph.warm / graph.bare).toFixed(1);
  const journal = `${(graph.journalBytes / 1024 / 1024).toFixed(1)} MB`;
  console.log(
    `${graph.name.padEnd(22)}${pad(graph.first.toFixed(0), 8)}${pad(graph.warm.toFixed(0), 8)}${pad(graph.bare.toFixed(1), 8)}${pad(ratio, 8)}${pad(journal, 10)}`,
  );
}
const overhead = uneven.makespan / uneven.longest;
console.log(
  `\nUneven branches: ${uneven.makespan.toFixed(0)} ms for a critical path of ${uneven.longest} ms: ratio ${overhead.toFixed(3)} (asked: 1.03)`,
);
console.log('\nOne GiB over loopback, streamed');
for (const line of uploadLines(await benchUpload())) console.log(line);
process.exit(0);
