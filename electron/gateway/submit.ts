import { AppError, type ErrorInfo, toAppError } from '#core/errors';
import type { Answer, PreparedCall, PreparedMedia, SubmitOptions, SubmitOutcome } from '#core/gateway/contract';
import { formFor } from '#core/recipe/pattern';
import type { Mapping, RecipeStep } from '#core/recipe/schema';
import { hintIn, type LocalText, messageIn, say, verbatim, wording } from '#core/text';
import type { Json } from '#core/value/value';
import { type Received, readStoredJson, receive, SinkFailure } from './answer.ts';
import { type CallContext, routeOf, toOutgoing } from './call-context.ts';
import { type ChatResult, ChatStream } from './chat/chat-stream.ts';
import { type AnswerFacts, findRefusal } from './errors.ts';
import { answerLost, lookInConsole, unreachable } from './network-error.ts';
import { judgeRefusal, lost, type Verdict } from './outcome.ts';
import { asText, evaluate } from './recipe/mapping.ts';
import { checkPrepared } from './recipe/media-rules.ts';
import { findAll, findFirst, isEmpty } from './recipe/paths.ts';
import { findOutputs } from './recipe/read.ts';
import {
  chooseStep,
  mappingContext,
  planRequest,
  type RequestPlan,
  type StepContext,
  taskReference,
  valuesOf,
} from './recipe/request.ts';
import { type Incoming, SendFailure } from './transport.ts';

interface Sending {
  readonly call: PreparedCall;
  readonly step: RecipeStep;
  readonly plan: RequestPlan;
  readonly seen: StepContext;
  readonly options: SubmitOptions;
  readonly context: CallContext;
}

/** Sends a creating request and says what became of it; see `Gateway.submit`. */
export async function submitCall(
  call: PreparedCall,
  media: PreparedMedia,
  options: SubmitOptions,
  context: CallContext,
): Promise<SubmitOutcome> {
  try {
    const outcome = await attempt(call, media, options, context);
    if (!('error' in outcome)) return outcome;
    return { kind: outcome.kind, error: context.redactor.error(outcome.error) };
  } finally {
    // What could not be closed could not be stored either, and that has been said already.
    await options.sink.close().catch(() => undefined);
  }
}

async function attempt(
  call: PreparedCall,
  media: PreparedMedia,
  options: SubmitOptions,
  context: CallContext,
): Promise<SubmitOutcome> {
  options.signal.throwIfAborted();
  if (call.recipe.task?.given !== undefined) return givenTask(call, call.recipe.task.given, options, context);
  let sending: Sending;
  let outgoing: Awaited<ReturnType<typeof toOutgoing>>;
  try {
    for (const [input, files] of Object.entries(media)) {
      const rule = formFor(call.recipe.media[input], call.model);
      if (rule !== undefined)
        checkPrepared({ name: input, label: verbatim(input) }, files, rule, call.model ?? call.recipe.title);
    }
    const { params, inputs, turns } = call;
    const seen: StepContext = { params, inputs, media, turns, mark: options.mark };
    const step = chooseStep(call.recipe, seen);
    const plan = planRequest(step, seen, context.hosts);
    sending = { call, step, plan, seen, options, context };
    const how = { signal: options.signal, patience: 'create', fresh: true, beforeLast: () => begin(options) } as const;
    outgoing = await toOutgoing(plan, context, how);
  } catch (error) {
    return { kind: 'rejected', error: { ...toAppError(error).info, billed: 'no' } };
  }
  let incoming: Incoming;
  try {
    incoming = await context.transport.send(outgoing);
  } catch (error) {
    return notAnswered(error, sending);
  }
  try {
    return await answered(incoming, 'authorization' in outgoing.headers, sending);
  } catch (error) {
    if (options.signal.aborted && !call.charges) throw options.signal.reason;
    return storageFailed(error, sending);
  } finally {
    await incoming.release();
  }
}

