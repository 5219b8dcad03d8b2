import { expect } from 'vitest';
import { nodeState } from '#core/run/state';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import type { Outcome } from './quirk.ts';
import type { Ended } from './world.ts';

/** Asserts the end state of attempts, node and run, the sentence, and the gateway's own count of jobs. */
export async function expectOutcome(ended: Ended, outcome: Outcome, practice: PracticeProcess): Promise<void> {
  const item = ended.item('n');
  const node = ended.state.nodes.get('n');
  const { phase } = ended.state;
  const said =
    item?.state === 'failed' ? item.error.message : item?.state === 'needs-user' ? item.question.message : '';
  const { jobs } = (await practice.log()).created;
  expect({ node: node && nodeState(node), run: phase.state, attempts: ended.states, jobs }, said).toEqual({
    node: outcome.node,
    run: outcome.run,
    attempts: outcome.attempts,
    jobs: outcome.jobs,
  });
  if (outcome.code !== undefined) expect(item).toMatchObject({ error: { code: outcome.code, billed: outcome.billed } });
  if (outcome.says !== undefined)
    expect(phase.state === 'suspended' && said === '' ? phase.message : said).toMatch(outcome.says);
  // No failure leaves people without knowing whether it cost, and in what words.
  if (item?.state === 'failed') {
    expect(item.error).toMatchObject({ billed: expect.any(String), zh: { message: expect.any(String) } });
  }
}
