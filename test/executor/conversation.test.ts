import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors';
import { verbatim } from '#core/text';
import { edges, node, stateOf, World } from './world.ts';

const city = { name: 'weather', description: '', parameters: { type: 'object', properties: {} } };
const tool = { ...city, answer: { kind: 'template', text: 'sunny in {{city}}' } };
const document = (more: Record<string, never | number> = {}) => ({
  nodes: [node('f', 'tool', { tool }), node('s', 'say', { prompt: 'x', max_turns: 5, ...more })],
  edges: edges('f.tool>s.tools'),
});
const lost = {
  kind: 'ambiguous',
  error: new AppError('gateway.no-answer', verbatim('No answer came; it may have been billed.'), { billed: 'maybe' })
    .info,
} as const;

/** A model that calls the function as often as it was asked to, and then answers. */
function callingWorld(times: number): World {
  const world = new World();
  world.calls = (answer) => {
    const answered = answer.split('sunny').length - 1;
    return answered < times ? [{ id: `c${answered}`, name: 'weather', arguments: { city: 'Oslo' } }] : [];
  };
  return world;
}

describe('a chat that calls functions', () => {
  it('answers them and asks again until the last word, each request an attempt of its own', async () => {
    const world = callingWorld(2);
    const end = await world.run(document()).done;
    expect(world.submitted).toEqual(['x', 'x sunny in Oslo', 'x sunny in Oslo sunny in Oslo']);
    expect(stateOf(end.state, 's')).toMatchObject({
      state: 'done',
      outputs: { text: { value: 'said x sunny in Oslo sunny in Oslo' } },
    });
    expect(world.ledger.attempts().map(({ state, address }) => [state, address.turn])).toEqual([
      ['delivered', undefined],
      ['delivered', 2],
      ['delivered', 3],
    ]);
  });

  it('is reused as a whole, never one of its requests alone', async () => {
    const world = callingWorld(1);
    await world.run(document()).done;
    const again = await world.run(document(), { id: 'run_2' }).done;
    expect(world.submitted).toHaveLength(2);
    expect(stateOf(again.state, 's')).toMatchObject({
      state: 'reused',
      outputs: { text: { value: 'said x sunny in Oslo' } },
    });
    expect(world.ledger.attempts().every(({ key }) => key === undefined)).toBe(true);
  });

  it('ends at the limit of its requests', async () => {
    const world = callingWorld(99);
    const end = await world.run(document({ max_turns: 2 })).done;
    expect(world.submitted).toHaveLength(2);
    expect(stateOf(end.state, 's')).toMatchObject({
      state: 'failed',
      error: { code: 'gateway.bad-answer', billed: 'yes', place: { field: 'max_turns' } },
    });
  });

  it('goes on after a crash between two requests without buying any of them twice', async () => {
    const world = callingWorld(2);
    world.script = (call) => ((call.turns ?? []).length === 1 ? { submit: new Promise(() => undefined) } : undefined);
    void world.run(document()).done;
    while (world.submitted.length < 2) await new Promise((resolve) => setImmediate(resolve));
    // The process dies while the second request is under way; another one finds the journal.
    world.script = () => undefined;
    const state = world.journalled();
    const asked = await world.run(document(), state && { state }).done;
    expect(stateOf(asked.state, 's')).toMatchObject({ state: 'needs-user', question: { kind: 'ambiguous' } });
    expect(world.submitted).toEqual(['x', 'x sunny in Oslo']);
  });

  it('asks about the request that was lost, and goes on from there', async () => {
    const world = callingWorld(1);
    world.script = (call, tries) => (call.turns !== undefined && tries === 1 ? { submit: lost } : undefined);
    const run = world.run(document());
    const end = await run.done;
    expect(stateOf(end.state, 's')).toMatchObject({ state: 'needs-user', question: { kind: 'ambiguous' } });
    // An execution that is ending takes no answer, as nobody would act on it; the next one does.
    const state = world.journalled();
    const asked = world.run(document(), state && { state });
    expect(asked.answer('s', [], 'send-again')).toBe(false);
    await asked.done;
    const before = world.journalled();
    const answer = { node: 's', item: [], choice: 'send-again' };
    const ended = await world.run(document(), before && { state: before, answer }).done;
    expect(stateOf(ended.state, 's')).toMatchObject({ state: 'done' });
    expect(world.submitted).toEqual(['x', 'x sunny in Oslo', 'x sunny in Oslo']);
    expect(world.ledger.attempts().map(({ state: at, address }) => [at, address.turn, address.attempt])).toEqual([
      ['delivered', undefined, 1],
      ['resent', 2, 1],
      ['delivered', 2, 2],
    ]);
  });
});