/** A task that exists already: its id is written down where the answer that made it would be. */
async function givenTask(
  call: PreparedCall,
  given: Mapping,
  { sink }: SubmitOptions,
  context: CallContext,
): Promise<SubmitOutcome> {
  const id = evaluate(given, mappingContext({ params: call.params, inputs: call.inputs, media: {} }));
  if (id === undefined || isEmpty(id)) {
    return { kind: 'rejected', error: { ...toAppError(new Error('a task has no id')).info, billed: 'no' } };
  }
  const text = asText(id).trim();
  const content = Buffer.from(JSON.stringify({ id: text }));
  await sink.write(content);
  await sink.close();
  const { name, file } = sink;
  const answer: Answer = { name, file, status: 200, contentType: 'application/json', bytes: content.length };
  const createdAt = new Date(context.clock.now()).toISOString();
  const found = { baseUrl: context.identity.baseUrl, id: text, createdAt };
  return { kind: 'accepted', task: taskReference(call, found, {}), answer };
}

function begin({ sink }: SubmitOptions): void {
  try {
    sink.begin();
  } catch (error) {
    throw new SinkFailure(error);
  }
}

/** No answer: unsent when no byte left, else open. Stopped before a byte left, it throws the signal's reason. */
function notAnswered(error: unknown, { call, options, plan }: Sending): Verdict {
  const sent = !(error instanceof SendFailure) || error.sent;
  const cause = error instanceof SendFailure ? error.cause : error;
  // The request was held back, because its answer could not have been kept.
  if (cause instanceof SinkFailure) {
    return { kind: 'rejected', error: { ...toAppError(cause.cause).info, billed: 'no' } };
  }
  if (options.signal.aborted && !(sent && call.charges)) throw options.signal.reason;
  if (!sent) return { kind: 'unsent', error: unreachable(plan.url.host, cause) };
  if (options.signal.aborted) return lost(stopped(), call.charges);
  return lost(answerLost(cause, false), call.charges);
}

function stopped(): ErrorInfo {
  const message = {
    en: 'Stopped before the answer came; it may have been billed.',
    zh: '在收到答复前已停止，可能已计费。',
  };
  return new AppError('gateway.no-answer', message, {
    hint: lookInConsole,
    billed: 'maybe',
  }).info;
}

function storageFailed(error: unknown, { call }: Sending): Verdict {
  const { info } = toAppError(error instanceof SinkFailure ? error.cause : error);
  const message = say(
    '{error} The answer of the gateway is lost; it may have been billed.',
    '{error}网关的答复已丢失，可能已计费。',
    { error: messageIn(info) },
  );
  return lost({ ...info, ...wording(message, hintIn(info)), billed: 'maybe' }, call.charges);
}

async function answered(incoming: Incoming, keySent: boolean, sending: Sending): Promise<SubmitOutcome> {
  const { step, plan, options, call } = sending;
  const good = incoming.status >= 200 && incoming.status < 300;
  const chat = good && step.adapter === 'chat-stream' ? new ChatStream(options.onDelta) : undefined;
  const received = await receive(incoming, options.sink, sending.context.redactor, (chunk) => chat?.push(chunk));
  await options.sink.close().catch((error: unknown) => {
    throw new SinkFailure(error);
  });
  const facts: AnswerFacts = {
    status: incoming.status,
    headers: incoming.headers,
    contentType: incoming.contentType,
    head: received.head,
    route: routeOf(plan),
    model: call.model,
    keySent,
  };
  const answer: Answer = {
    name: options.sink.name,
    file: options.sink.file,
    status: incoming.status,
    contentType: incoming.contentType,
    bytes: received.bytes,
  };
  if (!good) return refused(facts, sending) ?? lost(answerLost(received.cut, true), call.charges);
  if (chat !== undefined) return chatOutcome(chat.end(), facts, answer, received, sending);
  if (received.cut !== undefined) return cutOff(received, sending);
  return plainOutcome(facts, answer, sending);
}

function cutOff(received: Received, { call, options }: Sending): Verdict {
  if (options.signal.aborted) {
    if (!call.charges) throw options.signal.reason;
    return lost(stopped(), true);
  }
  return lost(answerLost(received.cut, true), call.charges);
}

