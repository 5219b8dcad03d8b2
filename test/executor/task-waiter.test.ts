import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { AnswerSink, Gateway, PollOutcome } from '#core/gateway/contract';
import { TaskWaiter } from '#electron/executor/task-waiter';
import { FakeClock } from '../support/fake-clock.ts';

const sink: AnswerSink = {
  name: 'answer',
  file: 'answer',
  begin: () => undefined,
  write: async () => undefined,
  close: async () => undefined,
};
const running: PollOutcome = { kind: 'running', status: 'processing', progress: undefined };

/** Waits for tasks of one connection until so many polls were made; gives when each was, in milliseconds, and of what. */
async function poll(tasks: number, polls: number): Promise<{ at: number; task: string }[]> {
  const clock = new FakeClock();
  const made: { at: number; task: string }[] = [];
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const enough = new Promise<void>((resolve) => {
    const gateway = {
      poll: async ({ id }: { id: string }) => {
        made.push({ at: clock.now(), task: id });
        if (made.length === polls) resolve();
        return running;
      },
    } as unknown as Gateway;
    const waiter = new TaskWaiter({
      clock,
      answers: { create: async () => sink, hasBegun: () => true },
      random: () => 0.5,
    });
    const createdAt = new Date(clock.now() - 3_600_000).toISOString();
    for (let index = 0; index < tasks; index += 1) {
      const task = { baseUrl: 'http://gateway.test', recipe: 'r', id: `t${index}`, params: {}, createdAt };
      const ignore = () => undefined;
      const options = { gateway, task, attempt: `a${index}`, signal: stop.signal };
      waiter.wait({ ...options, onProgress: ignore, onConnectionError: ignore }).catch(ignore);
    }
  });
  await enough;
  stop.abort(new Error('enough'));
  return made;
}

describe('polling 1,000 tasks of one connection', () => {
  it('keeps its cap evenly, and asks every task equally often', async () => {
    const made = await poll(1_000, 3_000);
    const first = made[0]?.at ?? 0;
    const took = ((made.at(-1)?.at ?? 0) - first) / 1000;
    expect(made.length / (took + 0.05)).toBeLessThanOrEqual(20.01);
    expect(made.length / took).toBeGreaterThan(19.9);
    for (let index = 20; index < made.length; index += 1) {
      // Any 21 polls in a row take a second.
      expect((made[index]?.at ?? 0) - (made[index - 20]?.at ?? 0)).toBeGreaterThanOrEqual(999);
    }
    const counts = new Map<string, number>();
    for (const { task } of made) counts.set(task, (counts.get(task) ?? 0) + 1);
    expect([...new Set(counts.values())]).toEqual([3]);
  });

  it('a few tasks are asked at their own interval', async () => {
    const made = await poll(2, 6);
    expect((made.at(-1)?.at ?? 0) - (made[0]?.at ?? 0)).toBeGreaterThanOrEqual(2 * 15_000);
  });
});
