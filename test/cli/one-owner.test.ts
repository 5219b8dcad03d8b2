import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import {
  bought,
  checkMessages,
  createPlace,
  type Ended,
  film,
  type Json,
  jsonLines,
  type Place,
  startPractice,
  talk,
} from './support.ts';

let practice: PracticeProcess;
let place: Place;

beforeAll(async () => {
  practice = await startPractice('--task-ms', '4000');
});
afterAll(() => practice.stop());
beforeEach(async () => {
  await practice.reset();
  place = createPlace(practice);
});
afterEach(() => place.remove());

async function list(command: 'runs' | 'tasks'): Promise<Json[]> {
  return JSON.parse((await place.run([command, '--json'])).stdout) as Json[];
}

/** How often the gateway was asked for a task. */
async function polls(): Promise<number> {
  const { requests } = await practice.log();
  return requests.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/video')).length;
}

function expectWell(ended: Ended): void {
  expect([ended.code, ended.signal], ended.stderr).toEqual([0, null]);
  checkMessages(ended);
}

/** The numbers of the journalled events of `--json`, without those of pictures for the eye. */
function journalled(stdout: string): number[] {
  return jsonLines(stdout)
    .filter((line) => line['event'] !== 'node-delta' && line['event'] !== 'node-progress')
    .map((line) => Number(line['seq']));
}

describe('many processes on one home folder at once', () => {
  it('buy the same request once, and all of them get it', async () => {
    const file = place.write('w.patchbay', talk);
    const runs = await Promise.all(Array.from({ length: 8 }, () => place.run(['run', file])));
    for (const ended of runs) expectWell(ended);
    expect(new Set(runs.map((ended) => ended.stdout)).size).toBe(1);
    expect(await bought(practice)).toBe(1);
    expect((await list('runs')).map((run) => run['state'])).toEqual(Array.from({ length: 8 }, () => 'done'));
    expect(await list('tasks')).toMatchObject([{ state: 'delivered' }]);
  });

  it('buy different ones once each, lose no row and do not poll beside each other', async () => {
    const file = place.write('w.patchbay', film);
    const before = Date.now();
    const runs = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        place.run(['run', file, '--json', '--set', `Idea.text=cat ${index}`], { PATCHBAY_POLL_MS: '300' }),
      ),
    );
    const most = Math.ceil((Date.now() - before) / 300) + 1;
    for (const ended of runs) expectWell(ended);
    expect(await bought(practice)).toBe(6);
    expect(await list('tasks')).toMatchObject(Array.from({ length: 6 }, () => ({ state: 'delivered' })));
    for (const { stdout } of runs) {
      const seen = journalled(stdout);
      expect(seen).toEqual([...new Set(seen)].sort((one, other) => one - other));
      expect(jsonLines(stdout).at(-1)).toMatchObject({ event: 'run-end', state: 'done' });
    }
    expect(await polls()).toBeLessThanOrEqual(6 * most);
  });

  it('another terminal has its run go on when the owner is killed, and buys nothing twice', async () => {
    const file = place.write('w.patchbay', film);
    const owner = place.start(['run', file, '--set', 'Idea.text=first']);
    await owner.says(/waits Film/);
    const guests = ['second', 'third'].map((text) =>
      place.start(['run', file, '--json', '--set', `Idea.text=${text}`]),
    );
    for (const guest of guests) await guest.says(/"node-wait"/);
    owner.child.kill('SIGKILL');
    for (const guest of guests) await guest.says(/goes on here/);
    for (const guest of guests) {
      const ended = await guest.ended;
      expectWell(ended);
      expect(jsonLines(ended.stdout).at(-1)).toMatchObject({ event: 'run-end', state: 'done' });
      // Progress is not journalled, but what is comes whole and in order.
      const seen = journalled(ended.stdout);
      expect(seen).toEqual([...new Set(seen)].sort((one, other) => one - other));
      const names = jsonLines(ended.stdout).map((line) => line['event']);
      for (const name of ['run-start', 'node-wait', 'node-continue', 'node-end', 'run-end'])
        expect(names).toContain(name);
    }
    // What the killed one had bought is brought home by whoever goes on.
    await place.run(['resume']);
    expect(await bought(practice)).toBe(3);
    expect(await list('tasks')).toMatchObject(Array.from({ length: 3 }, () => ({ state: 'delivered' })));
  });

  it('Ctrl+C in a guest ends its run only, and its death leaves the run to be resumed', async () => {
    const file = place.write('w.patchbay', film);
    const owner = place.start(['run', file, '--set', 'Idea.text=first']);
    await owner.says(/waits Film/);
    const stopped = place.start(['run', file, '--json', '--set', 'Idea.text=second']);
    await stopped.says(/"node-wait"/);
    stopped.child.kill('SIGINT');
    const ended = await stopped.ended;
    expect([ended.code, ended.stderr]).toEqual([130, expect.stringMatching(/Stopping …/)]);
    const killed = place.start(['run', file, '--set', 'Idea.text=third']);
    await killed.says(/waits Film/);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expectWell(await owner.ended);
    expectWell(await place.run(['resume', '--all']));
    expect(await bought(practice)).toBe(3);
    expect((await list('runs')).map((run) => run['state'])).toEqual(['done', 'done', 'done']);
  });

  it('a run makes room for "serve", goes on in it, and comes back when that ends', async () => {
    const file = place.write('w.patchbay', film);
    const running = place.start(['run', file, '--json']);
    await running.says(/"node-wait"/);
    const serve = place.start(['serve', '--json']);
    await serve.says(/"url"/);
    await running.says(/goes on here|node-wait/);
    const second = place.start(['serve', '--json']);
    await second.says(/"url"/);
    second.child.kill('SIGINT');
    expect((await second.ended).code).toBe(0);
    serve.child.kill('SIGINT');
    expect((await serve.ended).code).toBe(0);
    const ended = await running.ended;
    expectWell(ended);
    expect(jsonLines(ended.stdout).at(-1)).toMatchObject({ event: 'run-end', state: 'done' });
    expect(await bought(practice)).toBe(1);
  });

  it('a run that ends hands the home over while others go on', async () => {
    const file = place.write('w.patchbay', film);
    const owner = place.start(['run', file, '--wait', '3', '--set', 'Idea.text=first']);
    await owner.says(/waits Film/);
    const guest = place.start(['run', file, '--json', '--set', 'Idea.text=second']);
    await guest.says(/"node-wait"/);
    expect((await owner.ended).code).toBe(3);
    await guest.says(/goes on here/);
    expectWell(await guest.ended);
    expect(await bought(practice)).toBe(2);
  });
});
