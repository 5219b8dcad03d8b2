import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
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
  talk,
  workflow,
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

async function list(what: 'runs' | 'tasks'): Promise<Json[]> {
  return JSON.parse((await place.run([what, '--json'])).stdout) as Json[];
}
const tasks = (): Promise<Json[]> => list('tasks');

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

describe('tasks, collect and forget', () => {
  it('list every attempt with its raw last answer, and fetch a result by either id', async () => {
    await place.run(['run', place.write('w.patchbay', film), '--wait', '0']);
    const [attempt] = await tasks();
    expect(attempt).toMatchObject({ state: 'accepted', nodeType: 'video', price: { from: 0.15, to: 0.15 } });
    expect(JSON.parse(String(attempt?.['lastAnswer']))).toMatchObject({ id: fields(attempt?.['task'])['id'] });
    const text = (await place.run(['tasks'])).stdout;
    expect(text).toMatch(/^attempt +node +model +state +age +price +task\n/);
    expect(text).toContain('$0.15');
    const id = String(attempt?.['id']);
    const collected = await collect(id, '--json');
    expectCode(collected, 0);
    expect(existsSync(String(fields(fields(JSON.parse(collected.stdout))['video'])['path']))).toBe(true);
    const resumed = await place.run(['resume']);
    expectCode(resumed, 0);
    // A file that is gone is fetched again through its task, and put where one wants it.
    const stored = collected.stdout.match(/"path": "([^"]+)"/)?.[1] ?? '';
    rmSync(stored);
    const out = path.join(place.folder, 'films');
    const again = await place.run(['collect', id, '--out', out]);
    expectCode(again, 0);
    expect(again.stderr).toContain(`wrote ${path.join(out, 'Film-1.mp4')}`);
    expect([existsSync(stored), existsSync(path.join(out, 'Film-1.mp4'))]).toEqual([true, true]);
    expect(await bought(practice)).toBe(1);
  });

  it('collect says that a task is still running with 3, and why it failed with 1', async () => {
    await practice.addFaults({ ...endless, times: 1 }, { kind: 'task-fails', reason: 'too dark' });
    const file = place.write('w.patchbay', film);
    await place.run(['run', file, '--wait', '0']);
    const [first] = await tasks();
    const waiting = await place.run(['collect', String(first?.['id'])]);
    expectCode(waiting, 3);
    expect(waiting.stderr).toMatch(/still at the gateway \(processing/);
    await place.run(['run', file, '--set', 'Film.duration=10', '--wait', '0']);
    const [second] = await tasks();
    const failed = await collect(String(second?.['id']));
    expectCode(failed, 1);
    expect(failed.stderr).toMatch(/too dark\. /);
    expect((await tasks())[0]).toMatchObject({ state: 'failed' });
    const resumed = await place.run(['resume', onlyRun()]);
    expectCode(resumed, 1);
    expect(resumed.stderr).toMatch(/failed Film: .*too dark/);
    expect(await bought(practice)).toBe(2);
  });

  it('forget drops an attempt for good', async () => {
    await place.run(['run', place.write('w.patchbay', film), '--wait', '0']);
    const [attempt] = await tasks();
    const refused = await place.run(['forget', String(attempt?.['id'])]);
    expectCode(refused, 2);
    expect(refused.stderr).toMatch(/not fetched any more; it may have been billed\. It may cost up to \$0\.15/);
    expect(refused.stderr).toMatch(/Nothing was forgotten.*--yes/);
    expect(await tasks()).toMatchObject([{ state: 'accepted' }]);
    const forgotten = await place.run(['forget', String(attempt?.['id']), '--yes']);
    expectCode(forgotten, 0);
    expect(forgotten).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/may have been billed[\s\S]*is forgotten/),
    });
    expect((await place.run(['forget', String(attempt?.['id'])])).stderr).toMatch(/forgotten already/);
    expect(await tasks()).toMatchObject([{ state: 'forgotten' }]);
    const resumed = await place.run(['resume']);
    expectCode(resumed, 1);
    expect(resumed.stderr).toMatch(/failed Film: Given up: the attempt was forgotten/);
    expect(await bought(practice)).toBe(1);
    expectCode(await place.run(['retry', onlyRun()]), 0);
    expect(await bought(practice)).toBe(2);
  });

  it('forget asks a person in a terminal, also when another process owns the home folder', async () => {
    await practice.addFaults(endless);
    const file = place.write('w.patchbay', film);
    await place.run(['run', file, '--wait', '0']);
    const id = String((await tasks())[0]?.['id']);
    const declined = await place.inTerminal(['forget', id], 'n');
    expect(declined.stdout).toMatch(
      /may have been billed[\s\S]*Forget it for good\? \[y\/N\][\s\S]*Nothing was forgotten/,
    );
    expect(declined.code).toBe(1);
    expect(await tasks()).toMatchObject([{ state: 'accepted' }]);
    const owner = place.start(['run', file, '--set', 'Film.duration=10']);
    await owner.says(/waits Film/);
    const confirmed = await place.inTerminal(['forget', id], 'y');
    expect(confirmed.stdout).toMatch(/Forget it for good\? \[y\/N\][\s\S]*is forgotten/);
    expect(confirmed.code).toBe(0);
    owner.child.kill('SIGINT');
    await owner.ended;
    expect((await tasks()).map((attempt) => attempt['state'])).toEqual(['accepted', 'forgotten']);
  });

  it('say that there is nothing', async () => {
    for (const command of ['tasks', 'runs']) {
      const ended = await place.run([command]);
      expectCode(ended, 0);
      expect(ended.stdout).toBe('');
      expect(ended.stderr).not.toBe('');
      expect((await place.run([command, '--json'])).stdout).toBe('[]\n');
    }
  });
});

