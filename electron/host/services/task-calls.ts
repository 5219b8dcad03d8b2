import { AppError } from '#core/errors';
import type { CallName, Handlers } from '#core/services/contract';
import type { TaskView } from '#core/services/views';
import type { Attempt } from '../../executor/services.ts';
import { collectOn, findAttempt, lastAnswer } from '../app/tasks.ts';
import { practiceName } from './connections/pool.ts';
import { viewConnections } from './connections/views.ts';
import type { ServicesContext } from './context.ts';

type TaskCalls = Pick<Handlers, Extract<CallName, `task.${string}`>>;

/** The ledger: every attempt that may have cost. */
export function taskCalls(context: ServicesContext): TaskCalls {
  const { app, sessions } = context;

  /** Work on an attempt that nobody else moves meanwhile. */
  const withAttempt = async <T>(id: string, work: (attempt: Attempt) => Promise<T>): Promise<T> => {
    const { run } = findAttempt(app, id).address;
    const claim = app.live.claim(run);
    try {
      return await work(findAttempt(app, id));
    } finally {
      claim.release();
      sessions.broadcast('task.changed', {});
    }
  };

  return {
    'task.list'() {
      return [...app.ledger.attempts()].reverse().map(taskView);
    },

    'task.answer'({ task }) {
      const text = lastAnswer(app, findAttempt(app, task));
      return text === undefined ? {} : { text };
    },

    'task.collect': ({ task }) =>
      withAttempt(task, async (attempt) => {
        const collected = await collectOn(app, attempt, await gatewayOf(context, attempt));
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
      }),

    'task.forget': ({ task }) =>
      withAttempt(task, async (attempt) => {
        if (attempt.state === 'forgotten') return {};
        await app.ledger.record({ id: attempt.id, state: 'forgotten' }, { sync: true });
        return {};
      }),
  };
}

/** The connection on which an attempt was made. @throws AppError `usage.invalid` when none leads there, `connection.*` */
async function gatewayOf({ app, keys, pool }: ServicesContext, attempt: Attempt) {
  if (attempt.practice) {
    const { gateway } = await pool.open(practiceName);
    if (gateway.connection.baseUrl === attempt.baseUrl) return gateway;
  }
  for (const { name } of viewConnections(app, keys)) {
    if (name === practiceName) continue;
    const { gateway } = await pool.open(name, { needsKey: false });
    if (gateway.connection.baseUrl === attempt.baseUrl) return (await pool.open(name)).gateway;
  }
  throw new AppError('usage.invalid', `This task was made on ${attempt.baseUrl}, and no connection leads there now.`, {
    hint: 'Set the connection up as it was, then fetch it again.',
  });
}

function taskView(attempt: Attempt): TaskView {
  const { address, model, prompt, price, task, error, outputs } = attempt;
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
    ...(task !== undefined && { task: task.id }),
    ...(error !== undefined && { error }),
    ...(outputs !== undefined && { outputs: { ...outputs } }),
  };
}
