import { setMaxListeners } from 'node:events';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Gateway } from '#core/gateway/contract';
import { TaskWaiter } from '#electron/executor/task-waiter';
import { systemClock } from '#electron/host/app/system-clock';
import { openAnswers } from '#electron/store/answers';
import { diskLayer, type FileLayer } from '#electron/store/file-layer';
import { openHome } from '#electron/store/home';
import { openLedger } from '#electron/store/ledger';
import { benchFolder } from './folder.ts';

/** What an attempt costs on the disk, beside as many bare syncs. Milliseconds. */
export async function benchAttempts(count = 100): Promise<{ syncs: number; each: number; bare: number }> {
  const folder = benchFolder();
  let syncs = 0;
  const layer: FileLayer = {
    ...diskLayer,
    sync(handle) {
      syncs += 1;
      return diskLayer.sync(handle);
    },
  };
  const home = openHome(folder, layer);
  const ledger = openLedger(home);
  const answers = openAnswers(home);
  const body = Buffer.from(JSON.stringify({ id: 'task', status: 'queued' }));
  const known = { nodeType: 'video', recipe: 'sora/video', system: 'sora', baseUrl: 'http://bench', practice: false };
  const started = performance.now();
  for (let index = 0; index < count; index += 1) {
    const id = `att_${index}`;
    const address = { run: 'run_bench', path: [], node: 'n', item: [], attempt: 1 };
    await ledger.record({ id, state: 'intent', address, ...known }, { sync: true });
    const sink = await answers.create(id, 'submit');
    await sink.write(body);
    await sink.close();
    const { name, file } = sink;
    const answer = { name, file, status: 200, contentType: 'application/json', bytes: body.length };
    const task = {
      baseUrl: 'http://bench',
      recipe: 'sora/video',
      id,
      params: {},
      createdAt: new Date().toISOString(),
    };
    await ledger.record({ id, state: 'accepted', task, answer }, { sync: true });
    await ledger.record({ id, state: 'delivered', outputs: {} }, { sync: false });
  }
  const each = (performance.now() - started) / count;
  await ledger.close();
  const perAttempt = syncs / count;
  return { syncs: perAttempt, each, bare: bareSyncs(folder, count, Math.round(perAttempt)) };
}

function bareSyncs(folder: string, count: number, syncs: number): number {
  const handle = openSync(path.join(folder, 'bare'), 'a');
  const row = Buffer.alloc(400, 'x');
  const started = performance.now();
  for (let index = 0; index < count * syncs; index += 1) {
    writeSync(handle, row);
    fdatasyncSync(handle);
  }
  const each = (performance.now() - started) / count;
  closeSync(handle);
  return each;
}

/** How polling goes on with many tasks of one connection. */
export interface Polling {
  readonly perSecond: number;
  /** The most polls within any 100 ms. */
  readonly burst: number;
  readonly cpuMilliseconds: number;
}

/** Waits for many tasks for some seconds of real time, on a gateway that answers at once. */
export async function benchPolling(tasks = 1_000, seconds = 6): Promise<Polling> {
  const folder = benchFolder();
  const times: number[] = [];
  const stop = new AbortController();
  // As runs do it, in which each waiting item listens.
  setMaxListeners(0, stop.signal);
  const home = openHome(folder);
  const waiter = new TaskWaiter({ clock: systemClock, answers: openAnswers(home), random: Math.random });
  const gateway = {
    together: () => undefined,
    poll: async (
      _task: unknown,
      { sink }: { sink: { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> } },
    ) => {
      times.push(performance.now());
      await sink.write(Buffer.from('{"status":"processing"}'));
      await sink.close();
      return { kind: 'running', status: 'processing', progress: undefined };
    },
  } as unknown as Gateway;
  const cpu = process.cpuUsage();
  const started = performance.now();
  const createdAt = new Date(Date.now() - 3_600_000).toISOString();
  const waits = Array.from({ length: tasks }, (_, index) =>
    waiter
      .wait({
        gateway,
        task: { baseUrl: 'http://bench', recipe: 'sora/video', id: `task_${index}`, params: {}, createdAt },
        attempt: `att_${index}`,
        signal: stop.signal,
        onProgress: () => undefined,
        onConnectionError: () => undefined,
      })
      .catch(() => undefined),
  );
  await systemClock.sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(cpu);
  const took = (performance.now() - started) / 1000;
  stop.abort(new Error('the end of the benchmark'));
  await Promise.all(waits);
  return {
    perSecond: times.length / took,
    burst: burstOf(times),
    cpuMilliseconds: (user + system) / 1000 / times.length,
  };
}

function burstOf(times: readonly number[]): number {
  let most = 0;
  for (let from = 0, to = 0; to < times.length; to += 1) {
    while ((times[to] ?? 0) - (times[from] ?? 0) > 100) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
