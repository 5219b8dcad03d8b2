import { AppError, toAppError } from '#core/errors';
import type { Answer, PollOptions, PollOutcome, TaskRef } from '#core/gateway/contract';
import type { Recipe, RecipeStep } from '#core/recipe/schema';
import { say } from '#core/text';
import type { Json } from '#core/value/value';
import { collect, readStoredJson, receive } from './answer.ts';
import { type CallContext, routeOf, toOutgoing } from './call-context.ts';
import { type AnswerFacts, findRefusal, type Refusal } from './errors.ts';
import { tryParseJson } from './json.ts';
import { unreachable } from './network-error.ts';
import { findProgress, statusClass } from './normalise.ts';
import { emptyResult, failure, taskFailed, unreadable } from './poll-errors.ts';
import { planRequest, type RequestPlan, valuesOf } from './recipe/request.ts';
import { hasResult, statusOf } from './task-state.ts';
import { type Incoming, SendFailure } from './transport.ts';

/** How long a gateway may not know a task that it has just taken, in milliseconds. */
const settling = 120_000;
/** How often a finished task may be asked for in another way before its refusal counts. */
const emptyRetrievals = 3;
/** Answers to polls are held in memory; none is this long. */
const longestAnswer = 256 * 1024 ** 2;

/** How many times in a row a task was found finished without a result. Lost at a restart, which only adds patience. */
export class EmptyCounts {
  private readonly counts = new Map<string, number>();

  add(task: string): number {
    const count = (this.counts.get(task) ?? 0) + 1;
    this.counts.set(task, count);
    return count;
  }

  of(task: string): number {
    return this.counts.get(task) ?? 0;
  }

  forget(task: string): void {
    this.counts.delete(task);
  }
}

interface Polling {
  readonly task: TaskRef;
  readonly recipe: Recipe;
  readonly options: PollOptions;
  readonly context: CallContext;
  readonly counts: EmptyCounts;
}

/** Asks once for the state of a task; see `Gateway.poll`. */
export async function pollTask(
  task: TaskRef,
  recipe: Recipe,
  options: PollOptions,
  context: CallContext,
  counts: EmptyCounts,
): Promise<PollOutcome> {
  try {
    const outcome = await ask({ task, recipe, options, context, counts });
    if (outcome.kind !== 'running' && outcome.kind !== 'no-answer') counts.forget(task.id);
    return 'error' in outcome ? { kind: outcome.kind, error: context.redactor.error(outcome.error) } : outcome;
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    const { info } = toAppError(error);
    // The disk of this machine says nothing of the task, and asking again does not mend it.
    if (info.code === 'disk.full' || info.code === 'file.write-failed') throw error;
    return { kind: 'no-answer', error: context.redactor.error({ ...info, retryable: true }) };
  } finally {
    await options.sink.close().catch(() => undefined);
  }
}

async function ask(polling: Polling): Promise<PollOutcome> {
  const { recipe, options } = polling;
  const { task: rules } = recipe;
  if (rules === undefined) {
    throw new AppError(
      'task.not-found',
      say('The recipe {id} has no tasks.', '调用方案 {id} 没有任务。', { id: recipe.id }),
    );
  }
  const sent = await send(rules.query, {}, polling);
  if ('kind' in sent) return sent;
  const { incoming, plan, keySent } = sent;
  try {
    const received = await collect(incoming, longestAnswer);
    if (received.cut !== undefined) {
      if (options.signal.aborted) throw options.signal.reason;
      return { kind: 'no-answer', error: unreachable(plan.url.host, received.cut) };
    }
    const json = tryParseJson(received.content.toString('utf8'));
    const facts = factsOf(incoming, plan, received.head, keySent);
    const answer: Answer = { ...answerOf(incoming, options), bytes: received.bytes };
    const outcome = await judge(json, facts, answer, polling);
    if (outcome === 'retrieve' && rules.retrieve !== undefined) return await fetchResult(rules.retrieve, json, polling);
    const redact = polling.context.redactor.stream();
    await options.sink.write(Buffer.concat([redact.push(received.content), redact.end()]));
    await options.sink.close();
    return outcome === 'retrieve' ? { kind: 'failed', error: emptyResult(json, facts, recipe) } : outcome;
  } finally {
    await incoming.release();
  }
}

type Sent = { readonly incoming: Incoming; readonly plan: RequestPlan; readonly keySent: boolean };

async function send(
  step: RecipeStep,
  values: Readonly<Record<string, Json>>,
  { task, options, context }: Polling,
): Promise<Sent | PollOutcome> {
  const seen = { params: task.params, inputs: {}, media: {}, id: task.id, values };
  const plan = planRequest(step, seen, context.hosts);
  const outgoing = await toOutgoing(plan, context, { signal: options.signal, patience: 'query', fresh: false });
  try {
    const incoming = await context.transport.send(outgoing);
    return { incoming, plan, keySent: 'authorization' in outgoing.headers };
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    const cause = error instanceof SendFailure ? error.cause : error;
    return { kind: 'no-answer', error: unreachable(plan.url.host, cause) };
  }
}

function factsOf(incoming: Incoming, plan: RequestPlan, head: string, keySent: boolean): AnswerFacts {
  const { status, headers, contentType } = incoming;
  return { status, headers, contentType, head, route: routeOf(plan), keySent };
}

function answerOf(incoming: Incoming, { sink }: PollOptions): Omit<Answer, 'bytes'> {
  return { name: sink.name, file: sink.file, status: incoming.status, contentType: incoming.contentType };
}

