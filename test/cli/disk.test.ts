import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { bought, checkMessages, createPlace, fields, film, type Place, startPractice, workflow } from './support.ts';

/** A small disk of its own; undefined where this account may not mount one. */
function mountSmallDisk(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}

const disk = process.platform === 'linux' ? mountSmallDisk() : undefined;
if (disk === undefined) process.stdout.write('NOT RUN: full and read-only disks, as no disk can be mounted here.\n');

let practice: PracticeProcess;
let place: Place;
beforeAll(async () => {
  practice = await startPractice('--task-ms', '1500');
});
afterAll(async () => {
  await practice.stop();
  if (disk === undefined) return;
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});
beforeEach(async () => {
  await practice.reset();
  place = createPlace(practice);
});
afterEach(() => place.remove());

describe.runIf(disk !== undefined)('a home folder on a disk of its own', () => {
  const root = disk ?? '';
  const home = { PATCHBAY_HOME: path.join(root, 'home') };
  const filler = path.join(root, 'filler');
  /** Takes all room, or all but so many bytes. */
  const fill = (left = 0): void => {
    const { bavail, bsize } = statfsSync(root);
    try {
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)));
    } catch {
      // Whatever was left is taken now.
    }
  };
  const remount = (how: string): void => void execFileSync('mount', ['-o', `remount,${how}`, root]);
  afterEach(() => {
    remount('rw');
    for (const name of ['filler', 'home']) rmSync(path.join(root, name), { recursive: true, force: true });
  });

  it('that is full: nothing is bought, and it goes on when there is space', async () => {
    const file = place.write('film.patchbay', film);
    fill();
    const refused = await place.run(['run', file], home);
    checkMessages(refused);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('disk is full');
    expect(refused.stderr).toContain(root);
    expect(await bought(practice)).toBe(0);
    rmSync(filler);
    expect((await place.run(['run', file], home)).code).toBe(0);
    expect(await bought(practice)).toBe(1);
  });

  it('that fills up while a task is at the gateway: the result is delivered later, and bought once', async () => {
    const file = place.write('film.patchbay', film);
    const running = place.start(['run', file], home);
    await running.says(/is at the gateway/);
    fill();
    const stopped = await running.ended;
    checkMessages(stopped);
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain('disk is full');
    rmSync(filler);
    const listed: unknown = JSON.parse((await place.run(['runs', '--json'], home)).stdout);
    const { id, state } = fields(Array.isArray(listed) ? listed[0] : (fields(listed)['runs'] as unknown[])[0]);
    const goOn = state === 'failed' ? 'retry' : 'resume';
    const mended = await place.run([goOn, String(id)], home);
    expect(mended.stderr).not.toContain('disk is full');
    expect(mended.code).toBe(0);
    expect(existsSync(mended.stdout.trim())).toBe(true);
    expect(await bought(practice)).toBe(1);
  });

  const picture = workflow(
    [
      ['idea', 'prompt', 'Idea', { text: 'a cat on a roof' }],
      ['picture', 'image', 'Picture', {}],
    ],
    ['idea.text > picture.prompt'],
  );
  /** Goes on with the only run until it is done, and says with how many sessions. */
  const goOn = async (): Promise<string> => {
    const mended = await place.run(['resume'], home);
    expect([mended.code, mended.stderr]).toEqual([0, expect.not.stringContaining('disk is full')]);
    return mended.stdout.trim();
  };
  const asked = async (): Promise<void> => {
    while (!(await practice.log()).requests.some(({ method }) => method === 'POST')) await setImmediate();
  };

  it('that fills up while a request is at the gateway that is answered at once: the answer is kept, and bought once', async () => {
    await practice.addFaults({ kind: 'stall', ms: 500, match: { method: 'POST' } });
    const running = place.start(['run', place.write('picture.patchbay', picture)], home);
    await asked();
    fill();
    const stopped = await running.ended;
    checkMessages(stopped);
    // What was held back for it has room for the whole, or it is delivered later.
    if (stopped.code !== 0) expect(stopped.stderr).toContain('disk is full');
    const tasks = await place.run(['tasks'], home);
    expect(tasks.stdout).toMatch(/received|delivered/);
    rmSync(filler);
    const file = stopped.code === 0 ? stopped.stdout.trim() : await goOn();
    expect(existsSync(file)).toBe(true);
    expect(await bought(practice)).toBe(1);
  });

  it('that has no room for what a request would bring: nothing is bought, and the run waits for room', async () => {
    const file = place.write('picture.patchbay', picture);
    expect((await place.run(['validate', file], home)).code).toBe(0);
    fill(2 * 1024 * 1024);
    const stopped = await place.run(['run', file], home);
    checkMessages(stopped);
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toMatch(/disk is full: .*nothing was sent\. Free some space where .*then go on/);
    expect(stopped.stderr).toContain('patchbay resume');
    expect(await bought(practice)).toBe(0);
    rmSync(filler);
    expect(existsSync(await goOn())).toBe(true);
    expect(await bought(practice)).toBe(1);
  });

  it('that has room again: a program that stays goes on by itself', async () => {
    const file = place.write('picture.patchbay', picture);
    const serve = place.start(['serve', '--json'], home);
    await serve.says(/"url"/);
    fill(2 * 1024 * 1024);
    expect((await place.run(['run', file], home)).stderr).toContain('disk is full');
    rmSync(filler);
    const isDone = async (): Promise<boolean> =>
      /"state": "done"/.test((await place.run(['runs', '--json'], home)).stdout);
    while (!(await isDone())) await setImmediate();
    expect(await bought(practice)).toBe(1);
    serve.child.kill('SIGINT');
    await serve.ended;
  });

  it('that fills up in the middle of a download: the task stays open, the result comes later, and is bought once', async () => {
    const running = place.start(['run', place.write('film.patchbay', film)], home);
    await running.says(/is at the gateway/);
    fill(24 * 1024);
    const stopped = await running.ended;
    checkMessages(stopped);
    expect([stopped.code, stopped.stderr]).toEqual([1, expect.stringContaining('disk is full')]);
    // Nothing is left of the part that was there.
    expect(readdirSync(path.join(root, 'home', 'artifacts', '.tmp'))).toEqual([]);
    expect((await place.run(['tasks'], home)).stdout).toContain('accepted');
    rmSync(filler);
    expect(existsSync(await goOn())).toBe(true);
    expect(await bought(practice)).toBe(1);
  });

  it('that cannot be written: one sentence, nothing is bought, and it goes on when it can', async () => {
    const file = place.write('film.patchbay', film);
    expect((await place.run(['validate', file], home)).code).toBe(0);
    remount('ro');
    const refused = await place.run(['run', file], home);
    checkMessages(refused);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(root);
    expect(await bought(practice)).toBe(0);
    remount('rw');
    expect((await place.run(['run', file], home)).code).toBe(0);
  });
});

