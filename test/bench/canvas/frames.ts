import type { Browser, Page } from 'playwright-core';

/** What reached the screen while something was done. */
export interface Frames {
  /** Frames that were displayed, a second. */
  readonly perSecond: number;
  /** The longest time without a new frame, in milliseconds. */
  readonly longestGap: number;
  /** What a frame cost all renderers and the graphics process, in milliseconds of CPU time. It knows no limit of the screen. */
  readonly cost: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds. */
  readonly ts: number;
}

const displayed = 'Display::FrameDisplayed';
const begun = 'bench begins';
const ended = 'bench ends';

/** Does something and counts the frames that Chromium's compositor displayed meanwhile, from its own trace, and their cost. */
export async function framesDuring(browser: Browser, page: Page, action: () => Promise<void>): Promise<Frames> {
  await browser.startTracing(page, {
    categories: ['benchmark', 'viz', 'disabled-by-default-display.framedisplayed', 'blink.user_timing'],
  });
  const mark = (name: string): Promise<void> => page.evaluate((text) => void performance.mark(text), name);
  await mark(begun);
  const before = await cpuTime(browser);
  await action();
  const spent = (await cpuTime(browser)) - before;
  await mark(ended);
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  return countFrames(trace.traceEvents, spent);
}

/** The CPU time of what draws pages, in milliseconds since the browser was started. */
async function cpuTime(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const drawing = processInfo.filter(({ type }) => type === 'renderer' || type === 'GPU');
  return drawing.reduce((sum, { cpuTime: seconds }) => sum + seconds * 1000, 0);
}

function countFrames(events: readonly TraceEvent[], spent: number): Frames {
  const timeOf = (name: string): number => events.find((event) => event.name === name)?.ts ?? Number.NaN;
  const [from, to] = [timeOf(begun), timeOf(ended)];
  const times = events
    .filter((event) => event.name === displayed && event.ts >= from && event.ts <= to)
    .map((event) => event.ts)
    .sort((one, other) => one - other);
  const seconds = (to - from) / 1e6;
  const edges = [from, ...times, to];
  const gaps = edges.slice(1).map((time, index) => (time - (edges[index] ?? time)) / 1000);
  return { perSecond: times.length / seconds, longestGap: Math.max(...gaps), cost: spent / times.length };
}
