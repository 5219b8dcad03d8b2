import { AppError } from '#core/errors';
import { takeSnapshot } from '#core/run/snapshot';
import type { CallName, Handlers } from '#core/services/contract';
import type { OpenedRun } from '#core/services/run-views';
import { say } from '#core/text';
import { listRuns } from '../../../store/run-list.ts';
import { readStoredOptions } from '../../../store/runs.ts';
import type { App } from '../../app/app.ts';
import { needsGateway } from '../../app/needs-gateway.ts';
import { chosenScope, planOf } from '../../app/plan.ts';
import { refuseErrors } from '../../app/prepare.ts';
import { openStoredRun, startRun } from '../../app/run.ts';
import { runCost } from '../../app/run-cost.ts';
import { type RunOptions, readRunOptions } from '../../app/run-options.ts';
import { cancelRun } from '../../app/stop.ts';
import type { ServicesContext } from '../context.ts';
import type { ClientSession } from '../session.ts';
import { goOn, patience, refuseLive } from './continue.ts';
import { prepareFromScreen } from './plan-calls.ts';
import { factsForRun, storedConnection } from './run-connection.ts';

type RunCalls = Pick<Handlers, Extract<CallName, `run.${string}`>>;

/** Runs: those that this process executes and those that lie in the home folder. */
export function runCalls(context: ServicesContext, session: ClientSession): RunCalls {
  const { app, hub, pool, settings } = context;
  return {
    async 'run.start'(input) {
      const prepared = await prepareFromScreen(context, input);
      const scope = chosenScope(prepared, input);
      refuseErrors(prepared, scope);
      const opened = needsGateway(app, prepared, scope) ? await pool.open(undefined) : undefined;
      const plan = opened && (await planOf(app, prepared, opened.gateway, undefined, input));
      // Where everything is reused the gateway is not even asked.
      const isPaying = plan?.entries.some((entry) => entry.action === 'run') === true;
      const facts = opened !== undefined && isPaying ? await factsForRun(opened) : undefined;
      const budget = input.budget === undefined ? settings.read().budget : (input.budget ?? undefined);
      const options: RunOptions = {
        fresh: input.fresh ?? false,
        take: input.take ?? [],
        wait: patience,
        draft: input.draft,
        allowUpload: input.allowUpload ?? false,
        ...storedConnection(opened),
        ...(input.to !== undefined && { to: input.to }),
        ...(input.from !== undefined && { from: input.from }),
        ...(input.only !== undefined && { only: input.only }),
        ...(budget !== undefined && { budget }),
      };
      const { id, done } = await startRun(app, prepared, opened?.connected, facts, options, () => undefined);
      done.catch(() => undefined);
      return { run: id };
    },

    async 'run.resume'({ run }) {
      if (hub.handle(run) === undefined) await goOn(context, run, {});
      return {};
    },

    async 'run.retry'({ run }) {
      refuseLive(context, run);
      await goOn(context, run, { retry: true });
      return {};
    },

    async 'run.cancel'({ run }) {
      await cancelRun(app, run);
      context.sessions.broadcast('run.changed', { run });
      return {};
    },

    async 'run.answer'({ run, node, item, choice }) {
      const handle = hub.handle(run);
      if (handle?.answer(node, item, choice) === true) return {};
      if (handle !== undefined) await app.live.released(run);
      await goOn(context, run, { answer: { node, item, choice } });
      return {};
    },

    'run.cost': ({ run }) => runCost(app, run),

    'run.list': () => listRuns(app.home),

    async 'run.open'({ run }) {
      const view = await hub.open(run, session, () => storedView(app, run));
      const { draft, file } = readRunOptions(readStoredOptions(app.home, run));
      return { ...view, source: { draft, path: file } };
    },
  };
}

/** A run as its journal tells it. @throws AppError `run.not-found`, `usage.invalid` for one that never started */
function storedView(app: App, run: string): OpenedRun {
  const { prepared, state } = openStoredRun(app, run);
  if (state === undefined) {
    const message = say('The run {run} was never started.', '运行 {run} 从未开始。', { run });
    throw new AppError('usage.invalid', message, { hint: { en: 'Start it again.', zh: '请重新开始。' } });
  }
  return { snapshot: takeSnapshot(state), document: prepared.document };
}
