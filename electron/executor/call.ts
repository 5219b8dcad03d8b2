import { AppError, type ErrorInfo, toAppError } from '#core/errors';
import type {
  Answer,
  Gateway,
  PreparedCall,
  PreparedMedia,
  PriceRange,
  SubmitOutcome,
  TaskRef,
} from '#core/gateway/contract';
import type { Address } from '#core/run/address';
import type { Question } from '#core/run/event';
import type { SavedOutputs } from '#core/run/state';
import type { Value } from '#core/value/value';
import { deliver } from './deliver.ts';
import type { Limiter } from './limiter.ts';
import { missingUploads, prepareMedia } from './media.ts';
import { type Purse, promptOf } from './purse.ts';
import { concernsConnection, decideRetry } from './retry.ts';
import type { AnswerStore, ArtifactStore, Attempt, Clock, Ledger, UploadConsent, UploadIndex } from './services.ts';
import type { TaskWaiter } from './task-waiter.ts';

/** What a call needs of the program and of its run. */
export interface CallServices {
  readonly gateway: Gateway;
  readonly ledger: Ledger;
  readonly answers: AnswerStore;
  readonly artifacts: ArtifactStore;
  readonly uploads: UploadIndex;
  readonly consent: UploadConsent;
  readonly purse: Purse;
  readonly limiter: Limiter;
  readonly waiter: TaskWaiter;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: () => string;
}

/** One item of a call node on its way through the gateway. */
export interface CallItem {
  readonly address: Address;
  readonly nodeType: string;
  readonly call: PreparedCall;
  /** What the user answered to the last question. */
  readonly answer: string | undefined;
  /** Stops what may be stopped: waiting in a queue, polling, downloading. Never a creating request under way. */
  readonly signal: AbortSignal;
  /** Aborts a creating request too; its outcome is then ambiguous. */
  readonly hardSignal: AbortSignal;
  /** Outputs as the ledger holds them, and back; undefined when a file of theirs is gone. */
  save(outputs: Readonly<Record<string, Value>>): SavedOutputs;
  load(saved: SavedOutputs): Promise<Readonly<Record<string, Value>> | undefined>;
  onDelta(text: string): void;
  onWait(task: TaskRef, attempt: string): void;
  onContinue(): void;
  onProgress(progress: number | undefined, status: string): void;
  /** The connection as a whole fails: the run is suspended once. Never returns. */
  onConnectionTrouble(error: ErrorInfo): never;
}

export type CallResult =
  | {
      readonly kind: 'done';
      readonly outputs: Readonly<Record<string, Value>>;
      readonly attempt: number;
      readonly ledgerId: string | undefined;
    }
  | { readonly kind: 'failed'; readonly error: ErrorInfo }
  | { readonly kind: 'question'; readonly question: Question };

/**
 * Brings one item of a call node to its end. What to do next follows from the ledger alone, so the same code serves the
 * first try, a resumed run and a retry: an accepted task is waited for, a received answer is delivered, an intent
 * without an outcome is ambiguous and is asked about. Only when there is nothing like that a request is sent.
 */
export async function runCall(item: CallItem, services: CallServices): Promise<CallResult> {
  const latest = latestAttempt(item.address, services.ledger);
  switch (latest?.state) {
    case 'intent':
      return settle(item, services, await markLost(latest, services));
    case 'ambiguous':
      return answerAmbiguous(item, services, latest);
    case 'received':
    case 'accepted':
      return settle(item, services, latest);
    case 'delivered':
      if (latest.address.attempt >= item.address.attempt) return settle(item, services, latest);
      return create(item, services, latest.address.attempt);
    default:
      return create(item, services, latest?.address.attempt ?? 0);
  }
}

/** The newest attempt of an item, over all its runs of attempts. */
export function latestAttempt(address: Address, ledger: Ledger): Attempt | undefined {
  const same = ledger
    .attemptsOf(address.run)
    .filter(
      (attempt) =>
        attempt.address.node === address.node &&
        attempt.address.path.join('/') === address.path.join('/') &&
        attempt.address.item.join('.') === address.item.join('.'),
    );
  return same[same.length - 1];
}

async function markLost(attempt: Attempt, services: CallServices): Promise<Attempt> {
  const error = new AppError('gateway.no-answer', 'Patchbay stopped before an answer came; it may have been billed.', {
    hint: 'Choose whether to send it again or to give up.',
    billed: 'maybe',
  });
  return services.ledger.record({ id: attempt.id, state: 'ambiguous', error: error.info }, { sync: true });
}

