import { AppError } from '#core/errors';
import type { RunSummary } from '../../../store/run-list.ts';
import { listRuns } from '../../../store/run-list.ts';
import { isPracticeAt } from '../../app/practice.ts';
import { openStoredRun } from '../../app/run.ts';
import { cancelRun } from '../../app/stop.ts';
import type { ServicesContext } from '../context.ts';
import { goOn } from './continue.ts';
import { connectionOfRun } from './run-connection.ts';

/** Milliseconds before the first look, so that the first screen comes first, and between two looks. */
const firstPause = 300;
const pause = 60_000;

/** Goes on with runs that a program left unfinished and that need nobody. */
export interface Background {
  start(context: ServicesContext): void;
  /** A connection was changed or mended: looks again at once. */
  nudge(): void;
  stop(): Promise<void>;
}

/**
 * At the start, runs with tasks at the gateway and runs that were interrupted are gone on with; those that wait for
 * their user are left alone. A run whose connection does not answer is tried again later.
 */
export function createBackground(): Background {
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;
  let context: ServicesContext | undefined;
  let todo: string[] | undefined;
  let stopped = false;

  const look = async (services: ServicesContext): Promise<void> => {
    services.app.keepTasks();
    todo ??= listRuns(services.app.home)
      .filter(isLeft)
      .map(({ id }) => id);
    const later: string[] = [];
    for (const id of todo) {
      if (stopped) return;
      if (!(await isDone(services, id))) later.push(id);
    }
    todo = later;
    if (later.length > 0) schedule(pause);
  };

  const schedule = (milliseconds: number): void => {
    if (stopped || context === undefined) return;
    const services = context;
    clearTimeout(timer);
    timer = setTimeout(() => {
      work ??= look(services)
        // A home that cannot be read says so where somebody looks at it.
        .catch(() => undefined)
        .finally(() => {
          work = undefined;
        });
    }, milliseconds);
    timer.unref();
  };

  return {
    start(services) {
      context = services;
      schedule(firstPause);
    },
    nudge() {
      context?.app.executor.keeper.nudge();
      if (todo !== undefined && todo.length > 0) schedule(0);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await work;
    },
  };
}

function isLeft(run: RunSummary): boolean {
  return run.state === 'running' || (run.state === 'suspended' && run.why === 'tasks');
}

/** False when it has to be tried again later. */
async function isDone(context: ServicesContext, id: string): Promise<boolean> {
  try {
    if (context.hub.handle(id) !== undefined) return true;
    const { state, options } = openStoredRun(context.app, id);
    if (state?.connection?.practice === true && !(await isPracticeAt(state.connection.baseUrl))) {
      await endPractice(context, id);
      return true;
    }
    if (state?.connection !== undefined) {
      const opened = await connectionOfRun(context, state, options);
      // A connection that does not answer is no reason to suspend the run once more.
      await opened.facts.get();
    }
    await goOn(context, id, {});
    return true;
  } catch (error) {
    if (error instanceof AppError && (error.code.startsWith('connection.') || error.code === 'run.busy')) return false;
    await endPractice(context, id);
    return true;
  }
}

/** The practice gateway on which a run was made is gone for good, and so are its tasks. */
async function endPractice({ app }: ServicesContext, id: string): Promise<void> {
  try {
    if (openStoredRun(app, id).state?.connection?.practice === true) await cancelRun(app, id);
  } catch {
    // The run itself says what is wrong with it when it is opened.
  }
}
