import path from 'node:path';
import { AppError } from '#core/errors';
import { decideDialects } from '#core/node/dialects';
import type { JournalEvent, RunEvent } from '#core/run/event';
import type { RunState } from '#core/run/state';
import { type LocalText, say } from '#core/text';
import type { Json, TypedValue } from '#core/value/value';
import type { RunHandle } from '../../executor/executor.ts';
import { accountOf } from '../../executor/key.ts';
import { roomForJournal } from '../../executor/room.ts';
import { outputPlaces } from '../../executor/run-outputs.ts';
import type { SessionEnd } from '../../executor/run-session.ts';
import type { ReservedSpace } from '../../executor/services.ts';
import { loadOutputs } from '../../executor/values.ts';
import { openConsent } from '../../store/consent.ts';
import type { ExportedOutput } from '../../store/export-outputs.ts';
import { createId } from '../../store/ids.ts';
import type { OpenJournal } from '../../store/journal.ts';
import { createRun, loadRun, openRunJournal } from '../../store/runs.ts';
import { answerByRun } from './answering-run.ts';
import type { App } from './app.ts';
import type { AccountFacts, Connected } from './connect.ts';
import type { RunClaim } from './live-runs.ts';
import { chosenFresh, chosenScope, chosenTake } from './plan.ts';
import { type PreparedWorkflow, prepareDocument, refuseErrors } from './prepare.ts';
import { watchBalance } from './run-cost.ts';
import { defaultWait, type RunOptions, readRunOptions } from './run-options.ts';
import { wantedDialects } from './wanted-dialects.ts';

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
  /** The same, as they are written into a folder. */
  readonly exports: readonly ExportedOutput[];
}

type Listener = (event: RunEvent) => void;

/**
 * Starts a new run of a workflow. `id` is a fresh one unless somebody needs to know it before.
 * @throws AppError `graph.invalid`, `usage.invalid`, `disk.full`, `file.write-failed`
 */
