import { expect, it } from 'vitest';
import type { AnswerSink, Gateway, PollOutcome } from '#core/gateway/contract';
import type { Attempt } from '#electron/executor/services';
import { type KeeperOptions, TaskKeeper } from '#electron/executor/task-keeper';
import { TaskWaiter } from '#electron/executor/task-waiter';
import { FakeClock } from '../support/fake-clock.ts';

const sink: AnswerSink = {
  name: 'answer',
  file: 'answer',
  begin: () => undefined,
  write: async () => undefined,
  close: async () => undefined,
};

function setUp() {
  const clock = new FakeClock();
  const attempts: Attempt[] = [];
  const running: PollOutcome = { kind: 'running', status: 'processing', progress: undefined };
  const gateway = { together: () => undefined, poll: async () => running } as unknown as Gateway;
  const waiter = new TaskWaiter({
    clock,
    answers: { create: async () => sink, hasBegun: () => true },
    random: () => 0.5,
  });
  const ledger = {
    attempts: () => attempts,
    attempt: (id: string) => attempts.find((attempt) => attempt.id === id),
  };
  const accept = (id: string) => {
    const task = {
      baseUrl: 'http://gateway.test',
      recipe: 'r',
      id,
      params: {},
      createdAt: new Date(clock.now()).toISOString(),
    };
    attempts.push({ id, state: 'accepted', task } as unknown as Attempt);
    return task;
  };
  const keeper = () => new TaskKeeper({ clock, ledger } as unknown as KeeperOptions, waiter);
  const wait = (attempt: string, task: ReturnType<typeof accept>, signal: AbortSignal) =>
    waiter.wait({
      gateway,
      task,
      attempt,
      signal,
      onProgress: () => undefined,
      onConnectionError: () => undefined,
    });
  return { accept, clock, gateway, keeper, wait, waiter };
}

it('the keeper begins with what an earlier process left, and leaves alone what a run began before it', async () => {
  const { accept, gateway, keeper, wait } = setUp();
  accept('left');
  const kept = keeper();
  const stop = new AbortController();
  const ofRun = wait('new', accept('new'), stop.signal);
  await kept.start(async () => gateway);
  expect(kept.isKeeping('left')).toBe(true);
  expect(kept.isKeeping('new')).toBe(false);
  // The run is stopped: it is told, as nobody took its place.
  stop.abort(new Error('cancelled'));
  await expect(ofRun).rejects.toThrow('cancelled');
  await kept.stop();
});

it('who waits for a task is not pushed out by another one', async () => {
  const { accept, wait, waiter } = setUp();
  const task = accept('a');
  const stop = new AbortController();
  const first = wait('a', task, stop.signal);
  await expect(wait('a', task, new AbortController().signal)).rejects.toThrow(/two wait/);
  expect(waiter.size).toBe(1);
  stop.abort(new Error('cancelled'));
  await expect(first).rejects.toThrow('cancelled');
});

it('who waits for a result that cannot be brought home now does not have it asked for again and again', async () => {
  const { accept, clock, keeper } = setUp();
  accept('t');
  const stop = new AbortController();
  const times: number[] = [];
  const kept = keeper();
  await kept.start(async () => {
    if (times.push(clock.now()) === 5) stop.abort(new Error('enough'));
    return undefined;
  });
  await expect(kept.settled('t', stop.signal)).rejects.toThrow('enough');
  expect((times[4] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(4 * 1_000);
  await kept.stop();
});
