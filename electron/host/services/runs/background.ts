import { AppError, type ErrorCode } from '#core/errors';
import type { RunPhase } from '#core/run/state';
import type { RunSummary } from '../../../store/run-list.ts';
import { listRuns } from '../../../store/run-list.ts';
import { isPracticeAt } from '../../app/practice.ts';
import { longestPause, shortestPause } from '../../app/reconnect.ts';
import { openStoredRun } from '../../app/run.ts';
import { cancelRun } from '../../app/stop.ts';
import type { ServicesContext } from '../context.ts';
import { goOn } from './continue.ts';
import { connectionOfRun } from './run-connection.ts';

/** Milliseconds before the first look, so that the first screen comes first. */
const firstPause = 300;

/**
 * Goes on with runs that need nobody: those that a program left unfinished, and those that lost their connection or had no
 * room on the disk, or may buy nothing while another computer works in the home folder.
 */
export interface Background {
  start(context: ServicesContext): void;
  /** Looks again at once. */
  look(): void;
  /** The same when a connection was changed or mended. */
  nudge(): void;
  stop(): Promise<void>;
}

/**
 * At the start, runs with tasks at the gateway and runs that were interrupted are gone on with; those that wait for
 * their user are left alone. A run whose connection does not answer, or that had no room on the disk, goes on when that
 * has passed; one whose key was
 * refused or whose balance is used up, when the connection was changed.
 */
export function createBackground(): Background {
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;
  let context: ServicesContext | undefined;
  let todo: string[] | undefined;
  let pause = shortestPause;
  let isMended = false;
  /** Runs that were gone on with here. */
  const tried = new Set<string>();
  let stopped = false;
  /** A connection was mended while a look was under way, which may have come too early for it. */
  let nudged = false;

  const look = async (services: ServicesContext): Promise<void> => {
    services.app.keepTasks();
    todo ??= listRuns(services.app.home)
      .filter(isLeft)
      .map(({ id }) => id);
    const mended = isMended;
    isMended = false;
    nudged = false;
    for (const id of [...todo]) {
      if (stopped) return;
      if (!(await isDone(services, id, mended))) continue;
      todo = todo.filter((other) => other !== id);
      if (services.hub.handle(id) !== undefined) tried.add(id);
    }
    const next = pause;
    pause = Math.min(2 * pause, longestPause);
    if (todo.length > 0) schedule(nudged ? 0 : next);
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

  const lookNow = (): void => {
    pause = shortestPause;
    context?.app.executor.keeper.nudge();
    if (todo !== undefined && todo.length > 0) schedule(0);
  };

  const wait = (id: string): void => {
    todo?.push(id);
    // One that was just tried and has lost its connection again is not tried in a tight circle.
    if (!tried.delete(id)) pause = shortestPause;
    schedule(pause);
  };

  return {
    start(services) {
      context = services;
      const lost = new Set<string>();
      services.app.live.observe({
        begin: ({ id }) => lost.delete(id),
        event: (event) => {
          if (event.event !== 'run-suspend') return;
          if (event.why === 'connection' || event.why === 'disk' || event.why === 'home') lost.add(event.run);
        },
        end(id) {
          if (!lost.delete(id)) tried.delete(id);
          else if (todo?.includes(id) !== true) wait(id);
        },
      });
      schedule(firstPause);
    },
    look: lookNow,
    nudge() {
      isMended = true;
      nudged = true;
      lookNow();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await work;
    },
  };
}

function isLeft(run: RunSummary): boolean {
  return run.state === 'running' || (run.state === 'suspended' && run.why !== 'user');
}

/** False when it has to be tried again later. `isMended`: somebody has changed a connection since the last time. */
async function isDone(context: ServicesContext, id: string, isMended: boolean): Promise<boolean> {
  try {
    if (context.hub.handle(id) !== undefined) return true;
    const { state, options } = openStoredRun(context.app, id);
    if (state !== undefined && !isMended && needsMending(state.phase)) return false;
    if (state?.phase.state === 'suspended' && state.phase.why === 'home') {
      if (context.app.buying.refusal() !== undefined) return false;
    }
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
    if (error instanceof AppError && isLater(error.code)) return false;
    await endPractice(context, id);
    return true;
  }
}

/** Whether what is wrong may be mended by itself, or by somebody who says nothing of it here. */
function isLater(code: ErrorCode): boolean {
  return code.startsWith('connection.') || code === 'run.busy' || code === 'disk.full' || code === 'home.busy';
}

/** Whether asking again is of no use before somebody has done something about the connection. */
function needsMending(phase: RunPhase): boolean {
  return phase.state === 'suspended' && phase.why === 'connection' && phase.code !== 'connection.unreachable';
}

/** The practice gateway on which a run was made is gone for good, and so are its tasks. */
async function endPractice({ app }: ServicesContext, id: string): Promise<void> {
  try {
    if (openStoredRun(app, id).state?.connection?.practice === true) await cancelRun(app, id);
  } catch {
    // The run itself says what is wrong with it when it is opened.
  }
}