describe('a home folder with damage', () => {
  it('reads over torn last lines and goes on', async () => {
    const file = place.write('film.patchbay', film);
    expect((await place.run(['run', file])).code).toBe(0);
    const [run = ''] = place.runs();
    for (const name of ['ledger.jsonl', path.join('runs', run, 'journal.jsonl')]) {
      appendFileSync(path.join(place.home, name), '{"id":"att_torn","state":"acc');
    }
    const tasks = await place.run(['tasks', '--json']);
    checkMessages(tasks);
    expect(tasks.code).toBe(0);
    expect(tasks.stdout).toContain('delivered');
    expect((await place.run(['run', file, '--fresh'])).code).toBe(0);
    expect(await bought(practice)).toBe(2);
    // The torn line harms no other.
    expect((await place.run(['tasks'])).stdout.match(/delivered/g)?.length).toBe(2);
    expect(readFileSync(path.join(place.home, 'ledger.jsonl'), 'utf8')).toContain('"state":"acc\n{');
  });

  it('never gives out a result whose file was deleted', async () => {
    const file = place.write('film.patchbay', film);
    const first = await place.run(['run', file]);
    expect(first.code).toBe(0);
    const artifact = first.stdout.trim();
    rmSync(artifact);
    const again = await place.run(['run', file]);
    checkMessages(again);
    expect(again.code).toBe(0);
    expect(existsSync(again.stdout.trim())).toBe(true);
  });
});
