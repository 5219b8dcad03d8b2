import { expect, it } from 'vitest';
import type { SubmitOutcome } from '#core/gateway/contract';
import { answerOf, node, stateOf, World } from './world.ts';

const graph = { nodes: [node('s', 'say', { prompt: 'hello' })], edges: [] };

/** A run whose request is at the gateway, and how to answer that. */
async function underWay() {
  const world = new World();
  let answer: (outcome: SubmitOutcome) => void = () => undefined;
  const answered = new Promise<SubmitOutcome>((resolve) => {
    answer = resolve;
  });
  world.script = () => ({ submit: answered });
  const run = world.run(graph);
  while (world.submitted.length === 0) await new Promise(setImmediate);
  return { world, run, answer };
}

const states = (world: World): string[] => world.ledger.attempts().map(({ state }) => state);

it.each(['interrupt', 'cancel'] as const)(
  '%s waits for the answer of a creating request as long as it takes',
  async (how) => {
    const { world, run, answer } = await underWay();
    run[how]();
    await world.clock.sleep(9 * 60_000);
    expect(states(world)).toEqual(['intent']);
    answer({ kind: 'received', answer: answerOf('said hello') });
    await run.done;
    expect(states(world)).toEqual([expect.stringMatching(/received|delivered/)]);
  },
);

it('what is interrupted for good is asked about, and not sent again', async () => {
  const { world, run } = await underWay();
  run.interrupt();
  run.abortNow();
  await run.done;
  expect(states(world)).toEqual(['ambiguous']);
  const state = world.journalled();
  if (state === undefined) throw new Error('no journal');
  const end = await world.run(graph, { state }).done;
  expect(stateOf(end.state, 's')?.state).toBe('needs-user');
  expect(world.submitted).toEqual(['hello']);
});
