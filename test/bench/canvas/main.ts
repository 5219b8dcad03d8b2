import os from 'node:os';
import { chromium } from 'playwright-core';
import { chromiumFlags, findChromium, whyNoChromium } from '../../support/chromium.ts';
import { compareCanvas, compareLines, median } from './compare.ts';
import { measureLatency } from './event-latency.ts';
import { measureFirstScreen } from './first-screen.ts';

const rounds = Number(process.argv[2] ?? 5);
const count = 1000;
/** Without the comparison on the canvas, which takes minutes. */
const isShort = process.argv[3] === 'short';

const found = findChromium();
if (found === undefined) {
  process.stderr.write(`The canvas cannot be measured: ${whyNoChromium()}.\n`);
  process.exit(1);
}
const browser = await chromium.launch({ executablePath: found, args: [...chromiumFlags] });
const load = (): string => `load of the machine ${os.loadavg()[0]?.toFixed(2)} on ${os.cpus().length} cores`;
try {
  const first = await measureFirstScreen(browser, rounds);
  console.log(
    `First screen, nothing cached: median ${median(first.times).toFixed(0)} ms, worst ${Math.max(...first.times).toFixed(0)} ms (asked: 1,000 ms); scripts ${(first.scripts / 1000).toFixed(0)} kB compressed (asked: 500 kB); ${load()}`,
  );
  for (let round = 0; round < rounds; round += 1) {
    const latencies = await measureLatency(browser);
    const shown = latencies.map((one) => one.shown);
    const received = median(latencies.map((one) => one.received));
    console.log(
      `Event to screen: median ${median(shown).toFixed(0)} ms, worst ${Math.max(...shown).toFixed(0)} ms of ${shown.length} events (asked: 50 ms at the median); in the page after ${received.toFixed(0)} ms; ${load()}`,
    );
  }
  for (const hasMap of isShort ? [] : [true, false]) {
    const what = hasMap ? 'with an overview map on both sides' : 'without an overview map on the plain side';
    console.log(`\nCanvas: ${count} nodes, ${count} wires, ${what}; medians of ${rounds} rounds; ${load()}`);
    for (const line of compareLines(await compareCanvas(browser, count, rounds, hasMap))) console.log(line);
  }
} finally {
  await browser.close();
}
process.exit(0);
