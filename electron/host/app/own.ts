import { AppError } from '#core/errors';
import type { Home } from '../../store/home.ts';
import { acquireRun, type OwnerOptions } from '../../store/run-owner.ts';
import { runFiles, runNotFound } from '../../store/runs.ts';

type Message = Parameters<OwnerOptions['onMessage']>[0];

/** A run that only this process may change. What the disk says of it must be read after it was taken. */
export interface OwnedRun {
  readonly id: string;
  /** Who does what other processes ask for; until then they are told to ask again. */
  listen(onMessage: (message: Message) => void): void;
  /** Gives it up; may be called again. */
  release(): Promise<void>;
}

/**
 * Makes a run this process's own.
 * @throws AppError `run.busy` when another process has it, `run.not-found`, `file.write-failed`
 */
export async function ownRun(home: Home, id: string): Promise<OwnedRun> {
  if (home.layer.facts(runFiles(home, id).folder)?.kind !== 'folder') throw runNotFound(home, id);
  let listener: ((message: Message) => void) | undefined;
  const ownership = await acquireRun(home, id, {
    onMessage(message) {
      if (listener === undefined) {
        throw new AppError('run.busy', `The run ${id} is just being started.`, { hint: 'Try again in a moment.' });
      }
      listener(message);
    },
  });
  if (!ownership.owned) {
    throw new AppError('run.busy', `The run ${id} is being executed by another process.`, {
      hint: 'Wait for it, or stop it with "cancel".',
    });
  }
  return {
    id,
    listen(onMessage) {
      listener = onMessage;
    },
    release: ownership.release,
  };
}
