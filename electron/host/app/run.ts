import { AppError } from '#core/errors';
import type { JournalEvent, RunEvent } from '#core/run/event';
import type { RunState } from '#core/run/state';
import type { Json, TypedValue } from '#core/value/value';
import type { RunHandle } from '../../executor/executor.ts';
import type { SessionEnd } from '../../executor/run-session.ts';
import { loadOutputs } from '../../executor/values.ts';
import { openConsent } from '../../store/consent.ts';
import { createId } from '../../store/ids.ts';
import type { OpenJournal } from '../../store/journal.ts';
import { acquireRun } from '../../store/run-owner.ts';
import { createRun, loadRun, openRunJournal } from '../../store/runs.ts';
import type { App } from './app.ts';
import type { AccountFacts, Connected } from './connect.ts';
import { chosenFresh, chosenScope } from './plan.ts';
import { type PreparedWorkflow, prepareDocument, refuseErrors } from './prepare.ts';
import { type RunOptions, readRunOptions } from './run-options.ts';

/** A run that this process executes. */
export interface AppRun {
  readonly id: string;
  readonly handle: RunHandle;
  /** Rejects with AppError when the run cannot be recorded. */
  readonly done: Promise<RunOutcome>;
}

export interface RunOutcome {
  readonly kind: SessionEnd['kind'];
  readonly state: RunState;
  /** By name; empty while the run has not ended. */
  readonly outputs: Readonly<Record<string, TypedValue>>;
}

type Listener = (event: RunEvent) => void;

/** Starts a new run of a workflow. @throws AppError `graph.invalid`, `usage.invalid`, `disk.full`, `file.write-failed` */
export async function startRun(
  app: App,
  prepared: PreparedWorkflow,
  connected: Connected | undefined,
  facts: AccountFacts | undefined,
  options: RunOptions,
  listener: Listener,
): Promise<AppRun> {
  const scope = chosenScope(prepared, options);
  refuseErrors(prepared, scope);
  const id = createId('run');
  const stored = { ...options, folder: prepared.folder } as { [key: string]: Json };
  const journal = await createRun(app.home, { id, document: prepared.document, options: stored });
  return execute(app, { id, prepared, connected, facts, options, journal, listener });
}

/** What to do with a run that is there already. */
export interface Continuation {
  /** Runs what failed again. */
  readonly retry?: boolean;
  readonly answer?: { readonly node: string; readonly item: readonly number[]; readonly choice: string };
  /** Seconds. */
  readonly wait?: number | undefined;
  readonly allowUpload?: boolean | undefined;
  readonly budget?: number | undefined;
}

/**
 * Goes on with a run on its own snapshot.
 * @throws AppError `run.not-found`, `run.busy` when another process executes it, `usage.invalid` when it has ended
 */
export async function continueRun(
  app: App,
  id: string,
  connected: Connected | undefined,
  facts: AccountFacts | undefined,
  continuation: Continuation,
  listener: Listener,
): Promise<AppRun> {
  const { prepared, state, options } = openStoredRun(app, id);
  const phase = state?.phase.state;
  const canRetry = phase === 'failed' || phase === 'cancelled';
  if (continuation.retry === true && !canRetry)
    throw notNow(id, phase, 'Only a run that failed or was cancelled can be retried.');
  if (continuation.retry !== true && phase !== undefined && phase !== 'running' && phase !== 'suspended') {
    throw notNow(id, phase, canRetry ? `Use "retry ${id}" to run what failed again.` : 'There is nothing left to do.');
  }
  const merged: RunOptions = {
    ...options,
    ...(continuation.wait !== undefined && { wait: continuation.wait }),
    ...(continuation.allowUpload !== undefined && { allowUpload: continuation.allowUpload }),
    ...(continuation.budget !== undefined && { budget: continuation.budget }),
  };
  const journal = openRunJournal(app.home, id);
  return execute(app, { id, prepared, connected, facts, options: merged, journal, listener, state, continuation });
}

function notNow(id: string, phase: string | undefined, hint: string): AppError {
  return new AppError('usage.invalid', `The run ${id} is ${phase ?? 'not started'}.`, { hint });
}

/** A run with its snapshot, as it lies on the disk. @throws AppError `run.not-found`, `file.unreadable` */
export function openStoredRun(app: App, id: string) {
  const loaded = loadRun(app.home, id);
  const options = readRunOptions(loaded.options);
  const prepared = prepareDocument(app, loaded.document, options.folder, undefined);
  return { prepared, state: loaded.state, options, events: loaded.events as readonly JournalEvent[] };
}

interface Execution {
  readonly id: string;
  readonly prepared: PreparedWorkflow;
  readonly connected: Connected | undefined;
  readonly facts: AccountFacts | undefined;
  readonly options: RunOptions;
  readonly journal: OpenJournal;
  readonly listener: Listener;
  readonly state?: RunState | undefined;
  readonly continuation?: Continuation | undefined;
}

async function execute(app: App, execution: Execution): Promise<AppRun> {
  const { id, prepared, connected, options, journal, continuation } = execution;
  const holder: { handle?: RunHandle } = {};
  const ownership = await acquireRun(app.home, id, {
    onMessage(message) {
      if (message.kind === 'cancel') holder.handle?.cancel();
      else holder.handle?.answer(message.node, message.item, message.choice);
    },
  });
  if (!ownership.owned) {
    await journal.close();
    throw new AppError('run.busy', `The run ${id} is being executed by another process.`, {
      hint: 'Wait for it, or stop it with "cancel".',
    });
  }
  const scope = chosenScope(prepared, options);
  try {
    const handle = app.executor.start({
      id,
      workflow: { id: prepared.workflow.id, name: prepared.workflow.name },
      graph: prepared.graph,
      scope,
      fresh: chosenFresh(prepared, scope, options),
      journal,
      files: prepared.files,
      gateway: connected?.gateway,
      prices: execution.facts?.prices,
      budget: options.budget,
      consent: openConsent(app.home, connected?.gateway.connection.baseUrl ?? '', options.allowUpload),
      waitLimit: options.wait * 1000,
      listener: execution.listener,
      state: execution.state,
      ...(continuation?.retry !== undefined && { retry: continuation.retry }),
      ...(continuation?.answer !== undefined && { answer: continuation.answer }),
    });
    holder.handle = handle;
    const done = handle.done
      .finally(async () => {
        await journal.close();
        await ownership.release();
      })
      .then((end): RunOutcome => ({ ...end, outputs: outputsOf(app, end.state) }));
    return { id, handle, done };
  } catch (error) {
    await journal.close();
    await ownership.release();
    throw error;
  }
}

/** The outputs of a run that has ended, long values included. */
export function outputsOf(app: App, state: RunState): Readonly<Record<string, TypedValue>> {
  return 'outputs' in state.phase ? loadOutputs(state.phase.outputs, app.artifacts) : {};
}
