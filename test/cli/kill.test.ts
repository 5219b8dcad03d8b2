import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { brokenPromises, countCalls, figures, type KillRound, killMoments, killRound } from './kill-rounds.ts';
import { startPractice } from './support.ts';

const rounds = 10;

let practice: PracticeProcess;
beforeAll(async () => {
  practice = await startPractice();
});
afterAll(() => practice.stop());

it('loses nothing and buys nothing twice when a process is killed at any write or request', async () => {
  const calls = await countCalls(practice);
  const results: KillRound[] = [];
  for (let index = 0; index < rounds; index += 1) {
    // The points of a short series are spread over the whole run, each moment in turn.
    const number = 1 + Math.floor(((index + 0.5) / rounds) * calls);
    results.push(await killRound(practice, { kind: 'call', number, when: killMoments[index % 3] ?? 'before' }));
  }
  process.stdout.write(figures(results, calls));
  expect(results.filter(({ hit }) => hit).length).toBeGreaterThan(rounds / 2);
  expect(brokenPromises(results)).toEqual([]);
}, 180_000);
