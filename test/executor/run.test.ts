import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors';
import { nodeState } from '#core/run/state';
import { verbatim } from '#core/text';
import { homeElsewhere } from '#electron/store/owner-record';
import { answerOf, edges, node, stateOf, World } from './world.ts';

const refused = {
  kind: 'rejected',
  error: new AppError('gateway.rejected', verbatim('No.'), { billed: 'no' }).info,
} as const;
const lost = {
  kind: 'ambiguous',
  error: new AppError('gateway.no-answer', verbatim('No answer came; it may have been billed.'), { billed: 'maybe' })
    .info,
} as const;

describe('a run', () => {
  it('passes values along wires and ends with its outputs', async () => {
    const world = new World();
    const run = world.run({
      nodes: [node('a', 'text', { text: 'one' }), node('b', 'say'), node('c', 'output', { name: 'Result' })],
      edges: edges('a.text>b.prompt', 'b.text>c.value'),
    });
    const end = await run.done;
    expect(end.kind).toBe('ended');
    expect(end.state.phase).toMatchObject({ state: 'done', outputs: { Result: { type: 'text', value: 'said one' } } });
    expect(world.submitted).toEqual(['one']);
    expect(world.rows.map((row) => row.state)).toEqual(['intent', 'received', 'delivered']);
  });

  it('shows events in order, numbered without holes', async () => {
    const world = new World();
    await world.run({ nodes: [node('a', 'text'), node('b', 'say', { prompt: 'x' })] }).done;
    expect(world.events.map((event) => event.seq)).toEqual(world.events.map((_, index) => index));
    expect(world.events.at(0)?.event).toBe('run-start');
    expect(world.events.at(-1)?.event).toBe('run-end');
  });

  it('maps a node over a list and keeps a failed item local', async () => {
    const world = new World();
    const run = world.run({
      nodes: [
        node('l', 'texts', { texts: ['a', 'bad', 'c'] }),
        node('f', 'fail-on'),
        node('s', 'say'),
        node('j', 'join'),
        node('o', 'output'),
      ],
      edges: edges('l.texts>f.text', 'f.text>s.prompt', 's.text>j.texts', 's.text>o.value'),
    });
    const { state } = await run.done;
    expect(state.phase.state).toBe('failed');
    expect(['0', '1', '2'].map((item) => stateOf(state, 'f', item)?.state)).toEqual(['done', 'failed', 'done']);
    expect(['0', '1', '2'].map((item) => stateOf(state, 's', item)?.state)).toEqual(['done', 'skipped', 'done']);
    expect(stateOf(state, 'j')?.state).toBe('skipped');
    expect(state.phase).toMatchObject({ outputs: { o: { type: 'list<text>', value: ['said a', null, 'said c'] } } });
    expect(world.submitted).toEqual(['a', 'c']);
  });

  it('retries only what failed, on the same run', async () => {
    const world = new World();
    world.script = (call, tries) => (call.inputs['prompt'] === 'b' && tries === 1 ? { submit: refused } : undefined);
    const document = {
      nodes: [node('l', 'texts', { texts: ['a', 'b'] }), node('s', 'say'), node('j', 'join')],
      edges: edges('l.texts>s.prompt', 's.text>j.texts'),
    };
    const first = await world.run(document).done;
    expect(first.state.phase.state).toBe('failed');
    const state = world.journalled();
    const second = await world.run(document, { retry: true, ...(state && { state }) }).done;
    expect(second.state.phase).toMatchObject({ state: 'done', outputs: { j: { value: 'said a+said b' } } });
    expect(world.submitted).toEqual(['a', 'b', 'b']);
  });

  it('waits for tasks and does not let branches wait for each other', async () => {
    const world = new World();
    world.script = (call) => (call.inputs['prompt'] === 'slow' ? { submit: world.task('t1') } : undefined);
    world.poll = (id, count) =>
      count < 3 ? { kind: 'running', status: 'pending', progress: count / 3 } : { kind: 'done', answer: answerOf(id) };
    const run = world.run({
      nodes: [
        node('s', 'say', { prompt: 'slow' }),
        node('q', 'say', { prompt: 'quick' }),
        node('a', 'text', { text: '!' }),
      ],
      edges: edges('q.text>a.in'),
    });
    const { state } = await run.done;
    expect(state.phase.state).toBe('done');
    const order = world.events.filter((event) => event.event === 'node-end').map((event) => event.node);
    expect(order).toEqual(['q', 'a', 's']);
    expect(world.polls).toEqual(['t1', 't1', 't1']);
    expect(world.rows.filter((row) => row.id === 'a1').map((row) => row.state)).toEqual([
      'intent',
      'accepted',
      'delivered',
    ]);
  });

  it('stops waiting at the limit, leaves the task alone and finds it again', async () => {
    const world = new World();
    world.script = () => ({ submit: world.task('t1') });
    world.poll = () => ({ kind: 'running', status: 'pending', progress: undefined });
    const document = { nodes: [node('s', 'say', { prompt: 'x' })] };
    const end = await world.run(document, { waitLimit: 10_000 }).done;
    expect(end.state.phase).toMatchObject({ state: 'suspended', why: 'tasks' });
    world.poll = (id) => ({ kind: 'done', answer: answerOf(id) });
    const state = world.journalled();
    const again = await world.run(document, state && { state }).done;
    expect(again.state.phase).toMatchObject({ state: 'done', outputs: { s: { value: 't1' } } });
    expect(world.submitted).toEqual(['x']);
  });

  it('never sends again by itself what may have been billed, but asks', async () => {
    const world = new World();
    world.script = (_call, tries) => (tries === 1 ? { submit: lost } : undefined);
    const document = { nodes: [node('s', 'say', { prompt: 'x' }), node('t', 'say', { prompt: 'y' })] };
    world.script = (call, tries) => (call.inputs['prompt'] === 'x' && tries === 1 ? { submit: lost } : undefined);
    const end = await world.run(document).done;
    expect(end.state.phase).toMatchObject({ state: 'suspended', why: 'user' });
    expect(stateOf(end.state, 's')).toMatchObject({ state: 'needs-user', question: { kind: 'ambiguous' } });
    expect(stateOf(end.state, 't')?.state).toBe('done');
    expect(world.submitted).toEqual(['x', 'y']);
    // Resuming without an answer asks the same again and sends nothing.
    const unanswered = world.journalled();
    const still = await world.run(document, unanswered && { state: unanswered }).done;
    expect(still.state.phase).toMatchObject({ state: 'suspended', why: 'user' });
    expect(world.submitted).toEqual(['x', 'y']);
  });

  it('takes an interrupted request for ambiguous after a restart', async () => {
    const world = new World();
    world.script = () => ({ submit: new Promise(() => undefined) });
    const document = { nodes: [node('s', 'say', { prompt: 'x' })] };
    void world.run(document).done;
    while (world.submitted.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // The process dies here; another one finds the journal.
    const state = world.journalled();
    const end = await world.run(document, state && { state }).done;
    expect(stateOf(end.state, 's')).toMatchObject({ state: 'needs-user', question: { kind: 'ambiguous' } });
    expect(world.submitted).toEqual(['x']);
    expect(world.ledger.attempts().map((attempt) => attempt.state)).toEqual(['ambiguous']);
  });

  it('goes on by itself after 429, as long as it takes', async () => {
    const world = new World();
    const message = { en: 'Busy.', zh: '繁忙。' };
    const busy = new AppError('gateway.rate-limited', message, { retryable: true, billed: 'no' }).info;
    world.script = (_call, tries) => (tries <= 6 ? { submit: { kind: 'unsent', error: busy } } : undefined);
    const { state } = await world.run({ nodes: [node('s', 'say', { prompt: 'x' })] }).done;
    expect(state.phase.state).toBe('done');
    expect(world.submitted.length).toBe(7);
    // Why it waits is said in both languages, and no more when it is sent again.
    const said = world.events.filter((event) => event.event === 'node-progress');
    expect(said.slice(0, 2)).toMatchObject([{ status: 'Busy.', zh: '繁忙。' }, { status: '' }]);
  });

  it('is suspended once when the key is refused, and goes on when that is mended', async () => {
    const world = new World();
    const error = new AppError('connection.key-refused', verbatim('The key is refused.'), { billed: 'no' }).info;
    world.script = () => ({ submit: { kind: 'rejected', error } });
    const document = {
      nodes: [
        node('l', 'texts', { texts: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] }),
        node('s', 'say'),
        node('o', 'text'),
      ],
      edges: edges('l.texts>s.prompt'),
    };
    const end = await world.run(document).done;
    expect(end.state.phase).toMatchObject({ state: 'suspended', why: 'connection' });
    expect(stateOf(end.state, 'o')?.state).toBe('done');
    expect(world.events.filter((event) => event.event === 'node-error')).toEqual([]);
    world.script = () => undefined;
    const state = world.journalled();
    const again = await world.run(document, state && { state }).done;
    expect(again.state.phase.state).toBe('done');
  });

  it('buys nothing beside another computer, waits for what was bought, and is then suspended once', async () => {
    const world = new World();
    const elsewhere = homeElsewhere({ machine: 'm', name: 'laptop', beat: '' });
    const document = {
      nodes: [node('f', 'say', { prompt: 'film' }), node('l', 'texts', { texts: ['a', 'b'] }), node('s', 'say')],
      edges: edges('l.texts>s.prompt'),
    };
    let isBought = false;
    world.script = () => ({ submit: world.task('t1') });
    world.mayBuy = () => {
      if (isBought) throw elsewhere;
      isBought = true;
    };
    world.poll = (id, count) =>
      count < 5
        ? { kind: 'running', status: 'processing', progress: undefined }
        : { kind: 'done', answer: answerOf(`task ${id}`) };
    const { state } = await world.run(document, { prices: 0.4, budget: 1.2 }).done;
    expect(world.submitted).toEqual(['film']);
    expect(stateOf(state, 'f')).toMatchObject({ state: 'done' });
    expect(state.phase).toMatchObject({
      state: 'suspended',
      why: 'home',
      message: expect.stringContaining(elsewhere.message),
    });
    expect(world.events.filter(({ event }) => event === 'run-suspend' || event === 'node-error').length).toBe(1);
    expect(world.rows.filter((row) => row.state === 'intent').length).toBe(1);
    world.script = () => undefined;
    world.mayBuy = () => undefined;
    // What was not sent has not used up the budget.
    const again = await world.run(document, { state, prices: 0.4, budget: 1.2 }).done;
    expect(again.state.phase.state).toBe('done');
    expect(world.submitted).toEqual(['film', 'a', 'b']);
  });

  it('reuses an earlier result of the same request, and buys again only when asked', async () => {
    const world = new World();
    const document = { nodes: [node('s', 'say', { prompt: 'x' })] };
    await world.run(document, { id: 'run_1' }).done;
    const second = await world.run(document, { id: 'run_2' }).done;
    expect(stateOf(second.state, 's')).toMatchObject({ state: 'reused', from: { run: 'run_1' } });
    expect(world.submitted.length).toBe(1);
    await world.run(document, { id: 'run_3', fresh: true }).done;
    expect(world.submitted.length).toBe(2);
    await world.run({ nodes: [node('s', 'say', { prompt: 'x' }, { variation: 1 })] }, { id: 'run_4' }).done;
    expect(world.submitted.length).toBe(3);
  });

  it('keeps to the budget before it spends, and asks when a price is unknown', async () => {
    const world = new World();
    const document = {
      nodes: [node('l', 'texts', { texts: ['a', 'b', 'c'] }), node('s', 'say')],
      edges: edges('l.texts>s.prompt'),
    };
    const { state } = await world.run(document, { prices: 0.4, budget: 1 }).done;
    expect(world.submitted.length).toBe(2);
    expect(stateOf(state, 's', '2')).toMatchObject({ state: 'failed', error: { code: 'budget.exceeded' } });
    const other = new World();
    const asked = await other.run(document, { prices: -1, budget: 1 }).done;
    expect(other.submitted).toEqual([]);
    expect(asked.state.phase).toMatchObject({ state: 'suspended', why: 'user' });
  });

  it('cancels what waits and keeps what was paid', async () => {
    const world = new World();
    world.script = () => ({ submit: world.task('t1') });
    world.poll = () => ({ kind: 'running', status: 'pending', progress: undefined });
    const run = world.run({
      nodes: [node('s', 'say', { prompt: 'x' }), node('a', 'text')],
      edges: edges('s.text>a.in'),
    });
    while (world.polls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    run.cancel();
    const { state } = await run.done;
    expect(state.phase.state).toBe('cancelled');
    expect(stateOf(state, 's')?.state).toBe('cancelled');
    expect(stateOf(state, 'a')?.state).toBe('cancelled');
    expect(world.ledger.attempts().map((attempt) => attempt.state)).toEqual(['accepted']);
  });

  it('mutes, bypasses and pins', async () => {
    const world = new World();
    const { state } = await world.run({
      nodes: [
        node('a', 'text', { text: 'A' }),
        node('b', 'text', { text: 'B' }, { mode: 'bypassed' }),
        node('c', 'say', {}, { pin: { text: { type: 'text', value: 'pinned' } } }),
        node('m', 'text', {}, { mode: 'muted' }),
        node('d', 'join'),
        node('x', 'join'),
      ],
      edges: edges('a.text>b.in', 'b.text>d.texts', 'c.text>d.texts', 'm.text>x.texts', 'a.text>c.prompt'),
    }).done;
    expect(state.phase).toMatchObject({ state: 'done', outputs: { d: { value: 'A+pinned' } } });
    expect(['a', 'b', 'c', 'm', 'd', 'x'].map((id) => nodeState(state.nodes.get(id) as never))).toEqual([
      'done',
      'done',
      'reused',
      'skipped',
      'done',
      'skipped',
    ]);
  });

  it('runs a part: up to a node, or from a node on', async () => {
    const document = {
      nodes: [node('a', 'text'), node('b', 'text'), node('c', 'text'), node('z', 'text')],
      edges: edges('a.text>b.in', 'b.text>c.in'),
    };
    const to = await new World().run(document, { to: 'b' }).done;
    expect([...to.state.nodes.keys()]).toEqual(['a', 'b']);
    const from = await new World().run(document, { from: 'b' }).done;
    expect([...from.state.nodes.keys()]).toEqual(['a', 'b', 'c']);
  });
});
