import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskRef } from '#core/gateway/contract';
import type { Clock } from '#electron/executor/services';
import { TaskWaiter } from '#electron/executor/task-waiter';
import type { GatewayClient } from '#electron/gateway/client';
import { type PracticeProcess, startPracticeProcess } from '../practice/support/practice-process.ts';
import { client, fileSink, midjourneyCall, submit, videoCall } from './support/world.ts';

let practice: PracticeProcess;
beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '500');
});
afterAll(() => practice.stop());

const clock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};

/** Waits for tasks in the one polling loop and gives the outputs of each. */
async function waitFor(gateway: GatewayClient, tasks: readonly TaskRef[]) {
  const answers = { create: () => fileSink(`answer-${Math.random()}`), hasBegun: () => true };
  const waiter = new TaskWaiter({ clock, answers, random: Math.random, pollMilliseconds: 150 });
  const waits = Promise.all(
    tasks.map(async (task) => {
      const { signal } = new AbortController();
      const ignore = () => undefined;
      const outcome = await waiter.wait({
        ...{ gateway, task, signal, attempt: task.id },
        ...{ onProgress: ignore, onConnectionError: ignore },
      });
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
      return gateway.read(task.recipe, outcome.answer, task);
    }),
  );
  // All are due in the same moment, however long it took to make them.
  waiter.pollNow();
  return waits;
}

async function begin(gateway: GatewayClient, call: Parameters<typeof submit>[1]): Promise<TaskRef> {
  const { outcome } = await submit(gateway, call);
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  return outcome.task;
}

const lyrics = (gateway: GatewayClient, count: number): Promise<TaskRef[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      begin(gateway, { nodeType: 'lyrics', params: {}, inputs: { prompt: `the moon, verse ${index}` } }),
    ),
  );

/** How often each route was asked about tasks. */
async function questions(): Promise<{ together: number; alone: number }> {
  const { requests } = await practice.log();
  const isList = /^\/(?:suno\/fetch|mj\/task\/list-by-condition|luma\/tasks)$/;
  const isOne = /^\/(?:suno\/fetch\/.+|mj\/task\/.+\/fetch|luma\/generations\/.+)$/;
  return {
    together: requests.filter(({ method, path }) => method === 'POST' && isList.test(path)).length,
    alone: requests.filter(({ method, path }) => method === 'GET' && isOne.test(path)).length,
  };
}

describe('tasks of one system, waited for together', () => {
  it('a hundred of them come home with few requests', async () => {
    await practice.reset();
    const gateway = client(practice.url);
    const results = await waitFor(gateway, await lyrics(gateway, 100));
    for (const [index, { text }] of results.entries()) {
      expect(text).toMatchObject({ kind: 'value', value: expect.stringContaining(`verse ${index}\n`) });
    }
    const { together, alone } = await questions();
    expect(together).toBeGreaterThanOrEqual(2);
    expect(together + alone).toBeLessThanOrEqual(30);
  });

  it('one that the list lacks is asked for by itself', async () => {
    await practice.reset();
    const gateway = client(practice.url);
    const tasks = await lyrics(gateway, 5);
    await practice.addFaults({
      kind: 'change-json',
      match: { method: 'POST', path: '/suno/fetch' },
      set: { 'data.0.task_id': 'somebody-else' },
      times: 1,
    });
    const results = await waitFor(gateway, tasks);
    expect(results).toHaveLength(5);
    expect((await questions()).alone).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['has no such route', { kind: 'status', status: 404 }],
    ['answers with its console page', { kind: 'html-200' }],
    ['breaks on it', { kind: 'status', status: 500 }],
  ] as const)('they are asked for one by one when the gateway %s', async (_name, fault) => {
    await practice.reset();
    const gateway = client(practice.url);
    const tasks = await lyrics(gateway, 4);
    await practice.addFaults({ ...fault, match: { method: 'POST', path: '/suno/fetch' } });
    expect(await waitFor(gateway, tasks)).toHaveLength(4);
    const { together, alone } = await questions();
    expect(together).toBe(1);
    expect(alone).toBeGreaterThanOrEqual(4);
  });

  it('one that failed is asked for by itself, so that its reason is the gateway’s own', async () => {
    await practice.reset();
    await practice.addFaults({ kind: 'task-fails', reason: 'the verse broke', times: 1, match: { path: '/suno' } });
    const gateway = client(practice.url);
    await expect(waitFor(gateway, await lyrics(gateway, 2))).rejects.toThrow('the verse broke');
    expect((await questions()).alone).toBeGreaterThanOrEqual(1);
  });

  it('of Midjourney and of Luma as well', async () => {
    await practice.reset();
    const gateway = client(practice.url);
    const film = { ...videoCall, params: { model: 'ray-v2' } };
    const calls = [midjourneyCall, midjourneyCall, film, film];
    const results = await waitFor(gateway, await Promise.all(calls.map((call) => begin(gateway, call))));
    expect(results.map(({ image, video }) => (image ?? video)?.kind)).toEqual(['file', 'file', 'file', 'file']);
    expect((await questions()).together).toBeGreaterThanOrEqual(2);
  });
});
