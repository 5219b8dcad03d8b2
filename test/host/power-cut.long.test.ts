import { expect, it } from 'vitest';
import { type CutRound, cutAt, fates, figures, record } from './power-cut-rounds.ts';

it('keeps its promises when the power is cut after any operation of a run', async () => {
  const recording = await record();
  try {
    const rounds: CutRound[] = [];
    const broken: string[] = [];
    for (let at = 0; at <= recording.disk.length; at += 1) {
      for (const [name, fate] of fates) {
        const round = await cutAt(recording, at, fate(at));
        rounds.push(round);
        broken.push(...round.broken.map((text) => `cut after ${at} (${name}): ${text}`));
      }
    }
    process.stdout.write(figures(rounds, recording.disk.length));
    expect(broken).toEqual([]);
  } finally {
    await recording.close();
  }
});
