import { describe, expect, test } from 'vitest';
import { isJournalled, type RunEvent } from '#core/run/event';
import { restoreSnapshot, takeSnapshot } from '#core/run/snapshot';
import { type RunState, reduceRun } from '#core/run/state';
import type { PushPayload } from '#core/services/contract';
import { type Client, enter, until } from './support/client.ts';
import { chatDocument, filmDocument } from './support/documents.ts';
import { connectTo, startGateway } from './support/gateway.ts';
import { startServer, temporaryHome } from './support/server.ts';

/** A screen that follows a run, and may lose its stream now and then. */
async function follow(client: Client, run: string) {
  let state: RunState | undefined;
  let text = '';
  const seen: number[] = [];
  const early: RunEvent[] = [];
  const take = (event: RunEvent): void => {
    if (state === undefined) {
      early.push(event);
      return;
    }
    if (event.seq <= state.seq || event.seq <= (seen.at(-1) ?? -1)) return;
    seen.push(event.seq);
    if (isJournalled(event)) state = reduceRun(state, event);
    else if (event.event === 'node-delta') text += event.text;
  };
  let close: (() => void) | undefined;
  const open = async (): Promise<void> => {
    close?.();
    state = undefined;
    close = await client.listen((push) => {
      if (push.name !== 'run.event') return;
      const { run: id, events } = push.payload as PushPayload<'run.event'>;
      if (id === run) for (const event of events) take(event);
    });
    const view = await client.call('run.open', { run });
    const fresh = restoreSnapshot(view.snapshot);
    state = fresh;
    seen.push(view.snapshot.seq);
    text = (view.texts ?? []).map((live) => live.text).join('');
    for (const event of early.splice(0)) take(event);
  };
  await open();
  return { open, state: () => state, text: () => text, seen: () => seen, close: () => close?.() };
}

const ended = async (client: Client, run: string) => {
  const view = await until(
    () => client.call('run.open', { run }),
    ({ snapshot }) => !['running'].includes(snapshot.phase.state),
  );
  return view.snapshot;
};