function refused(facts: AnswerFacts, { call }: Sending): Verdict | undefined {
  const refusal = findRefusal(facts);
  return refusal === undefined ? undefined : judgeRefusal(refusal, facts.status, call.charges);
}

/**
 * A streamed answer. An error event before any content is the gateway's refusal. One after content leaves it open what is
 * billed, like an end without a finish reason: tokens were made.
 */
function chatOutcome(
  result: ChatResult,
  facts: AnswerFacts,
  answer: Answer,
  received: Received,
  sending: Sending,
): SubmitOutcome {
  const { charges } = sending.call;
  if (result.error !== undefined) {
    const { json } = result.error;
    const verdict = refused({ ...facts, json, head: JSON.stringify(json) }, sending);
    if (verdict !== undefined && !result.hasContent) return verdict;
    const said = result.error.envelope.message;
    return lost(
      broken(say('The gateway broke the answer off: {said}', '网关中断了答复：{said}', { said }), facts),
      charges,
    );
  }
  if (result.complete) return { kind: 'received', answer };
  if (received.cut !== undefined) return cutOff(received, sending);
  const page = refused(facts, sending);
  if (page !== undefined) return page;
  return lost(broken({ en: 'The answer ended before it was complete', zh: '答复没有结束就断了' }, facts), charges);
}

function broken(what: LocalText, facts: AnswerFacts): ErrorInfo {
  return new AppError('gateway.no-answer', say('{what}; it may have been billed.', '{what}，可能已计费。', { what }), {
    hint: lookInConsole,
    billed: 'maybe',
    details: { status: facts.status, route: facts.route, raw: facts.head.slice(0, 2048) },
  }).info;
}

async function plainOutcome(facts: AnswerFacts, answer: Answer, sending: Sending): Promise<SubmitOutcome> {
  const { call, step, context } = sending;
  const { task } = call.recipe;
  const mayBeJson = step.answer === 'json' || facts.contentType.includes('json') || /^\s*[[{]/.test(facts.head);
  const json = mayBeJson ? await readStoredJson(answer) : undefined;
  const accepted = task?.accepted !== undefined && json !== undefined && isAccepted(json, task.accepted);
  const verdict = accepted ? undefined : refused({ ...facts, json }, sending);
  if (verdict !== undefined) return verdict;
  if (answer.bytes === 0)
    return lost(broken({ en: 'The gateway answered with nothing', zh: '网关返回了空答复' }, facts), call.charges);
  if (step.answer === 'json' && json === undefined) {
    return lost(
      broken({ en: 'The answer of the gateway cannot be read', zh: '无法读取网关的答复' }, facts),
      call.charges,
    );
  }
  if (task === undefined) return { kind: 'received', answer };
  const id = json === undefined ? undefined : findFirst(json, task.id);
  if (typeof id !== 'string' && typeof id !== 'number') {
    // Some sites wait for the result and answer with it at once.
    if (json !== undefined && (await hasResult(json, answer, sending))) return { kind: 'received', answer };
    return lost(
      broken({ en: 'The answer of the gateway names no task', zh: '网关的答复中没有任务 id' }, facts),
      call.charges,
    );
  }
  const createdAt = new Date(context.clock.now()).toISOString();
  const values = valuesOf(task.query, { ...sending.seen, id: asText(id), answer: json });
  const found = { baseUrl: context.identity.baseUrl, id: asText(id), createdAt };
  const reference = taskReference(call, found, values);
  return { kind: 'accepted', task: reference, answer };
}

async function hasResult(json: Json, answer: Answer, { call, context }: Sending): Promise<boolean> {
  const text = (): Promise<string> => Promise.resolve('');
  const source = { answer, json, text, base: context.hosts.base, expiresAt: undefined };
  return 'found' in (await findOutputs(call.recipe, source));
}

function isAccepted(json: Json, accepted: { path: string; values: readonly (string | number)[] }): boolean {
  return findAll(json, accepted.path).some((value) => accepted.values.some((good) => good === value));
}
