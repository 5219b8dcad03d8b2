import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { type Frames, framesDuring } from './frames.ts';
import { drag, pan, wheel } from './gestures.ts';
import { type PlainGraph, plainOf } from './graph.ts';
import { boxesOn, cardsOn, zoomOf } from './probe.ts';
import { type Opened, openPatchbay, openPlain } from './sides.ts';

/** How long each gesture takes, in milliseconds. */
const gesture = 2400;

const gestures = ['pan, all in sight', 'drag, all in sight', 'zoom in', 'pan, near', 'drag, near'] as const;
type Gesture = (typeof gestures)[number];

/** What one round measured on one side. */
interface Round {
  /** Milliseconds. */
  readonly open: number;
  readonly frames: Readonly<Record<Gesture, Frames>>;
  /** Nodes in the page while it is near. */
  readonly near: number;
}

/** The figures of both sides, one entry a round. */
export interface Comparison {
  readonly patchbay: readonly Round[];
  readonly plain: readonly Round[];
}

/**
 * Opens the graph on both sides and moves it by the same events: each gesture on one side and at once on the other, in
 * turns, so that whatever else the machine does meets both.
 */
export async function compareCanvas(
  browser: Browser,
  count: number,
  rounds: number,
  hasMap: boolean,
): Promise<Comparison> {
  const graph = await measureGraph(browser, count, hasMap);
  const patchbay: Round[] = [];
  const plain: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const open = [() => openPatchbay(browser, count), () => openPlain(browser, graph)];
    const [ours, theirs] = (await inTurns(round, open)) as [Opened, Opened];
    const [our, their] = (await measureRound(browser, [ours, theirs], round)) as [Round, Round];
    patchbay.push(our);
    plain.push(their);
    await ours.close();
    await theirs.close();
  }
  return { patchbay, plain };
}

/** Does one thing after the other, in every second round the last one first; gives the results in the given order. */
async function inTurns<T>(round: number, actions: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const order = [...actions.entries()];
  for (const [index, action] of round % 2 === 0 ? order : order.reverse()) results[index] = await action();
  return results;
}

/** Looks once at Patchbay's cards, so that the plain page's are as large and have as many ports. */
async function measureGraph(browser: Browser, count: number, hasMap: boolean): Promise<PlainGraph> {
  const { page, close } = await openPatchbay(browser, count);
  const box = await page.locator('.react-flow').boundingBox();
  if (box === null) throw new Error('there is no canvas');
  await zoomTo(page, 0.5);
  await page.locator('.react-flow__node .port').first().waitFor();
  const measured = Object.fromEntries((await cardsOn(page)).map(([id, size]) => [id.split('-')[0] ?? '', size]));
  await close();
  return plainOf(count, measured, box, hasMap);
}

/** Each gesture begins where the one before it has left the canvas, on both sides alike. */
const actions: Readonly<Record<Gesture, (page: Page) => Promise<() => Promise<void>>>> = {
  'pan, all in sight': async (page) => {
    const middle = await middleOfCanvas(page);
    return () => pan(page, middle, 260, gesture);
  },
  'drag, all in sight': async (page) => {
    const node = await someNode(page);
    return () => drag(page, node, 70, gesture);
  },
  'zoom in': async (page) => () => zoomTo(page, 1),
  'pan, near': async (page) => {
    const middle = await middleOfCanvas(page);
    return () => pan(page, middle, 700, gesture);
  },
  'drag, near': async (page) => {
    const node = await someNode(page);
    return () => drag(page, node, 120, gesture);
  },
};

async function measureRound(browser: Browser, sides: readonly Opened[], round: number): Promise<Round[]> {
  const frames = sides.map(() => ({}) as Record<Gesture, Frames>);
  for (const [number, name] of gestures.entries()) {
    const measured = await inTurns(
      round + number,
      sides.map(({ page }) => async () => {
        await page.bringToFront();
        const frames = await framesDuring(browser, page, await actions[name](page));
        await settled(page);
        return frames;
      }),
    );
    for (const [side, shown] of measured.entries()) (frames[side] as Record<Gesture, Frames>)[name] = shown;
  }
  return Promise.all(
    sides.map(async ({ page, openTime }, side) => ({
      open: openTime,
      near: await page.locator('.react-flow__node').count(),
      frames: frames[side] as Record<Gesture, Frames>,
    })),
  );
}

