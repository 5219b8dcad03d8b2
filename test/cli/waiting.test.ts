import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { ownPlace } from './own-place.ts';
import {
  bought,
  checkMessages,
  type Ended,
  fields,
  film,
  type Json,
  jsonLines,
  type Place,
  type Running,
  startPractice,
  talk,
} from './support.ts';

let practice: PracticeProcess;
let place: Place;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
});

/** Tasks do not end before the faults are cleared. */
const endless = { kind: 'task-status', words: 'processing' } as const;

const onlyRun = (): string => place.runs().at(-1) ?? '';

async function tasks(): Promise<Json[]> {
  return JSON.parse((await place.run(['tasks', '--json'])).stdout) as Json[];
}

/** Starts a run whose task goes on for ever, and comes back when it waits. */
async function startWaiting(...args: string[]): Promise<Running> {
  await practice.addFaults(endless);
  const running = place.start(['run', place.write('w.patchbay', film), ...args]);
  await running.says(/waits Film|"node-wait"/);
  return running;
}

function expectCode(ended: Ended, code: number): void {
  expect([ended.code, ended.signal], ended.stderr).toEqual([code, null]);
  checkMessages(ended);
}

/** Collects until the task has ended. */
async function collect(id: string, ...args: string[]): Promise<Ended> {
  for (;;) {
    const ended = await place.run(['collect', id, ...args]);
    if (ended.code !== 3) return ended;
    expect(ended.stderr).toMatch(/still at the gateway/);
  }
}

describe('--wait', () => {
  it('leaves a task at the gateway with 3; resume brings it home without buying again', async () => {
    const file = place.write('w.patchbay', film);
    const ended = await place.run(['run', file, '--wait', '0']);
    expectCode(ended, 3);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toContain(`patchbay resume ${onlyRun()}`);
    expect(await tasks()).toMatchObject([{ state: 'accepted', model: 'sora-2' }]);
    expect((await place.run(['runs'])).stdout).toMatch(/suspended \(tasks\)/);
    const resumed = await place.run(['resume']);
    expectCode(resumed, 0);
    expect(existsSync(resumed.stdout.trim())).toBe(true);
    expect(await bought(practice)).toBe(1);
    expect(await tasks()).toMatchObject([{ state: 'delivered' }]);
    expectCode(await place.run(['resume']), 0);
    expect((await place.run(['resume'])).stderr).toMatch(/no unfinished run/);
    expect((await place.run(['resume', onlyRun()])).stderr).toMatch(/is done\. There is nothing left to do/);
  });

  it('ends with run-end and its reason in --json; resume works on the snapshot of the run', async () => {
    const file = place.write('w.patchbay', film);
    const ended = await place.run(['run', file, '--wait', '0', '--json']);
    expectCode(ended, 3);
    expect(jsonLines(ended.stdout).at(-1)).toMatchObject({ event: 'run-end', state: 'suspended', why: 'tasks' });
    place.write('w.patchbay', 'no longer a workflow');
    const resumed = await place.run(['resume', onlyRun(), '--json', '--out', 'out']);
    expectCode(resumed, 0);
    expect(jsonLines(resumed.stdout).at(-1)).toMatchObject({ event: 'run-end', state: 'done' });
    expect(existsSync(`${place.folder}/out/Film-1.mp4`)).toBe(true);
    expect(await bought(practice)).toBe(1);
  });

  it('resume --all goes on with every run, and one that cannot does not keep the others from it', async () => {
    const file = place.write('w.patchbay', film);
    await place.run(['run', file, '--wait', '0']);
    const other = await startPractice();
    await place.run(['run', file, '--wait', '0'], { PATCHBAY_BASE_URL: other.url });
    await place.run(['run', file, '--wait', '0', '--set', 'Film.duration=10']);
    await other.stop();
    const ended = await place.run(['resume', '--all']);
    expectCode(ended, 2);
    expect(ended.stderr).toMatch(/This run was made on .*; the connection now leads to/);
    const states = JSON.parse((await place.run(['runs', '--json'])).stdout) as Json[];
    expect(states.map((run) => run['state'])).toEqual(['done', 'suspended', 'done']);
    expect(await bought(practice)).toBe(2);
  });
});

