import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import {
  brokenPromises,
  countCalls,
  figures,
  type KillPoint,
  type KillRound,
  killMoments,
  killRound,
} from './kill-rounds.ts';
import { startPractice } from './support.ts';

const rounds = 300;
/** Rounds that are killed by time alone, while everything takes a while. */
const timed = 40;
/** Gateways, each with one round at a time. */
const lanes = 2;

let practices: PracticeProcess[];
beforeAll(async () => {
  practices = await Promise.all(Array.from({ length: lanes }, () => startPractice('--latency-ms', '15')));
});
afterAll(() => Promise.all(practices.map((practice) => practice.stop())));

it(`keeps its promises over ${rounds} kills: at every write and request, and at times spread over a run`, async () => {
  const [first] = practices;
  if (first === undefined) throw new Error('no practice gateway');
  const calls = await countCalls(first);
  const points: KillPoint[] = Array.from({ length: timed }, (_, index) => ({
    kind: 'time',
    // Spread evenly by the golden ratio, so that a shorter series covers the same span.
    milliseconds: Math.round(250 + 1250 * ((index * 0.618_034) % 1)),
  }));
  for (let index = 0; points.length < rounds; index += 1) {
    const number = 1 + Math.floor((index / (rounds - timed)) * calls);
    points.push({ kind: 'call', number, when: killMoments[index % 3] ?? 'before' });
  }
  const results: KillRound[] = [];
  let next = 0;
  const lane = async (practice: PracticeProcess): Promise<void> => {
    for (let point = points[next++]; point !== undefined; point = points[next++]) {
      results.push(await killRound(practice, point));
    }
  };
  await Promise.all(practices.map(lane));
  process.stdout.write(figures(results, calls));
  expect(results.filter(({ hit }) => hit).length).toBeGreaterThan(rounds / 2);
  expect(brokenPromises(results)).toEqual([]);
});