async function answerAmbiguous(item: CallItem, services: CallServices, attempt: Attempt): Promise<CallResult> {
  if (item.answer === 'send-again') {
    await services.ledger.record({ id: attempt.id, state: 'resent' }, { sync: true });
    return create(item, services, attempt.address.attempt);
  }
  if (item.answer === 'give-up') {
    await services.ledger.record({ id: attempt.id, state: 'given-up' }, { sync: true });
    const error = new AppError('run.gave-up', 'Given up: no answer came, and it may have been billed.', {
      billed: 'maybe',
    });
    return { kind: 'failed', error: error.info };
  }
  return settle(item, services, attempt);
}

/** What follows from an attempt whose request has had its outcome. */
async function settle(item: CallItem, services: CallServices, attempt: Attempt): Promise<CallResult> {
  switch (attempt.state) {
    case 'received':
      return deliverAnswer(item, services, attempt, attempt.answer, undefined);
    case 'accepted':
      return awaitTask(item, services, attempt);
    case 'delivered': {
      const outputs = attempt.outputs === undefined ? undefined : await item.load(attempt.outputs);
      if (outputs === undefined) return deliverAnswer(item, services, attempt, attempt.answer, attempt.task);
      return { kind: 'done', outputs, attempt: attempt.address.attempt, ledgerId: attempt.id };
    }
    case 'ambiguous':
      return {
        kind: 'question',
        question: {
          kind: 'ambiguous',
          message: attempt.error?.message ?? 'No answer came; it may have been billed.',
          choices: ['send-again', 'give-up'],
        },
      };
    default:
      return { kind: 'failed', error: attempt.error ?? toAppError(new Error(`attempt ${attempt.state}`)).info };
  }
}

async function create(item: CallItem, services: CallServices, lastAttempt: number): Promise<CallResult> {
  const { call } = item;
  const upload = missingUploads(call.media, services);
  if (upload.length > 0 && !services.consent.allowed()) {
    if (item.answer === 'give-up') return { kind: 'failed', error: uploadRefused() };
    if (item.answer === 'allow') services.consent.allow();
    else return { kind: 'question', question: uploadQuestion(upload.length, services) };
  }
  const media = await prepareMedia(call.media, services, item.signal);
  let attempt = Math.max(item.address.attempt, lastAttempt + 1);
  for (let tries = 1; ; tries += 1, attempt += 1) {
    const permission = services.purse.reserve(call, item.answer === 'allow');
    if (permission.kind === 'refused') return { kind: 'failed', error: permission.error.info };
    if (permission.kind === 'ask') {
      if (item.answer === 'give-up') return { kind: 'failed', error: gaveUp().info };
      return { kind: 'question', question: permission.question };
    }
    const sent = await services.limiter.run(call.system, call.model, item.signal, () =>
      send(item, services, media, attempt, permission.price),
    );
    if (sent.outcome.kind !== 'unsent' && sent.outcome.kind !== 'rejected') return settle(item, services, sent.attempt);
    services.purse.release(permission.price);
    const { error } = sent.outcome;
    const decision = decideRetry(error, tries, services.random);
    if (sent.outcome.kind === 'unsent' && decision.kind === 'wait') {
      if (decision.slowSystem) services.limiter.pause(call.system, decision.milliseconds);
      item.onProgress(undefined, error.message);
      await services.clock.sleep(decision.milliseconds, item.signal);
      continue;
    }
    if (concernsConnection(error)) item.onConnectionTrouble(error);
    return { kind: 'failed', error };
  }
}

interface Sent {
  readonly outcome: SubmitOutcome;
  readonly attempt: Attempt;
}

/** One request: the intent is on disk before it leaves, its outcome before anybody acts on it. */
async function send(
  item: CallItem,
  services: CallServices,
  media: PreparedMedia,
  attemptNumber: number,
  price: PriceRange | undefined,
): Promise<Sent> {
  const { call } = item;
  const { connection } = services.gateway;
  const id = services.newId();
  const sync = call.charges;
  const intent = {
    id,
    address: { ...item.address, attempt: attemptNumber },
    nodeType: item.nodeType,
    recipe: call.recipe.id,
    system: call.system,
    model: call.model,
    baseUrl: connection.baseUrl,
    practice: connection.practice,
    prompt: promptOf(call)?.slice(0, 200),
    price,
    state: 'intent',
  } as const;
  if (call.charges) await services.ledger.record(intent, { sync: true });
  const sink = await services.answers.create(id, 'submit');
  const outcome = await services.gateway.submit(call, media, { sink, signal: item.hardSignal, onDelta: item.onDelta });
  if (!call.charges) return { outcome, attempt: unchargedAttempt(intent, outcome, services.clock.now()) };
  const attempt = await services.ledger.record({ id, ...outcomeRow(outcome) }, { sync });
  return { outcome, attempt };
}

