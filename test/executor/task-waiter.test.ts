import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { AnswerSink, AskedTask, Gateway, PollOutcome, TogetherOutcome } from '#core/gateway/contract';
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
      together: () => undefined,
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

/** What a gateway was asked, in order: the ids of one request. */
type Asked = readonly string[];

/**
 * Waits for tasks that can be asked for together until all have ended; `answer` is what a question for several gets, a
 * single one says that the task is done.
 */
async function waitTogether(
  tasks: number,
  answer: (ids: Asked, count: number) => TogetherOutcome,
): Promise<{ asked: Asked[]; ended: string[]; at: number[] }> {
  const clock = new FakeClock();
  const asked: Asked[] = [];
  const at: number[] = [];
  const ended: string[] = [];
  const done: PollOutcome = {
    kind: 'done',
    answer: { name: 'a', file: 'a', status: 200, contentType: 'application/json', bytes: 1 },
  };
  const note = (ids: Asked): void => {
    asked.push(ids);
    at.push(clock.now());
  };
  const gateway = {
    together: () => ({ by: 'list', most: 50 }),
    poll: async ({ id }: { id: string }) => {
      note([id]);
      return done;
    },
    pollTogether: async (several: readonly AskedTask[]) => {
      const ids = several.map(({ task }) => task.id);
      note(ids);
      return answer(ids, asked.filter((one) => one.length > 1).length);
    },
  } as unknown as Gateway;
  const waiter = new TaskWaiter({
    clock,
    answers: { create: async () => sink, hasBegun: () => true },
    random: () => 0.5,
    cap: 1,
  });
  const createdAt = new Date(clock.now()).toISOString();
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  await Promise.all(
    Array.from({ length: tasks }, async (_, index) => {
      const task = { baseUrl: 'http://gateway.test', recipe: 'r', id: `t${index}`, params: {}, createdAt };
      const ignore = () => undefined;
      const options = { gateway, task, attempt: `a${index}`, signal, onProgress: ignore, onConnectionError: ignore };
      const outcome = await waiter.wait(options);
      if (outcome.kind === 'done') ended.push(task.id);
    }),
  );
  return { asked, ended, at };
}

const all = (ids: Asked, outcome: PollOutcome | undefined): TogetherOutcome => ({
  kind: 'answered',
  outcomes: ids.map(() => outcome),
});
const finished: PollOutcome = {
  kind: 'done',
  answer: { name: 'b', file: 'b', status: 200, contentType: 'application/json', bytes: 1 },
};

describe('tasks that one request can ask for', () => {
  it('are asked for together, each request for as many as it takes, and one request is one poll', async () => {
    const { asked, ended, at } = await waitTogether(100, (ids, count) => all(ids, count > 6 ? finished : running));
    expect(asked.map((ids) => ids.length)).toEqual([50, 50, 50, 50, 50, 50, 50, 50]);
    expect(new Set(ended).size).toBe(100);
    for (let index = 1; index < at.length; index += 1) {
      expect((at[index] ?? 0) - (at[index - 1] ?? 0)).toBeGreaterThanOrEqual(750);
    }
  });

  it('of which one says nothing certain are asked for by themselves, at once and from then on', async () => {
    const { asked, ended } = await waitTogether(10, (ids, count) => ({
      kind: 'answered',
      outcomes: ids.map((id) => (id === 't3' ? undefined : count > 1 ? finished : running)),
    }));
    expect(asked.map((ids) => ids.length)).toEqual([10, 1, 9]);
    expect(asked[1]).toEqual(['t3']);
    expect(new Set(ended).size).toBe(10);
  });

  it('are asked for one by one when the gateway does not answer that', async () => {
    const { asked, ended } = await waitTogether(10, () => ({ kind: 'refused' }));
    expect(asked.map((ids) => ids.length)).toEqual([10, ...Array.from({ length: 10 }, () => 1)]);
    expect(new Set(ended).size).toBe(10);
  });

  it('wait for the time that a gateway asks for', async () => {
    const busy = { code: 'gateway.rate-limited', retryAfter: 60_000 } as const;
    const { asked, at } = await waitTogether(10, (ids, count) =>
      count === 1 ? { kind: 'no-answer', error: { ...busy, message: 'busy', retryable: true } } : all(ids, finished),
    );
    expect(asked.map((ids) => ids.length)).toEqual([10, 10]);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(60_000);
  });
});
