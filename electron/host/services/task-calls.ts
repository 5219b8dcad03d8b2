import type { CallName, Handlers } from '#core/services/contract';
import type { TaskView } from '#core/services/views';
import type { Attempt } from '../../executor/services.ts';
import { collectTask, findAttempt, forgetTask, lastAnswer } from '../app/tasks.ts';
import type { ServicesContext } from './context.ts';
import { refuseLive } from './runs/continue.ts';

type TaskCalls = Pick<Handlers, Extract<CallName, `task.${string}`>>;

/** The ledger: every attempt that may have cost. */
export function taskCalls(context: ServicesContext): TaskCalls {
  const { app, sessions } = context;

  const changed = (): void => sessions.broadcast('task.changed', {});

  return {
    'task.list'() {
      return [...app.ledger.attempts()].reverse().map(taskView);
    },

    'task.answer'({ task }) {
      const text = lastAnswer(app, findAttempt(app, task));
      return text === undefined ? {} : { text };
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
    ...(model !== undefined && { model }),
    ...(prompt !== undefined && { prompt }),
    ...(price !== undefined && { price: { ...price } }),
    ...(cost !== undefined && { cost: { ...cost } }),
    ...(task !== undefined && { task: task.id }),
    ...(error !== undefined && { error }),
    ...(outputs !== undefined && { outputs: { ...outputs } }),
  };
}