function outcomeRow(outcome: SubmitOutcome) {
  switch (outcome.kind) {
    case 'received':
      return { state: 'received', answer: outcome.answer } as const;
    case 'accepted':
      return { state: 'accepted', task: outcome.task, answer: outcome.answer } as const;
    case 'ambiguous':
      return { state: 'ambiguous', error: outcome.error } as const;
    case 'rejected':
    case 'unsent':
      return { state: 'rejected', error: outcome.error } as const;
  }
}

/** A call that cannot cost leaves no trace in the ledger, but goes the same way. */
function unchargedAttempt(
  intent: Omit<Attempt, 'state' | 'createdAt' | 'updatedAt' | 'task' | 'answer' | 'error' | 'outputs'>,
  outcome: SubmitOutcome,
  now: number,
): Attempt {
  const at = new Date(now).toISOString();
  return {
    ...intent,
    createdAt: at,
    updatedAt: at,
    task: undefined,
    answer: undefined,
    error: undefined,
    outputs: undefined,
    ...outcomeRow(outcome),
  };
}

async function awaitTask(item: CallItem, services: CallServices, attempt: Attempt): Promise<CallResult> {
  const { task } = attempt;
  if (task === undefined)
    return { kind: 'failed', error: toAppError(new Error('an accepted attempt has no task')).info };
  item.onWait(task, attempt.id);
  const outcome = await services.waiter.wait({
    gateway: services.gateway,
    task,
    attempt: attempt.id,
    signal: item.signal,
    onProgress: (progress, status) => item.onProgress(progress, status),
    onConnectionError: (error) => item.onConnectionTrouble(error),
  });
  item.onContinue();
  if (outcome.kind === 'done') return deliverAnswer(item, services, attempt, outcome.answer, task);
  const state = outcome.kind === 'expired' ? 'expired' : 'failed';
  await services.ledger.record({ id: attempt.id, state, error: outcome.error }, { sync: true });
  return { kind: 'failed', error: outcome.error };
}

/**
 * Reads the answer and brings its files home. The attempt stays undelivered when that fails, so a retry fetches the same
 * result again instead of buying another. A link that died is asked for once more through the task.
 */
async function deliverAnswer(
  item: CallItem,
  services: CallServices,
  attempt: Attempt,
  answer: Answer | undefined,
  task: TaskRef | undefined,
): Promise<CallResult> {
  if (answer === undefined)
    return { kind: 'failed', error: toAppError(new Error('an answered attempt has no answer')).info };
  try {
    const outputs = await readAndDeliver(item, services, attempt, answer).catch(async (error: unknown) => {
      const fresh =
        task === undefined || !isDeadLink(error) ? undefined : await askAgain(item, services, attempt, task);
      if (fresh === undefined) throw error;
      return readAndDeliver(item, services, attempt, fresh);
    });
    if (item.call.charges && attempt.state !== 'delivered') {
      // Not synced: after a crash the same answer is simply delivered again.
      await services.ledger.record(
        { id: attempt.id, state: 'delivered', answer, outputs: item.save(outputs) },
        { sync: false },
      );
    }
    return {
      kind: 'done',
      outputs,
      attempt: attempt.address.attempt,
      ledgerId: item.call.charges ? attempt.id : undefined,
    };
  } catch (error) {
    if (item.signal.aborted) throw error;
    const info = toAppError(error).info;
    return { kind: 'failed', error: { ...info, billed: info.billed ?? (item.call.charges ? 'yes' : 'no') } };
  }
}

async function readAndDeliver(item: CallItem, services: CallServices, attempt: Attempt, answer: Answer) {
  const found = await services.gateway.read(attempt.recipe, answer);
  return deliver(found, services, item.signal);
}

function isDeadLink(error: unknown): boolean {
  return (
    error instanceof AppError && (error.code === 'artifact.download-failed' || error.code === 'artifact.wrong-type')
  );
}

async function askAgain(
  item: CallItem,
  services: CallServices,
  attempt: Attempt,
  task: TaskRef,
): Promise<Answer | undefined> {
  const sink = await services.answers.create(attempt.id, 'poll');
  const outcome = await services.gateway.poll(task, { sink, signal: item.signal });
  return outcome.kind === 'done' ? outcome.answer : undefined;
}

function uploadQuestion(files: number, services: CallServices): Question {
  const host = services.gateway.connection.uploadUrl ?? 'the upload host';
  return {
    kind: 'upload',
    message: `${files === 1 ? 'A file needs' : `${files} files need`} a public link: uploading to ${host} makes ${files === 1 ? 'it' : 'them'} readable for everybody who has the link.`,
    choices: ['allow', 'give-up'],
  };
}

function uploadRefused(): ErrorInfo {
  return new AppError('upload.not-allowed', 'The file was not uploaded, because that was not allowed.', {
    billed: 'no',
  }).info;
}

function gaveUp(): AppError {
  return new AppError('run.gave-up', 'Given up: the price is unknown.', { billed: 'no' });
}
