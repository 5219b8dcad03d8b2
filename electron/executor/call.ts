import { AppError, type ErrorInfo, toAppError } from '#core/errors';
import type { Answer, TaskRef } from '#core/gateway/contract';
import type { Address } from '#core/run/address';
import { gaveUp, noAnswerCame, resolveAmbiguous } from './ambiguous.ts';
import { createAttempt } from './call-create.ts';
import type { CallItem, CallResult, CallServices } from './call-types.ts';
import { deliver } from './deliver.ts';
import { recordLost } from './lost-intent.ts';
import { isDiskFull } from './room.ts';
import type { Attempt, Ledger } from './services.ts';

/**
 * Brings one item of a call node to its end. What to do next follows from the ledger alone, so the same code serves the
 * first try, a resumed run and a retry: an accepted task is waited for, a received answer is delivered, an intent
 * without an outcome is ambiguous and is asked about. Only when there is nothing like that a request is sent.
 */
export async function runCall(item: CallItem, services: CallServices): Promise<CallResult> {
  const latest = latestAttempt(item.address, services.ledger);
  // What ended at the gateway while nobody executed the run (by `collect`, or just before a crash) is not awaited any more.
  if (latest?.state !== 'accepted') item.onContinue();
  switch (latest?.state) {
    case 'intent': {
      const lost = await recordLost(latest, services);
      if (lost.state !== 'rejected') return settle(item, services, lost);
      services.purse.release(latest.price);
      return createAndSettle(item, services, latest.address.attempt);
    }
    case 'ambiguous':
      return answerAmbiguous(item, services, latest);
    case 'received':
    case 'accepted':
      return settle(item, services, latest);
    case 'delivered':
      // Paid for by this very item, and brought home: also when the run was cancelled before it heard of it.
      return settle(item, services, latest);
    case 'failed':
    case 'expired':
    case 'given-up':
    case 'forgotten':
      // The outcome is known, only the run has not heard of it yet (its journal may have lost that). Another request is
      // the user's to ask for: by an answer or a retry, which has a higher number than what has ended.
      if (latest.address.attempt >= item.address.attempt) return { kind: 'failed', error: endOf(latest) };
      return createAndSettle(item, services, latest.address.attempt);
    default:
      return createAndSettle(item, services, latest?.address.attempt ?? 0);
  }
}

/** Why an attempt that has ended gave nothing. */
function endOf(attempt: Attempt): ErrorInfo {
  if (attempt.state === 'given-up') return gaveUp(noAnswerCame).info;
  if (attempt.state === 'forgotten')
    return gaveUp({ en: 'the attempt was forgotten', zh: '这次请求的记录已移除' }).info;
  return attempt.error ?? toAppError(new Error(`attempt ${attempt.state}`)).info;
}

/** The highest number among the attempts of an item, over all its turns; 0 when there is none. */
export function highestNumber(address: Address, ledger: Ledger): number {
  const numbers = ledger.attemptsOf(address.run).filter((attempt) => isSameItem(attempt.address, address));
  return Math.max(0, ...numbers.map((attempt) => attempt.address.attempt));
}

function isSameItem(one: Address, other: Address): boolean {
  const isAlike = one.path.join('/') === other.path.join('/') && one.item.join('.') === other.item.join('.');
  return one.node === other.node && isAlike;
}

/** The newest attempt of an item (of one turn of it), over all its runs of attempts. */
export function latestAttempt(address: Address, ledger: Ledger): Attempt | undefined {
  const isSame = (other: Address): boolean => other.turn === address.turn && isSameItem(other, address);
  return ledger.attemptsOf(address.run).findLast((attempt) => isSame(attempt.address));
}

async function answerAmbiguous(item: CallItem, services: CallServices, attempt: Attempt): Promise<CallResult> {
  const resolved = await resolveAmbiguous(item, services, attempt);
  switch (resolved.kind) {
    case 'accepted':
      return settle(item, services, resolved.attempt);
    case 'send-again':
      return createAndSettle(item, services, attempt.address.attempt);
    case 'given-up':
      return { kind: 'failed', error: resolved.error };
    case 'question':
      return resolved;
  }
}

async function createAndSettle(item: CallItem, services: CallServices, lastAttempt: number): Promise<CallResult> {
  const created = await createAttempt(item, services, lastAttempt);
  if (created.kind !== 'attempt') return created.result;
  const { space } = created;
  try {
    if (space === undefined) return await settle(item, services, created.attempt);
    // What was secured for the answer serves its files too.
    return await space.spend(() => settle(item, services, created.attempt));
  } finally {
    space?.release();
  }
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
      return answerAmbiguous({ ...item, answer: undefined }, services, attempt);
    default:
      return { kind: 'failed', error: attempt.error ?? toAppError(new Error(`attempt ${attempt.state}`)).info };
  }
}

async function awaitTask(item: CallItem, services: CallServices, attempt: Attempt): Promise<CallResult> {
  const { task } = attempt;
  if (task === undefined)
    return { kind: 'failed', error: toAppError(new Error('an accepted attempt has no task')).info };
  item.onWait(task, attempt.id);
  const waiting = services.waiter.wait({
    gateway: services.gateway,
    task,
    attempt: attempt.id,
    signal: item.signal,
    onProgress: (progress, status) => item.onProgress(progress, status),
    onConnectionError: (error) => item.onTrouble(error),
  });
  const outcome = await waiting.catch((error: unknown) => {
    // What is wrong here (a full disk) ends the waiting of this session; the task goes on.
    if (!item.signal.aborted) item.onContinue();
    throw error;
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
      const usage = await services.gateway.usage(attempt.recipe, answer).catch(() => undefined);
      const cost = services.purse.settle(attempt, usage);
      await services.ledger.record(
        {
          id: attempt.id,
          state: 'delivered',
          answer,
          outputs: item.save(outputs),
          ...(cost !== undefined && { cost }),
        },
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
    // Nothing is wrong with the result: it is delivered when there is room.
    if (item.signal.aborted || isDiskFull(error)) throw error;
    const info = toAppError(error).info;
    if (info.code === 'gateway.bad-answer' && item.call.charges && attempt.state !== 'delivered') {
      // There is nothing in it to fetch again, so a retry may buy anew.
      await services.ledger.record({ id: attempt.id, state: 'failed', error: info }, { sync: true });
    }
    return { kind: 'failed', error: { ...info, billed: info.billed ?? (item.call.charges ? 'yes' : 'no') } };
  }
}

async function readAndDeliver(item: CallItem, services: CallServices, attempt: Attempt, answer: Answer) {
  const found = await services.gateway.read(attempt.recipe, answer, attempt.task, item.call.params);
  return deliver(found, item.call.inputs, services, item.signal);
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
