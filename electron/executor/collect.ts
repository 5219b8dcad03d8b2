import { AppError, type ErrorInfo, toAppError } from '#core/errors';
import type { Answer, Gateway, PollOutcome } from '#core/gateway/contract';
import type { SavedOutputs } from '#core/run/state';
import { say } from '#core/text';
import type { Value } from '#core/value/value';
import { deliver } from './deliver.ts';
import type { AnswerStore, ArtifactStore, Attempt, Clock, Ledger } from './services.ts';
import { loadWithFiles } from './values.ts';

export interface CollectServices {
  readonly gateway: Gateway;
  readonly ledger: Ledger;
  readonly answers: AnswerStore;
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
  save(outputs: Readonly<Record<string, Value>>): SavedOutputs;
}

/** What asking once for the result of an attempt gave. */
export type Collected =
  | { readonly kind: 'delivered'; readonly attempt: Attempt; readonly outputs: SavedOutputs }
  | { readonly kind: 'running'; readonly status: string; readonly progress: number | undefined }
  | { readonly kind: 'failed'; readonly error: ErrorInfo };

/**
 * Fetches the result of an attempt, whatever became of its run or its node: asks once for the task, and brings a result
 * home, also one whose files are not in the store any more. The run finds it in the ledger when it goes on.
 * @throws AppError `usage.invalid` when the attempt has nothing to give, `artifact.*`, `gateway.bad-answer`
 */
export async function collectAttempt(
  attempt: Attempt,
  services: CollectServices,
  signal: AbortSignal,
): Promise<Collected> {
  const here = await resultHere(attempt, services.artifacts);
  if (here !== undefined) return here;
  if (attempt.task === undefined && attempt.answer === undefined) {
    const message = say(
      'The attempt {id} is {state}; there is nothing to collect.',
      '请求 {id} 的状态为 {state}，没有可取回的结果。',
      { id: attempt.id, state: attempt.state },
    );
    const hint = {
      en: 'The command "tasks" shows which attempts have a task or an answer.',
      zh: '在任务面板中可以看到哪些请求有任务或答复。',
    };
    throw new AppError('usage.invalid', message, { hint });
  }
  return collectOutcome(attempt, await ask(attempt, services, signal), services, signal);
}

/** The result of a delivered attempt whose files are still in the store. */
export async function resultHere(attempt: Attempt, artifacts: ArtifactStore): Promise<Collected | undefined> {
  const { outputs, state } = attempt;
  if (state !== 'delivered' || outputs === undefined) return undefined;
  return (await loadWithFiles(outputs, artifacts)) === undefined ? undefined : { kind: 'delivered', attempt, outputs };
}

/** Brings home what an answer about the task of an attempt gives, and says so in the ledger. @throws AppError as above */
export async function collectOutcome(
  attempt: Attempt,
  outcome: PollOutcome,
  services: CollectServices,
  signal: AbortSignal,
): Promise<Collected> {
  if (outcome.kind === 'running') return outcome;
  if (outcome.kind === 'no-answer') return { kind: 'failed', error: outcome.error };
  if (outcome.kind !== 'done') {
    if (attempt.state === 'accepted') {
      await services.ledger.record({ id: attempt.id, state: outcome.kind, error: outcome.error }, { sync: true });
    }
    return { kind: 'failed', error: outcome.error };
  }
  const outputs = services.save(await bringHome(attempt, outcome.answer, services, signal));
  if (attempt.state !== 'received' && attempt.state !== 'accepted') return { kind: 'delivered', attempt, outputs };
  const row = { id: attempt.id, state: 'delivered', answer: outcome.answer, outputs } as const;
  return { kind: 'delivered', attempt: await services.ledger.record(row, { sync: true }), outputs };
}

async function bringHome(attempt: Attempt, answer: Answer, services: CollectServices, signal: AbortSignal) {
  try {
    const found = await services.gateway.read(attempt.recipe, answer, attempt.task);
    return await deliver(found, {}, services, signal);
  } catch (error) {
    const { info } = toAppError(error);
    const isOpen = attempt.state === 'received' || attempt.state === 'accepted';
    // There is nothing in the answer, and asking again would give the same.
    if (info.code === 'gateway.bad-answer' && isOpen) {
      await services.ledger.record({ id: attempt.id, state: 'failed', error: info }, { sync: true });
    }
    throw error;
  }
}

async function ask(attempt: Attempt, services: CollectServices, signal: AbortSignal): Promise<PollOutcome> {
  if (attempt.task === undefined) {
    return attempt.answer === undefined
      ? { kind: 'failed', error: new AppError('task.not-found', { en: 'There is no task.', zh: '没有任务。' }).info }
      : { kind: 'done', answer: attempt.answer };
  }
  const sink = await services.answers.create(attempt.id, 'poll');
  return services.gateway.poll(attempt.task, { sink, signal });
}
