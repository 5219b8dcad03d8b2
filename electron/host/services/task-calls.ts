import type { CallName, CallOutput, Handlers } from '#core/services/contract';
import type { TaskView } from '#core/services/run-views';
import type { Attempt, Ledger } from '../../executor/services.ts';
import { collectTask, findAttempt, forgetTask, lastAnswer, lookForTask, lossOf, lostPlace } from '../app/tasks.ts';
import type { ServicesContext } from './context.ts';
import { refuseLive } from './runs/continue.ts';

type TaskCalls = Pick<Handlers, Extract<CallName, `task.${string}`>>;

/** The ledger: every attempt that may have cost. */
export function taskCalls(context: ServicesContext): TaskCalls {
  const { app, sessions } = context;

  const changes = followChanges(app.ledger);
  const changed = (): void => sessions.broadcast('task.changed', {});

  return {
    'task.list': ({ since }) => changes.since(since),

    'task.answer'({ task }) {
      const attempt = findAttempt(app, task);
      const text = lastAnswer(app, attempt);
      const lost = lostPlace(app, attempt);
      return { loss: lossOf(attempt), ...(text !== undefined && { text }), ...(lost !== undefined && { lost }) };
    },

    async 'task.look'({ task, candidate }) {
      const resolved = await lookForTask(app, task, candidate).finally(changed);
      return resolved.kind === 'question' ? { kind: 'open', question: resolved.question } : { kind: 'found' };
    },

    async 'task.collect'({ task }) {
      const collected = await collectTask(app, task).finally(changed);
      switch (collected.kind) {
        case 'delivered':
          return { kind: 'delivered', outputs: { ...collected.outputs } };
        case 'failed':
          return collected;
        case 'running': {
          const { status, progress } = collected;
          return { kind: 'running', status, ...(progress !== undefined && { progress }) };
        }
      }
    },

    async 'task.forget'({ task }) {
      refuseLive(context, findAttempt(app, task).address.run);
      await forgetTask(app, task).finally(changed);
      return {};
    },
  };
}

/** What of the ledger has changed since an earlier look, so that a long history is sent once only. */
function followChanges(ledger: Ledger) {
  const seen = new Map<string, { readonly attempt: Attempt; readonly revision: number }>();
  // Begins above what any earlier process has counted to.
  let revision = Date.now();
  return {
    since(from: number | undefined): CallOutput<'task.list'> {
      const attempts = ledger.attempts();
      for (const attempt of attempts) {
        if (seen.get(attempt.id)?.attempt === attempt) continue;
        revision += 1;
        seen.set(attempt.id, { attempt, revision });
      }
      const after = from === undefined || from > revision ? 0 : from;
      const changed = attempts.filter(({ id }) => (seen.get(id)?.revision ?? 0) > after);
      return { tasks: changed.reverse().map(taskView), revision };
    },
  };
}

function taskView(attempt: Attempt): TaskView {
  const { address, model, prompt, price, cost, task, error, outputs } = attempt;
  return {
    id: attempt.id,
    run: address.run,
    node: address.node,
    item: [...address.item],
    nodeType: attempt.nodeType,
    state: attempt.state,
    practice: attempt.practice,
    createdAt: attempt.createdAt,
    updatedAt: attempt.updatedAt,
    ...(attempt.title !== undefined && { title: attempt.title }),
    ...(model !== undefined && { model }),
    ...(prompt !== undefined && { prompt }),
    ...(price !== undefined && { price: { ...price } }),
    ...(cost !== undefined && { cost: { ...cost } }),
    ...(task !== undefined && { task: task.id }),
    ...(error !== undefined && { error }),
    ...(outputs !== undefined && { outputs: { ...outputs } }),
  };
}
