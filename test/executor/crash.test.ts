import { describe, expect, it } from 'vitest';
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