/** Waits until the canvas stands still: a slow page still works off turns of the wheel, which must not fall into the next gesture. */
async function settled(page: Page): Promise<void> {
  let before = Number.NaN;
  for (let zoom = await zoomOf(page); zoom !== before; zoom = await zoomOf(page)) {
    before = zoom;
    await pause(400);
  }
}

async function middleOfCanvas(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator('.react-flow').boundingBox();
  if (box === null) throw new Error('there is no canvas');
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
}

/** Turns the wheel until the canvas is about as large as that. */
async function zoomTo(page: Page, wanted: number): Promise<void> {
  const zoom = await zoomOf(page);
  await wheel(page, await middleOfCanvas(page), Math.round(Math.log2(wanted / zoom) / 0.2), gesture);
}

/** A place on a node near the middle where a drag begins: its title. */
async function someNode(page: Page): Promise<{ x: number; y: number }> {
  const { x, y } = await middleOfCanvas(page);
  const boxes = await boxesOn(page);
  const distance = (box: (typeof boxes)[number]): number => Math.hypot(box.left - x, box.top - y);
  const [nearest] = boxes.sort((one, other) => distance(one) - distance(other));
  if (nearest === undefined) throw new Error('there is no node');
  return { x: nearest.left + nearest.width / 2, y: nearest.top + Math.min(14, nearest.height / 2) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** The comparison as lines for people. A ratio is the median of those of the rounds; below 1 Patchbay is worse. */
export function compareLines({ patchbay, plain }: Comparison): string[] {
  const line = (name: string, ours: string, theirs: string, ratio: string, note: string): string =>
    `${name.padEnd(24)}${ours.padStart(12)}${theirs.padStart(18)}${ratio.padStart(8)}   ${note}`;
  const [open, otherOpen] = [median(patchbay.map((round) => round.open)), median(plain.map((round) => round.open))];
  return [
    line('', 'Patchbay', 'plain React Flow', 'ratio', ''),
    line(
      'open',
      `${open.toFixed(0)} ms`,
      `${otherOpen.toFixed(0)} ms`,
      median(patchbay.map((round, index) => (plain[index]?.open ?? Number.NaN) / round.open)).toFixed(2),
      `each round: ${patchbay.map((round) => round.open.toFixed(0)).join(' ')} | ${plain.map((round) => round.open.toFixed(0)).join(' ')}`,
    ),
    ...gestures.flatMap((name) => {
      const ours = patchbay.map((round) => round.frames[name]);
      const theirs = plain.map((round) => round.frames[name]);
      const both = (figure: (frames: Frames) => number): [our: number, their: number] => [
        median(ours.map(figure)),
        median(theirs.map(figure)),
      ];
      const ratio = (figure: (ours: Frames, theirs: Frames) => number): string =>
        median(ours.map((frames, index) => figure(frames, theirs[index] ?? frames))).toFixed(2);
      const each = (figure: (frames: Frames) => number): string =>
        [ours, theirs].map((list) => list.map((frames) => figure(frames).toFixed(0)).join(' ')).join(' | ');
      const [rate, otherRate] = both(({ perSecond }) => perSecond);
      const [cost, otherCost] = both((frames) => frames.cost);
      const gaps = both(({ longestGap }) => longestGap);
      return [
        line(
          name,
          `${rate.toFixed(1)}/s`,
          `${otherRate.toFixed(1)}/s`,
          ratio((our, their) => our.perSecond / their.perSecond),
          `longest gap ${gaps.map((gap) => gap.toFixed(0)).join(' | ')} ms; each round: ${each(({ perSecond }) => perSecond)}`,
        ),
        line(
          '  CPU time of a frame',
          `${cost.toFixed(1)} ms`,
          `${otherCost.toFixed(1)} ms`,
          ratio((our, their) => their.cost / our.cost),
          `each round: ${each((frames) => frames.cost)}`,
        ),
      ];
    }),
    `nodes in the page when near: ${median(patchbay.map((round) => round.near))} | ${median(plain.map((round) => round.near))}`,
  ];
}
