import { AppError, fromErrorInfo } from '#core/errors';
import { EventWriter } from '../../executor/event-writer.ts';
import { cancelOpen } from '../../executor/run-session.ts';
import { tellOwner } from '../../store/run-owner.ts';
import { openRunJournal } from '../../store/runs.ts';
import type { App } from './app.ts';
import { type OwnedRun, ownRun } from './own.ts';
import { openStoredRun } from './run.ts';

/**
 * Cancels a run: through the process that executes it, else in its journal. What is paid stays in the ledger.
 * @throws AppError `run.not-found`, `run.busy`, `usage.invalid` when it has ended
 */
export async function cancelRun(app: App, id: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const reply = await tellOwner(app.home, id, { kind: 'cancel' });
    if (reply?.ok === false) throw fromErrorInfo(reply.error);
    if (reply !== undefined) return;
    try {
      return await cancelUnowned(app, await ownRun(app.home, id));
    } catch (error) {
      // Somebody took it between the two.
      if (tries < 3 && error instanceof AppError && error.code === 'run.busy') continue;
      throw error;
    }
  }
}

async function cancelUnowned(app: App, owned: OwnedRun): Promise<void> {
  const { id } = owned;
  try {
    const { state } = openStoredRun(app, id);
    const phase = state?.phase.state;
    if (state === undefined || (phase !== 'running' && phase !== 'suspended')) {
      throw new AppError('usage.invalid', `The run ${id} is ${phase ?? 'not started'}; there is nothing to cancel.`);
    }
    const journal = openRunJournal(app.home, id);
    const ignore = (): void => undefined;
    const writer = new EventWriter(id, journal, app.clock, ignore, ignore, state);
    cancelOpen(state, (event) => writer.emit(event));
    writer.emit({ event: 'run-end', state: 'cancelled', outputs: {} });
    await writer.settled();
    await journal.close();
  } finally {
    await owned.release();
  }
}

/** Answers a question of a run that another process executes; false when nobody does. @throws AppError `usage.invalid` */
export async function answerThroughOwner(
  app: App,
  id: string,
  answer: { node: string; item: number[]; choice: string },
): Promise<boolean> {
  const reply = await tellOwner(app.home, id, { kind: 'answer', ...answer });
  if (reply?.ok === false) throw fromErrorInfo(reply.error);
  return reply !== undefined;
}
