import { afterEach, expect, it } from 'vitest';
import { type CutRound, cutAt, fates, figures, type Recording, record } from './power-cut-rounds.ts';

let recording: Recording | undefined;
afterEach(() => recording?.close());

/** Cuts at every so many operations, each fate in turn, until enough is broken. */
async function cut(taken: Recording, every: number, enough = Number.POSITIVE_INFINITY) {
  const rounds: CutRound[] = [];
  const broken: string[] = [];
  for (let at = 0; at <= taken.disk.length && broken.length < enough; at += every) {
    const turn = rounds.length % fates.length;
    for (const [name, fate] of fates.slice(turn, turn + 1)) {
      const round = await cutAt(taken, at, fate(at));
      rounds.push(round);
      broken.push(...round.broken.map((text) => `cut after ${at} (${name}): ${text}`));
    }
  }
  return { rounds, broken };
}

it('a run whose power is cut loses nothing that was paid and buys nothing twice', async () => {
  recording = await record();
  const { rounds, broken } = await cut(recording, Math.ceil(recording.disk.length / 30));
  process.stdout.write(figures(rounds, recording.disk.length));
  expect(broken).toEqual([]);
}, 180_000);

it.each([
  ['the intent', { file: (file: string, rows: string) => file.endsWith('ledger.jsonl') && rows.includes('"intent"') }],
  [
    'the outcome',
    { file: (file: string, rows: string) => file.endsWith('ledger.jsonl') && /"(received|accepted)"/.test(rows) },
  ],
  ['the names of the answers', { folder: (folder: string) => folder.endsWith('answers') }],
])(
  'and this would be noticed if %s were not synced',
  async (_what, broken) => {
    recording = await record(broken);
    expect((await cut(recording, 5, 1)).broken.length).toBeGreaterThan(0);
  },
  60_000,
);