async function judge(
  json: Json | undefined,
  facts: AnswerFacts,
  answer: Answer,
  polling: Polling,
): Promise<PollOutcome | 'retrieve'> {
  const { recipe } = polling;
  const word = facts.status < 400 ? statusOf(json, recipe) : undefined;
  const refusal = word === undefined || json === undefined ? findRefusal({ ...facts, json }) : undefined;
  if (refusal !== undefined) return refused(refusal, facts, polling);
  if (json === undefined || json === null || typeof json !== 'object') {
    return { kind: 'no-answer', error: unreadable(facts) };
  }
  const status = word ?? '';
  const kind = statusClass(status, recipe.task?.words);
  // Some systems leave the status out when the result is there.
  if (kind === 'done' || (word === undefined && (await hasResult(json, answer, polling)))) {
    return finished(json, facts, answer, status, polling);
  }
  switch (kind) {
    case 'failed':
      return { kind: 'failed', error: failure(json, facts, recipe) };
    case 'cancelled':
      return {
        kind: 'failed',
        error: taskFailed({ en: 'The task was cancelled at the gateway.', zh: '任务已在网关上取消。' }, facts),
      };
    case 'needs-input':
      return {
        kind: 'failed',
        error: taskFailed(
          {
            en: 'The task waits for a choice that Patchbay cannot make.',
            zh: '任务在等待一个 Patchbay 无法作出的选择。',
          },
          facts,
          { en: 'Use another button.', zh: '请改用其他按钮。' },
        ),
      };
    default:
      polling.counts.forget(polling.task.id);
      return { kind: 'running', status, progress: findProgress(json, recipe.task?.progress ?? []) };
  }
}

/** A poll that was refused says nothing of the task, unless the gateway has surely never heard of it. */
function refused({ error, from }: Refusal, { status, head }: AnswerFacts, polling: Polling): PollOutcome {
  const { task, context, recipe } = polling;
  const running = recipe.task?.stillRunning.find((words) => head.toLowerCase().includes(words.toLowerCase()));
  if (running !== undefined) return { kind: 'running', status: running, progress: undefined };
  const own = from === 'gateway' && error.code === 'gateway.rejected';
  const gone = error.code === 'task.not-found' || (status === 404 && (own || from === 'bare'));
  if (!gone) return { kind: 'no-answer', error: { ...error, retryable: true } };
  const message = { en: 'The gateway does not know the task.', zh: '网关上没有这个任务。' };
  const missing = new AppError('task.not-found', message, {
    hint: {
      en: 'Its result cannot be fetched any more; look in the console of the gateway.',
      zh: '结果已无法取回，请在网关控制台查看。',
    },
    billed: 'maybe',
    details: error.details,
  }).info;
  // Of a task that was made elsewhere nobody expects that it is just being registered.
  const isNew = recipe.task?.given === undefined;
  const young = isNew && context.clock.now() - Date.parse(task.createdAt) < settling;
  return young ? { kind: 'no-answer', error: { ...missing, retryable: true } } : { kind: 'expired', error: missing };
}

async function finished(
  json: Json,
  facts: AnswerFacts,
  answer: Answer,
  status: string,
  polling: Polling,
): Promise<PollOutcome | 'retrieve'> {
  if (await hasResult(json, answer, polling)) return { kind: 'done', answer };
  const rules = polling.recipe.task;
  const count = polling.counts.add(polling.task.id);
  const { retrieve } = rules ?? {};
  const names = Object.keys(retrieve?.values ?? {});
  if (retrieve !== undefined && names.length > 0) {
    const values = retrieveValues(retrieve, json, polling);
    if (names.every((name) => values[name] !== undefined)) return 'retrieve';
  } else if (retrieve !== undefined && count >= (rules?.patience ?? 1)) {
    return 'retrieve';
  }
  if (count < (rules?.patience ?? 1)) return { kind: 'running', status, progress: undefined };
  return { kind: 'failed', error: emptyResult(json, facts, polling.recipe) };
}

function retrieveValues(step: RecipeStep, answer: Json, { task }: Polling): Readonly<Record<string, Json>> {
  return valuesOf(step, { params: task.params, inputs: {}, media: {}, id: task.id, answer });
}

/** Asks the step `retrieve` for a result that the task's own answer does not have. */
async function fetchResult(step: RecipeStep, last: Json | undefined, polling: Polling): Promise<PollOutcome> {
  const { options, recipe } = polling;
  const sent = await send(step, last === undefined ? {} : retrieveValues(step, last, polling), polling);
  if ('kind' in sent) return sent;
  const { incoming, plan, keySent } = sent;
  try {
    const received = await receive(incoming, options.sink, polling.context.redactor);
    await options.sink.close();
    if (received.cut !== undefined) return { kind: 'no-answer', error: unreachable(plan.url.host, received.cut) };
    const facts = factsOf(incoming, plan, received.head, keySent);
    const refusal = findRefusal(facts);
    if (refusal !== undefined) {
      const isOver = polling.counts.of(polling.task.id) >= (recipe.task?.patience ?? 1) + emptyRetrievals;
      const saysNo = refusal.from !== 'edge' && incoming.status < 500 && incoming.status !== 429;
      if (saysNo && isOver) return { kind: 'failed', error: emptyResult(undefined, facts, recipe) };
      return { kind: 'no-answer', error: { ...refusal.error, retryable: true } };
    }
    const answer: Answer = { ...answerOf(incoming, options), bytes: received.bytes };
    const wordy = step.answer === 'json' || incoming.contentType.includes('json');
    const json = wordy ? await readStoredJson(answer) : undefined;
    if (await hasResult(json, answer, polling)) return { kind: 'done', answer };
    return { kind: 'failed', error: emptyResult(json, facts, recipe) };
  } finally {
    await incoming.release();
  }
}
