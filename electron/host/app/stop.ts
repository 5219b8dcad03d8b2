import { AppError } from '#core/errors';
import { say } from '#core/text';
import { EventWriter } from '../../executor/event-writer.ts';
import { cancelOpen } from '../../executor/run-ending.ts';
import { openRunJournal } from '../../store/runs.ts';
import type { App } from './app.ts';
import { openStoredRun, phaseWords } from './run.ts';

/**
 * Cancels a run: one that is executed at this moment, or else in its journal. What is paid stays in the ledger.
 * @throws AppError `run.not-found`, `run.busy`, `usage.invalid` when it has ended
 */
export async function cancelRun(app: App, id: string): Promise<void> {
  const handle = app.live.handle(id);
  if (handle !== undefined) return handle.cancel();
  const claim = app.live.claim(id);
  try {
    const { state } = openStoredRun(app, id);
    const phase = state?.phase.state;
    if (state === undefined || (phase !== 'running' && phase !== 'suspended')) {
      const message = say(
        'The run {id} is {phase}; there is nothing to cancel.',
        '运行 {id} {phase}，没有可取消的内容。',
        {
          id,
          phase: phaseWords[phase ?? 'none'],
        },
      );
      throw new AppError('usage.invalid', message);
    }
    const journal = openRunJournal(app.home, id);
    const ignore = (): void => undefined;
    const writer = new EventWriter(id, journal, app.clock, ignore, ignore, state);
    cancelOpen(state, (event) => writer.emit(event));
    writer.emit({ event: 'run-end', state: 'cancelled', outputs: {} });
    await writer.settled();
    await journal.close();
  } finally {
    claim.release();
  }
}
