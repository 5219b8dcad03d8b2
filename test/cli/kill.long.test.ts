import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { brokenPromises, type KillRound, killRound } from './kill-rounds.ts';
import { startPractice } from './support.ts';

const rounds = 80;

let practice: PracticeProcess;
beforeAll(async () => {
  practice = await startPractice('--latency-ms', '60', '--task-ms', '300');
});
afterAll(() => practice.stop());

it(`keeps its promises over ${rounds} kills at times spread over a run`, async () => {
  const results: KillRound[] = [];
  for (let index = 0; index < rounds; index += 1) {
    // Spread evenly by the golden ratio, so that a shorter series covers the same span.
    results.push(await killRound(practice, Math.round(250 + 1500 * ((index * 0.618_034) % 1))));
  }
  const hits = results.filter((round) => round.hit);
  const sum = (of: (round: KillRound) => number): number => hits.reduce((total, round) => total + of(round), 0);
  process.stdout.write(
    `${rounds} kills, ${hits.length} while a run was under way: ${sum((round) => round.jobs)} jobs at the gateway, ` +
      `${sum((round) => round.done)} results, ${sum((round) => round.asking)} questions\n`,
  );
  expect(hits.length).toBeGreaterThan(rounds / 2);
  expect(results.flatMap(brokenPromises)).toEqual([]);
});