describe('Ctrl+C', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`${signal} while a task waits: 130, and the run goes on later without buying again`, async () => {
      const running = await startWaiting('--json');
      running.child.kill(signal);
      const ended = await running.ended;
      expectCode(ended, 130);
      expect(jsonLines(ended.stdout).at(-1)).toMatchObject({ event: 'run-end', state: 'interrupted' });
      const still = await place.run(['resume', '--wait', '0']);
      expectCode(still, 3);
      expect(await bought(practice)).toBe(1);
    });
  }

  it('waits for the answer of a request that is under way', async () => {
    await practice.addFaults({ kind: 'stall', ms: 1500, match: { path: '/v1/chat' } });
    const running = place.start(['run', place.write('w.patchbay', talk)]);
    await untilReceived('/v1/chat');
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expectCode(ended, 130);
    expect(ended.stderr).toMatch(/Stopping: waiting for the answer to Talk \(up to 10 minutes/);
    const resumed = await place.run(['resume']);
    expectCode(resumed, 0);
    expect(await bought(practice)).toBe(1);
  });

  it('a second one does not wait: the open request is asked about, never sent again by itself', async () => {
    await practice.addFaults({ kind: 'stall', ms: 60_000, match: { path: '/v1/chat' }, times: 1 });
    const running = place.start(['run', place.write('w.patchbay', talk)]);
    await untilReceived('/v1/chat');
    running.child.kill('SIGINT');
    await running.says(/Stopping/);
    const before = Date.now();
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expectCode(ended, 130);
    expect(ended.stderr).toMatch(/Not waiting any longer\. May have been billed: Talk\./);
    expect(Date.now() - before).toBeLessThan(10_000);
    const resumed = await place.run(['resume']);
    expectCode(resumed, 4);
    expect(resumed.stderr).toContain(`patchbay answer ${onlyRun()} talk send-again|give-up`);
    expect(await bought(practice)).toBe(1);
  });

  it('a kill at any point loses nothing: the run is resumed with what was bought', async () => {
    const running = await startWaiting();
    running.child.kill('SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
    expect((await place.run(['runs'])).stdout).toMatch(/running/);
    const resumed = await place.run(['resume', '--wait', '0']);
    expectCode(resumed, 3);
    expect(await bought(practice)).toBe(1);
  });

  async function untilReceived(path: string): Promise<void> {
    for (;;) {
      const { requests } = await practice.log();
      if (requests.some((entry) => entry.path.startsWith(path) && entry.jobs > 0)) return;
    }
  }
});

describe('cancel', () => {
  it('ends a run that another process executes; its task can still be collected', async () => {
    const running = await startWaiting();
    const busy = await place.run(['resume', onlyRun()]);
    expectCode(busy, 1);
    expect(busy.stderr).toMatch(/is being executed by another process/);
    const cancelled = await place.run(['cancel', onlyRun()]);
    expectCode(cancelled, 0);
    expectCode(await running.ended, 1);
    expect(JSON.parse((await place.run(['show', onlyRun(), '--json'])).stdout)).toMatchObject({ state: 'cancelled' });
    expect(await tasks()).toMatchObject([{ state: 'accepted' }]);
    expectCode(await place.run(['cancel', onlyRun()]), 2);
    expectCode(await place.run(['resume', onlyRun()]), 2);
  });

  it('ends a suspended run; collect brings its task home, and retry does not buy it again', async () => {
    await place.run(['run', place.write('w.patchbay', film), '--wait', '0']);
    expectCode(await place.run(['cancel', onlyRun()]), 0);
    const task = fields(fields((await tasks())[0])['task'])['id'];
    const collected = await collect(String(task));
    expect(collected.stdout).toMatch(/\.mp4\n$/);
    expectCode(await place.run(['retry', onlyRun()]), 0);
    expect(await bought(practice)).toBe(1);
  });
});