export async function startRun(
  app: App,
  prepared: PreparedWorkflow,
  connected: Connected | undefined,
  facts: AccountFacts | undefined,
  options: RunOptions,
  listener: Listener,
  id: string = createId('run'),
): Promise<AppRun> {
  const scope = chosenScope(prepared, options);
  refuseErrors(prepared, scope);
  const file = prepared.file === undefined ? {} : { file: path.resolve(prepared.file) };
  const stored = { ...options, folder: prepared.folder, ...file } as { [key: string]: Json };
  const claim = app.live.claim(id);
  let space: ReservedSpace | undefined;
  try {
    space = await app.reserve.secure(roomForJournal);
    const journal = await createRun(app.home, { id, document: prepared.document, options: stored });
    return await execute(app, { claim, prepared, connected, facts, options, space, journal, listener });
  } catch (error) {
    space?.release();
    claim.release();
    throw error;
  }
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
 * Goes on with a run on its own snapshot. What the disk says of it must be read after it was claimed.
 * @throws AppError `run.not-found`, `usage.invalid` when it has ended, `disk.full`
 */
export async function continueRun(
  app: App,
  claim: RunClaim,
  connected: Connected | undefined,
  facts: AccountFacts | undefined,
  continuation: Continuation,
  listener: Listener,
): Promise<AppRun> {
  const { id } = claim;
  const { prepared, state, options } = openStoredRun(app, id);
  checkContinuation(id, state, continuation);
  const merged: RunOptions = {
    ...options,
    // How long somebody was willing to wait then says nothing of now.
    wait: continuation.wait ?? defaultWait,
    ...(continuation.allowUpload !== undefined && { allowUpload: continuation.allowUpload }),
    ...(continuation.budget !== undefined && { budget: continuation.budget }),
  };
  const space = await app.reserve.secure(roomForJournal);
  try {
    const journal = openRunJournal(app.home, id);
    const given = { claim, prepared, connected, facts, options: merged, listener };
    return await execute(app, { ...given, space, journal, state, continuation });
  } catch (error) {
    space.release();
    throw error;
  }
}

/** @throws AppError `usage.invalid` when a run in this state cannot go on like that */
export function checkContinuation(id: string, state: RunState | undefined, continuation: Continuation): void {
  const phase = state?.phase.state;
  const canRetry = phase === 'failed' || phase === 'cancelled';
  if (continuation.retry === true && !canRetry)
    throw notNow(id, phase, {
      en: 'Only a run that failed or was cancelled can be retried.',
      zh: '只有失败或已取消的运行才能重试。',
    });
  if (continuation.retry !== true && phase !== undefined && phase !== 'running' && phase !== 'suspended') {
    throw notNow(
      id,
      phase,
      canRetry
        ? say('Use "retry {id}" to run what failed again.', '要重新运行失败的部分，请用“重试”（{id}）。', { id })
        : { en: 'There is nothing left to do.', zh: '已经没有要做的事。' },
    );
  }
}

function notNow(id: string, phase: RunState['phase']['state'] | undefined, hint: LocalText): AppError {
  const message = say('The run {id} is {phase}.', '运行 {id} {phase}。', { id, phase: phaseWords[phase ?? 'none'] });
  return new AppError('usage.invalid', message, { hint });
}

/** The state of a run, or that it has not begun, as the end of a sentence. */
export const phaseWords: Readonly<Record<RunState['phase']['state'] | 'none', LocalText>> = {
  none: { en: 'not started', zh: '尚未开始' },
  running: { en: 'running', zh: '正在运行' },
  suspended: { en: 'suspended', zh: '已暂停' },
  done: { en: 'done', zh: '已完成' },
  failed: { en: 'failed', zh: '已失败' },
  cancelled: { en: 'cancelled', zh: '已取消' },
};

/** A run with its snapshot, as it lies on the disk. @throws AppError `run.not-found`, `file.unreadable` */
export function openStoredRun(app: App, id: string) {
  const loaded = loadRun(app.home, id);
  const options = readRunOptions(loaded.options);
  const prepared = prepareDocument(app, loaded.document, options.folder, undefined);
  return { prepared, state: loaded.state, options, events: loaded.events as readonly JournalEvent[] };
}

interface Execution {
  readonly claim: RunClaim;
  readonly prepared: PreparedWorkflow;
  readonly connected: Connected | undefined;
  readonly facts: AccountFacts | undefined;
  readonly options: RunOptions;
  readonly space: ReservedSpace;
  readonly journal: OpenJournal;
  readonly listener: Listener;
  readonly state?: RunState | undefined;
  readonly continuation?: Continuation | undefined;
}

async function execute(app: App, execution: Execution): Promise<AppRun> {
  const { claim, prepared, connected, options, journal, continuation } = execution;
  const { id } = claim;
  const scope = chosenScope(prepared, options);
  try {
    const noteBalance = await watchBalance(app, id, connected, execution.facts);
    claim.begin({ document: prepared.document, state: () => structuredClone(execution.state) });
    const handle = app.executor.start({
      id,
      workflow: { id: prepared.workflow.id, name: prepared.workflow.name },
      graph: prepared.graph,
      scope,
      fresh: chosenFresh(prepared, scope, options),
      take: chosenTake(prepared, options),
      journal,
      space: execution.space,
      files: prepared.files,
      gateway: connected?.gateway,
      prices: execution.facts?.prices,
      budget: options.budget,
      consent: openConsent(app.home, accountOf(connected?.gateway.connection), options.allowUpload),
      waitLimit: options.wait * 1000,
      listener(event) {
        claim.event(event);
        execution.listener(event);
      },
      state: execution.state,
      runWorkflow: (work) =>
        answerByRun(app, work, options.depth ?? 0, {
          stored: openStoredRun,
          outputs: outputsOf,
          goOn: (claim) => continueRun(app, claim, connected, execution.facts, {}, () => undefined),
          begin: (document, depth) =>
            startRun(
              app,
              prepareDocument(
                app,
                decideDialects(document, app.registry, wantedDialects(app, options)),
                prepared.folder,
                undefined,
              ),
              connected,
              execution.facts,
              {
                ...options,
                to: undefined,
                from: undefined,
                only: undefined,
                fresh: false,
                take: [],
                budget: work.budget,
                depth,
              },
              () => undefined,
              work.id,
            ),
        }),
      ...(continuation?.retry !== undefined && { retry: continuation.retry }),
      ...(continuation?.answer !== undefined && { answer: continuation.answer }),
    });
    claim.started(handle);
    const done = handle.done
      .finally(async () => {
        await journal.close();
        execution.space.release();
        claim.release();
        // Only now that others may go on with the run; a figure that cannot be kept takes nothing away from it.
        await noteBalance().catch(() => undefined);
      })
      .then((end): RunOutcome => {
        const outputs = outputsOf(app, end.state);
        return { ...end, outputs, exports: exportsOf(prepared, scope, outputs) };
      });
    return { id, handle, done };
  } catch (error) {
    await journal.close();
    claim.release();
    throw error;
  }
}

/** How a run ended, as its journal tells it. */
export function storedOutcome(app: App, prepared: PreparedWorkflow, options: RunOptions, state: RunState): RunOutcome {
  const outputs = outputsOf(app, state);
  return { kind: 'ended', state, outputs, exports: exportsOf(prepared, chosenScope(prepared, options), outputs) };
}

/** The outputs of a run that has ended, long values included. */
export function outputsOf(app: App, state: RunState): Readonly<Record<string, TypedValue>> {
  return 'outputs' in state.phase ? loadOutputs(state.phase.outputs, app.artifacts) : {};
}

function exportsOf(
  prepared: PreparedWorkflow,
  scope: ReadonlySet<string>,
  outputs: Readonly<Record<string, TypedValue>>,
): ExportedOutput[] {
  return outputPlaces(prepared.graph, scope).flatMap(({ name, title, node }) => {
    const value = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    return value === undefined ? [] : [{ title, node, value }];
  });
}
