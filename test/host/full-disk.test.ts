import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '#core/run/event';
import { openHome } from '#electron/store/home';
import { openLedger } from '#electron/store/ledger';
import { workflow } from '../cli/support.ts';
import { type PracticeProcess, startPracticeProcess } from '../practice/support/practice-process.ts';
import { resumeIn, runIn, type Stage } from '../support/app-run.ts';
import { createSmallDisk, type SmallDisk } from '../support/small-disk.ts';

let practice: PracticeProcess;
let folder: string;
let disk: SmallDisk;
beforeAll(async () => {
  practice = await startPracticeProcess('--port', '0', '--task-ms', '20', '--word-ms', '1');
});
afterAll(() => practice.stop());
beforeEach(async () => {
  await practice.reset();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-full-'));
  disk = createSmallDisk();
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const stage = (more: Partial<Stage> = {}): Stage => ({ folder, layer: disk.layer, gateway: practice, ...more });
const one = (type: string, params: Record<string, unknown> = {}): string =>
  workflow(
    [
      ['idea', 'prompt', '', { text: 'a cat on a roof' }],
      ['made', type, '', params],
    ],
    ['idea.text > made.prompt'],
  );
const kinds: readonly (readonly [string, string])[] = [
  ['a picture that is answered at once', one('image')],
  ['a streamed text', one('chat')],
];

async function jobs(): Promise<number> {
  return (await practice.log()).created.jobs;
}

/** The states of the ledger's attempts, as another process would read them. */
async function states(): Promise<string[]> {
  const ledger = openLedger(openHome(folder));
  await ledger.close();
  return ledger.attempts().map(({ state }) => state);
}

/** Lets the disk get full when the gateway has the creating request, and its answer has not begun. */
async function fullWhenAsked(givesBack: boolean): Promise<void> {
  const { requests } = await practice.log();
  if (!requests.some(({ method }) => method === 'POST')) return fullWhenAsked(givesBack);
  disk.free = 0;
  disk.givesBack = givesBack;
}

describe.each(kinds)('a disk that gets full while a request is at the gateway: %s', (_name, document) => {
  beforeEach(() => practice.addFaults({ kind: 'stall', ms: 300, match: { method: 'POST' } }));

  it('the answer is kept out of the reserve; the run is suspended or done, and bought once', async () => {
    const running = runIn(stage(), 'run_a', document);
    await fullWhenAsked(true);
    const { state } = await running;
    expect(['done', 'suspended']).toContain(state.phase.state);
    expect(await states()).toEqual([expect.stringMatching(/received|delivered/)]);
    disk.free = Number.POSITIVE_INFINITY;
    if (state.phase.state === 'suspended') {
      expect(state.phase).toMatchObject({ why: 'disk', message: expect.stringContaining('disk is full') });
      expect((await resumeIn(stage(), 'run_a')).state.phase.state).toBe('done');
    }
    expect(await states()).toEqual(['delivered']);
    expect(await jobs()).toBe(1);
    expect(fs.readdirSync(path.join(folder, 'reserve'))).toEqual([]);
  });

  it('and whose reserve is taken by others: it waits in memory, says so, and is there when there is room', async () => {
    let hasSaid: () => void = () => undefined;
    const said = new Promise<void>((resolve) => {
      hasSaid = resolve;
    });
    const onEvent = (event: RunEvent): void => {
      if (event.event === 'node-issue' && event.message.includes('kept in memory')) hasSaid();
    };
    const running = runIn(stage({ onEvent }), 'run_b', document).catch(() => resumeIn(stage(), 'run_b'));
    await fullWhenAsked(false);
    await said;
    expect(await states()).toEqual(['intent']);
    disk.free = Number.POSITIVE_INFINITY;
    disk.givesBack = true;
    const { state } = await running;
    if (state.phase.state !== 'done') await resumeIn(stage(), 'run_b');
    expect(await states()).toEqual(['delivered']);
    expect(await jobs()).toBe(1);
  });
});

it('a disk without the reserve: nothing is bought, the run is suspended with the next step, and goes on', async () => {
  disk.free = 3 * 1024 * 1024;
  const { state } = await runIn(stage(), 'run_c', one('image'));
  expect(state.phase).toMatchObject({ state: 'suspended', why: 'disk' });
  expect(state.phase).toMatchObject({
    message: expect.stringMatching(/disk is full.*nothing was sent.*Free some space/),
  });
  expect(await jobs()).toBe(0);
  expect(await states()).toEqual([]);
  disk.free = Number.POSITIVE_INFINITY;
  expect((await resumeIn(stage(), 'run_c')).state.phase.state).toBe('done');
  expect(await jobs()).toBe(1);
});
