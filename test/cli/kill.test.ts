import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { brokenPromises, killRound } from './kill-rounds.ts';
import { startPractice } from './support.ts';

let practice: PracticeProcess;
beforeAll(async () => {
  practice = await startPractice('--latency-ms', '60', '--task-ms', '300');
});
afterAll(() => practice.stop());

describe('a process that is killed while a run is under way', () => {
  it.each([450, 650, 850, 1100])('loses nothing and buys nothing twice (%i ms)', async (milliseconds) => {
    const round = await killRound(practice, milliseconds);
    expect(brokenPromises(round)).toEqual([]);
  });
});