describe('a run', () => {
  test('is followed by two screens, one of which comes back again and again: no event lost, none doubled', async () => {
    const gateway = await startGateway('--word-ms', '15');
    const server = await startServer(temporaryHome());
    const [steady, shaky] = [await enter(server), await enter(server)];
    await connectTo(steady, gateway);
    const document = chatDocument();
    const { run } = await steady.call('run.start', { draft: 'd', document });
    const one = await follow(steady, run);
    const other = await follow(shaky, run);
    const isOver = () => one.state()?.phase.state === 'done';
    for (let time = 0; time < 5 && !isOver(); time += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await other.open();
    }
    const last = await ended(steady, run);
    expect(last.phase.state).toBe('done');
    await until(
      async () => [one.state()?.seq, other.state()?.seq],
      ([a, b]) => a === last.seq && b === last.seq,
    );
    for (const screen of [one, other]) {
      const { state } = { state: screen.state() };
      if (state === undefined) throw new Error('there is no state');
      expect(takeSnapshot(state)).toEqual(last);
    }
    // The steady screen saw every number from its snapshot on, each once, those of the words included.
    const numbers = one.seen();
    expect(numbers).toEqual(Array.from(numbers, (_, index) => (numbers[0] ?? 0) + index));
    const chat = last.nodes.find(({ node }) => node === 'chat')?.items[0]?.[1];
    const answer = chat?.state === 'done' ? chat.outputs['text']?.value : undefined;
    expect(one.text()).toBe(answer);
    one.close();
    other.close();
  });

  test('pushes to a stream that was cut what it missed, each push once and in order', async () => {
    const gateway = await startGateway('--word-ms', '15');
    const client = await enter(await startServer(temporaryHome()));
    await connectTo(client, gateway);
    const got: number[] = [];
    let enough: () => void = () => undefined;
    const some = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const stop = await client.listen(({ id }) => {
      got.push(id);
      if (got.length === 5) enough();
    });
    const { run } = await client.call('run.start', { draft: 'd', document: chatDocument() });
    await client.call('run.open', { run });
    await some;
    stop();
    const last = got.at(-1) ?? 0;
    expect((await ended(client, run)).phase.state).toBe('done');
    const missed: number[] = [];
    let hasEnded = false;
    const close = await client.listen((push) => {
      missed.push(push.id);
      if (push.name !== 'run.event') return;
      const { events } = push.payload as PushPayload<'run.event'>;
      hasEnded ||= events.some(({ event }) => event === 'run-end');
    }, last);
    await until(
      async () => hasEnded,
      (isOver) => isOver,
    );
    close();
    const all = [...got, ...missed];
    expect(missed[0]).toBe(last + 1);
    expect(all).toEqual(Array.from(all, (_, index) => (got[0] ?? 0) + index));
  });

  test('pushes events to those who opened it only', async () => {
    const gateway = await startGateway();
    const server = await startServer(temporaryHome());
    const [one, other] = [await enter(server), await enter(server)];
    await connectTo(one, gateway);
    const got: string[] = [];
    const stop = await other.listen(({ name }) => got.push(name));
    const { run } = await one.call('run.start', { draft: 'd', document: chatDocument() });
    await one.call('run.open', { run });
    await ended(one, run);
    await until(
      async () => got,
      (names) => names.includes('run.changed'),
    );
    expect(got).not.toContain('run.event');
    stop();
  });

  test('goes on by itself after the process was killed, without a second bill', async () => {
    const gateway = await startGateway('--task-ms', '4000');
    const home = temporaryHome();
    const server = await startServer(home);
    const client = await enter(server);
    await connectTo(client, gateway);
    const { run } = await client.call('run.start', { draft: 'd', document: filmDocument() });
    const isAwaiting = (state: { counts: Record<string, number> } | undefined) => state?.counts['awaiting'] === 1;
    await until(async () => (await client.call('run.list', {}))[0], isAwaiting);
    await server.end('SIGKILL');
    // The key was in memory only: the new process has it from its environment.
    const again = await enter(await startServer(home, { env: { PATCHBAY_API_KEY: 'sk-test' } }));
    const last = await until(
      async () => (await again.call('run.list', {}))[0],
      (view) => view?.state === 'done',
    );
    expect(last?.id).toBe(run);
    expect((await again.call('task.list', {})).tasks).toMatchObject([{ state: 'delivered', run }]);
    expect((await gateway.log()).created.tasks).toBe(1);
  });

  test('that lost its connection says so in one sentence and goes on by itself when it is back', async () => {
    const gateway = await startGateway();
    const { port } = new URL(gateway.url);
    const server = await startServer(temporaryHome());
    const client = await enter(server);
    await connectTo(client, gateway);
    await gateway.stop();
    const planned = Date.now();
    const plan = await client.call('plan.make', { draft: 'd', document: chatDocument() });
    expect(plan.connection?.code).toBe('connection.unreachable');
    expect(Date.now() - planned).toBeLessThan(5000);
    const { run } = await client.call('run.start', { draft: 'd', document: chatDocument() });
    const { phase } = await ended(client, run);
    expect(phase).toMatchObject({ state: 'suspended', why: 'connection', code: 'connection.unreachable' });
    if (phase.state !== 'suspended') throw new Error('it is to be suspended');
    expect(phase.message).toMatch(/^127\.0\.0\.1:\d+ cannot be reached: nothing listens there\. Check the network/);
    expect(phase.zh?.message).toMatch(/^无法连接 127\.0\.0\.1:\d+：对方没有服务在监听。请检查网络/);

    await startGateway('--port', port);
    const last = await until(
      async () => (await client.call('run.list', {}))[0],
      (view) => view?.state === 'done',
      40_000,
    );
    expect(last?.id).toBe(run);
  });

  test('is left alone after a restart while its connection has no key, and goes on when it has one', async () => {
    const gateway = await startGateway('--task-ms', '3000');
    const home = temporaryHome();
    const server = await startServer(home);
    const client = await enter(server);
    await connectTo(client, gateway);
    await client.call('run.start', { draft: 'd', document: filmDocument() });
    await until(
      async () => (await client.call('run.list', {}))[0],
      (view) => view?.counts['awaiting'] === 1,
    );
    expect(await server.end('SIGTERM')).toBe(0);
    const again = await enter(await startServer(home));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await again.call('run.list', {}))[0]?.state).toBe('running');
    await connectTo(again, gateway);
    await until(
      async () => (await again.call('run.list', {}))[0],
      (view) => view?.state === 'done',
    );
  });

  test('is stopped once by a refused key, and goes on by itself when the connection is mended', async () => {
    const gateway = await startGateway('--task-ms', '50');
    const client = await enter(await startServer(temporaryHome()));
    await connectTo(client, gateway);
    const refusal = { error: { message: '无效的令牌', type: 'new_api_error', code: '' } };
    await gateway.addFaults({ kind: 'status', status: 401, body: JSON.stringify(refusal), match: { method: 'POST' } });
    const { run } = await client.call('run.start', { draft: 'd', document: filmDocument() });
    await until(
      async () => (await client.call('run.list', {}))[0],
      (view) => view?.state === 'suspended' && view.why === 'connection',
    );
    await gateway.reset();
    await connectTo(client, gateway, 'sk-mended');
    await until(
      async () => (await client.call('run.list', {}))[0],
      (view) => view?.id === run && view.state === 'done',
    );
    expect((await gateway.log()).created.jobs).toBe(1);
  });

  test('is cancelled, retried, and its task is listed, collected and forgotten', async () => {
    const gateway = await startGateway('--task-ms', '4000');
    const client = await enter(await startServer(temporaryHome()));
    await connectTo(client, gateway);
    const { run } = await client.call('run.start', { draft: 'd', document: filmDocument() });
    await until(
      async () => (await client.call('run.list', {}))[0],
      (view) => view?.counts['awaiting'] === 1,
    );
    const task = (await client.call('task.list', {})).tasks[0];
    expect(task).toMatchObject({ state: 'accepted', run, practice: false, nodeType: 'video' });
    expect(await client.call('task.collect', { task: task?.id ?? '' })).toMatchObject({ kind: 'running' });
    expect(await client.failing('task.forget', { task: task?.id })).toMatchObject({ code: 'run.busy' });
    await client.call('run.cancel', { run });
    await until(
      async () => (await client.call('run.list', {}))[0],
      (view) => view?.state === 'cancelled',
    );
    expect((await client.call('task.answer', { task: task?.id ?? '' })).text).toContain('"');
    const collected = await until(
      () => client.call('task.collect', { task: task?.id ?? '' }),
      (result) => result.kind === 'delivered',
    );
    expect(collected).toMatchObject({ kind: 'delivered' });
    await client.call('run.retry', { run });
    await until(
      async () => (await client.call('run.list', {}))[0],
      (view) => view?.state === 'done',
    );
    expect((await gateway.log()).created.tasks).toBe(1);
    await client.call('task.forget', { task: task?.id ?? '' });
    expect((await client.call('task.list', {})).tasks[0]?.state).toBe('forgotten');
    expect(await client.failing('run.resume', { run })).toMatchObject({ code: 'usage.invalid' });
  });

  test('without a network does what works here and waits', async () => {
    const gateway = await startGateway();
    const client = await enter(await startServer(temporaryHome()));
    await connectTo(client, gateway);
    const document = chatDocument();
    await gateway.stop();
    const plan = await client.call('plan.make', { draft: 'd', document });
    expect(plan.connection?.code).toBe('connection.unreachable');
    expect(plan.entries.map(({ action }) => action)).toEqual(['local', 'run']);
    const { run } = await client.call('run.start', { draft: 'd', document });
    const last = await ended(client, run);
    expect(last.phase).toMatchObject({ state: 'suspended', why: 'connection' });
  });

  test('on practice starts the practice gateway, and ends properly when that is gone', async () => {
    const home = temporaryHome();
    const server = await startServer(home);
    const client = await enter(server);
    await client.call('settings.change', { connection: 'practice' });
    const { run } = await client.call('run.start', { draft: 'd', document: filmDocument() });
    await until(
      async () => (await client.call('run.list', {}))[0],
      (view) => view?.counts['awaiting'] === 1,
    );
    expect((await client.call('run.open', { run })).snapshot.connection?.practice).toBe(true);
    await server.end('SIGKILL');
    const again = await enter(await startServer(home));
    const states = ['failed', 'cancelled', 'done'];
    await until(
      async () => (await again.call('run.list', {}))[0],
      (view) => states.includes(view?.state ?? ''),
      25_000,
    );
  });
});
