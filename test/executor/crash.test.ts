import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors';
import { verbatim } from '#core/text';
import { node, stateOf, World } from './world.ts';

const graph = { nodes: [node('s', 'say', { prompt: 'hello' })], edges: [] };

/** A run whose process died with the intent on the disk; `left`: the request was complete. */
async function afterCrash(left: boolean, boot = 'boot 1') {
  const world = new World();
  world.script = () => ({ submit: new Promise(() => undefined) });
  world.leaves = left;
  world.run(graph);
  while (world.submitted.length === 0) await new Promise(setImmediate);
  world.script = () => undefined;
  world.boot = boot;
  const state = world.journalled();
  if (state === undefined) throw new Error('no journal');
  return { world, end: await world.run(graph, { state }).done };
}

describe('an intent without an outcome, found after a crash', () => {
  it('is sent again when its request had not left', async () => {
    const { world, end } = await afterCrash(false);
    expect(stateOf(end.state, 's')?.state).toBe('done');
    expect(world.ledger.attempts().map(({ state }) => state)).toEqual(['rejected', 'delivered']);
    expect(world.submitted).toEqual(['hello', 'hello']);
  });

  it('is asked about when its request had left', async () => {
    const { world, end } = await afterCrash(true);
    expect(stateOf(end.state, 's')?.state).toBe('needs-user');
    expect(world.submitted).toEqual(['hello']);
  });

  it('is asked about when the machine was started again since: an unsynced mark may be gone', async () => {
    const { world, end } = await afterCrash(false, 'boot 2');
    expect(stateOf(end.state, 's')?.state).toBe('needs-user');
    expect(world.submitted).toEqual(['hello']);
  });
});

it('a result that was here and whose file is gone is fetched from its answer; that this fails now changes nothing in the ledger', async () => {
  const world = new World();
  await world.run(graph).done;
  // The journal had not heard of it, and the outputs cannot be loaded any more.
  world.journal.splice(world.journal.findIndex(({ event }) => event === 'node-end'));
  const id = world.ledger.attempts()[0]?.id ?? '';
  await world.ledger.record({ id, state: 'delivered', outputs: undefined }, { sync: true });
  world.rows.length = 0;
  const read = (): Promise<never> => Promise.reject(new AppError('gateway.bad-answer', verbatim('Nothing is in it.')));
  Object.assign(world.gateway, { read });
  const state = world.journalled();
  if (state === undefined) throw new Error('no journal');
  const end = await world.run(graph, { state }).done;
  expect(stateOf(end.state, 's')?.state).toBe('failed');
  expect(world.rows).toEqual([]);
  expect(world.submitted).toEqual(['hello']);
});