describe('a task whose run does not wait for it any more', () => {
  it('comes home although the folder of its run was removed', async () => {
    expectCode(await place.run(['run', place.write('w.patchbay', film), '--wait', '0']), 3);
    rmSync(path.join(place.home, 'runs', onlyRun()), { recursive: true });
    const serve = place.start(['serve', '--json']);
    await serve.says(/"url"/);
    let [attempt] = await tasks();
    while (attempt?.['state'] === 'accepted') [attempt] = await tasks();
    expect(attempt).toMatchObject({ state: 'delivered' });
    const collected = await place.run(['collect', String(attempt?.['id'])]);
    expectCode(collected, 0);
    expect(existsSync(collected.stdout.trim())).toBe(true);
    expect(await list('runs')).toEqual([]);
    serve.child.kill('SIGINT');
    await serve.ended;
    expect(await bought(practice)).toBe(1);
  });

  it.each(['was suspended', 'was killed'])('is joined by the next run of the same when its own %s', async (how) => {
    const file = place.write('w.patchbay', film);
    // So long that the task cannot be home before the second run asks for it.
    const words = [...Array.from({ length: 60 }, () => 'processing'), 'completed'];
    await practice.addFaults({ kind: 'task-status', words });
    if (how === 'was suspended') expectCode(await place.run(['run', file, '--wait', '0']), 3);
    else {
      const running = place.start(['run', file]);
      await running.says(/is at the gateway/);
      running.child.kill('SIGKILL');
      await running.ended;
    }
    const first = onlyRun();
    const second = place.start(['run', file]);
    await second.says(/waits Film: task/);
    const ended = await second.ended;
    expectCode(ended, 0);
    expect(existsSync(ended.stdout.trim())).toBe(true);
    const resumed = await place.run(['resume', first]);
    expectCode(resumed, 0);
    expect(resumed.stdout).toBe(ended.stdout);
    expect(await tasks()).toMatchObject([{ state: 'delivered' }]);
    expect(await bought(practice)).toBe(1);
  });
});

