import { AppError } from '#core/errors';
import { needsGateway } from '../../app/needs-gateway.ts';
import { chosenScope } from '../../app/plan.ts';
import { type Continuation, continueRun, openStoredRun } from '../../app/run.ts';
import type { ServicesContext } from '../context.ts';
import { connectionOfRun, factsForRun } from './run-connection.ts';

/** How long runs of a screen wait for tasks, in seconds: the program polls on as long as it is open. */
export const patience = 14 * 24 * 3600;

/**
 * Goes on with a run that this process does not execute yet.
 * @throws AppError `run.not-found`, `run.busy` when it is executed already, `usage.invalid`, `connection.*`
 */
export async function goOn(context: ServicesContext, id: string, continuation: Continuation): Promise<void> {
  const { app } = context;
  const claim = app.live.claim(id);
  try {
    const { prepared, state, options } = openStoredRun(app, id);
    const isCalling = needsGateway(app, prepared, chosenScope(prepared, options));
    const opened = isCalling ? await connectionOfRun(context, state, options) : undefined;
    const facts = opened === undefined ? undefined : await factsForRun(opened);
    const more = { wait: patience, ...continuation };
    const { done } = await continueRun(app, claim, opened?.connected, facts, more, () => undefined);
    // What went wrong is told by the run itself, or the disk is full: then the list shows how far it came.
    done.catch(() => undefined);
  } catch (error) {
    claim.release();
    throw error;
  }
}

/** @throws AppError `run.busy` when this process executes the run at this moment */
export function refuseLive({ hub }: ServicesContext, id: string): void {
  if (hub.handle(id) === undefined) return;
  const message = { en: 'This run is still going on.', zh: '此运行仍在进行。' };
  const hint = { en: 'Wait for its end, or stop it.', zh: '请等待它结束，或停止它。' };
  throw new AppError('run.busy', message, { hint });
}