describe('an answer that got lost', () => {
  const lost: readonly [string, Parameters<PracticeProcess['addFaults']>[0]][] = [
    ['the connection was cut', { kind: 'reset-before-answer', match: { path: '/v1/chat' }, times: 1 }],
    ['a proxy gave up', { kind: 'created-then-status', status: 524, match: { path: '/v1/chat' }, times: 1 }],
  ];
  for (const [what, fault] of lost) {
    it(`${what}: 4, nothing is sent again before somebody says so`, async () => {
      await practice.addFaults(fault);
      const ended = await place.run(['run', place.write('w.patchbay', talk)]);
      expectCode(ended, 4);
      expect(ended.stderr).toMatch(/asks Talk: .*may have been billed/);
      const run = onlyRun();
      expectCode(await place.run(['resume', run]), 4);
      expect(await bought(practice)).toBe(1);
      expect((await place.run(['answer', run, 'Talk', 'look'])).stderr).toMatch(/choose send-again or give-up/);
      expect((await place.run(['answer', run, 'Ask', 'give-up'])).stderr).toMatch(/asks nothing/);
      expect((await place.run(['show', run])).stdout).toMatch(/needs-user .*send-again or give-up/);
      const answered = await place.run(['answer', run, 'Talk', 'send-again']);
      expectCode(answered, 0);
      expect(answered.stdout).toMatch(/\w/);
      expect(await bought(practice)).toBe(2);
      const states = (await tasks()).map((attempt) => attempt['state']);
      expect(states).toEqual(['delivered', 'resent']);
    });
  }

  it('of a process that was killed: listed as unclear at once, with the commands that decide about it', async () => {
    await practice.addFaults({ kind: 'stall', ms: 60_000, match: { path: '/v1/chat' }, times: 1 });
    const running = place.start(['run', place.write('w.patchbay', talk)]);
    await expect.poll(() => bought(practice)).toBe(1);
    running.child.kill('SIGKILL');
    await running.ended;
    const run = onlyRun();
    const listed = await place.run(['tasks']);
    expectCode(listed, 0);
    expect(listed.stdout).toMatch(/ambiguous .*may have been billed/);
    expect(listed.stderr).toContain(`  patchbay resume ${run} `);
    expectCode(await place.run(['resume', run]), 4);
    expect((await place.run(['tasks'])).stderr).toContain(`  patchbay answer ${run} talk send-again|give-up `);
    rmSync(path.join(place.home, 'runs', run), { recursive: true });
    expect((await place.run(['tasks'])).stderr).toMatch(/ {2}patchbay forget att_/);
    expect(await bought(practice)).toBe(1);
  });

  it('give-up fails the node and leaves it to a retry', async () => {
    await practice.addFaults({ kind: 'reset-before-answer', match: { path: '/v1/chat' }, times: 1 });
    await place.run(['run', place.write('w.patchbay', talk)]);
    const answered = await place.run(['answer', onlyRun(), 'talk', 'give-up', '--json']);
    expectCode(answered, 1);
    expect(jsonLines(answered.stdout).at(-1)).toMatchObject({ event: 'run-end', state: 'failed' });
    expect(await tasks()).toMatchObject([{ state: 'given-up' }]);
    expect(await bought(practice)).toBe(1);
    expectCode(await place.run(['retry', onlyRun()]), 0);
    expect(await bought(practice)).toBe(2);
  });

  it('one item of several is answered by its number, also through the process that executes the run', async () => {
    const file = place.write(
      'w.patchbay',
      workflow(
        [
          ['s', 'prompt', 'Lines', { text: 'fox\nhen' }],
          ['t', 'text-split', 'Split', {}],
          ['c', 'chat', 'Talk', {}],
          ['v', 'video', 'Film', { prompt: 'a cat' }],
        ],
        ['s.text > t.text', 't.texts > c.prompt'],
      ),
    );
    await practice.addFaults({ kind: 'reset-before-answer', match: { path: '/v1/chat' } }, endless);
    const running = place.start(['run', file]);
    await running.says(/asks Talk 1.*\n(.*\n)*.*asks Talk 2|asks Talk 2.*\n(.*\n)*.*asks Talk 1/);
    await running.says(/waits Film/);
    const run = onlyRun();
    expect((await place.run(['answer', run, 'Talk', 'give-up'])).code).toBe(2);
    expect((await place.run(['answer', run, 'Talk/0', 'give-up'])).stderr).toMatch(/count from 1/);
    const answered = await place.run(['answer', run, 'Talk/2', 'give-up']);
    expectCode(answered, 0);
    expect(answered.stderr).toMatch(/has the answer/);
    await running.says(/failed Talk 2/);
    running.child.kill('SIGINT');
    expectCode(await running.ended, 130);
    const rest = await place.run(['answer', run, 'c/1', 'give-up', '--wait', '0']);
    expectCode(rest, 3);
    expect(rest.stderr).toMatch(/failed Talk 1/);
    expect(await bought(practice)).toBe(3);
  });
});
