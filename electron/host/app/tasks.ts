import { AppError, type ErrorInfo, fromErrorInfo } from '#core/errors';
import type { Gateway } from '#core/gateway/contract';
import { type LocalText, listed, say } from '#core/text';
import type { Value } from '#core/value/value';
import { type Resolved, resolveAmbiguous } from '../../executor/ambiguous.ts';
import { type Collected, collectAttempt, resultHere } from '../../executor/collect.ts';
import { dollars } from '../../executor/purse.ts';
import type { Attempt } from '../../executor/services.ts';
import { collectedTypes } from '../../executor/task-keeper.ts';
import { saveOutputs, typeOutputs } from '../../executor/values.ts';
import type { App } from './app.ts';
import { connect } from './connect.ts';
import { openStoredRun } from './run.ts';

/**
 * The attempt that a person means by its own id or by the id of its task.
 * @throws AppError `task.not-found`, `usage.invalid` when several tasks have that id
 */
export function findAttempt(app: App, id: string): Attempt {
  const byId = app.ledger.attempt(id);
  if (byId !== undefined) return byId;
  const byTask = app.ledger.attempts().filter((attempt) => attempt.task?.id === id);
  if (byTask.length === 1 && byTask[0] !== undefined) return byTask[0];
  if (byTask.length > 1) {
    const message = say('Several attempts have a task "{id}".', '有多个请求的任务是“{id}”。', { id });
    const hint = say('Use one of {ids}.', '请使用 {ids} 之一。', { ids: listed(byTask.map((attempt) => attempt.id)) });
    throw new AppError('usage.invalid', message, { hint });
  }
  const message = say('The ledger has no attempt or task "{id}".', '账本中没有请求或任务“{id}”。', { id });
  const hint = { en: 'The command "tasks" lists them.', zh: '任务面板会列出全部请求。' };
  throw new AppError('task.not-found', message, { hint });
}

/** The newest raw answer of an attempt as text, at most 64 kB; undefined when none was kept or it is no text. */
export function lastAnswer(app: App, attempt: Attempt): string | undefined {
  const text = app.answers.newest(attempt.id);
  return text === undefined || text.includes('\0') || text.includes('\uFFFD') ? undefined : text;
}

/** How long one asking and bringing home may take, and between two looks at what others do. Milliseconds. */
const patience = 600_000;
const pause = 50;

/**
 * Asks for the result of an attempt now and brings it home, on the connection that it was made on or on the one that is
 * named. Where a run waits for it, it is asked for before its turn, and the run brings it home.
 * @throws AppError `usage.invalid` when there is nothing to fetch or no connection leads there, `connection.*`, `artifact.*`
 */
export async function collectTask(app: App, id: string, connection?: string): Promise<Collected> {
  const { keeper, waiter } = app.executor;
  const signal = AbortSignal.any([AbortSignal.timeout(patience), app.leaving]);
  const found = findAttempt(app, id);
  if (app.live.handle(found.address.run) !== undefined && isOpen(found)) {
    const outcome = await waiter.ask(found.id);
    if (outcome?.kind === 'running') return outcome;
    if (outcome?.kind === 'no-answer') return { kind: 'failed', error: outcome.error };
    return outcomeOf(await settledByRun(app, found, signal));
  }
  await keeper.take(found.id);
  try {
    const attempt = findAttempt(app, found.id);
    const here = await resultHere(attempt, app.artifacts);
    if (here !== undefined) return here;
    if (connection === undefined) return await collectOn(app, attempt, await gatewayFor(app, attempt), signal);
    const connected = await connect(app, { connection });
    try {
      return await collectOn(app, attempt, connected.gateway, signal);
    } finally {
      await connected.close();
    }
  } finally {
    keeper.give(found.id);
  }
}

/** Where a request without an answer can be decided about. */
export type LostPlace =
  /** Its run asks about it. */
  | 'run'
  /** Its run is over or gone, and the gateway can be asked for its task. */
  | 'look'
  /** Its run is over or gone, and the gateway cannot list tasks. */
  | 'none';

/** Where an attempt whose answer never came can be decided about; undefined for any other. */
export function lostPlace(app: App, attempt: Attempt): LostPlace | undefined {
  if (attempt.state !== 'ambiguous') return undefined;
  if (runAsks(app, attempt.address.run)) return 'run';
  return app.registry.recipe(attempt.recipe)?.task?.list === undefined ? 'none' : 'look';
}

function runAsks(app: App, run: string): boolean {
  if (app.live.handle(run) !== undefined) return true;
  try {
    const phase = openStoredRun(app, run).state?.phase.state;
    return phase === 'running' || phase === 'suspended';
  } catch {
    // Its folder was removed, or nothing can be read of it any more.
    return false;
  }
}

/**
 * Looks for the task of an attempt whose answer never came and whose run is over or gone, or takes the one that its user
 * chose. The keeper brings the result of what was found home.
 * @throws AppError `usage.invalid` when there is nothing to look for or its run asks about it, `run.busy`, `connection.*`
 */
export async function lookForTask(app: App, id: string, chosen?: string): Promise<Resolved> {
  const attempt = findAttempt(app, id);
  const claim = app.live.claim(attempt.address.run);
  try {
    const place = lostPlace(app, attempt);
    if (place !== 'look') throw nothingToLookFor(attempt, place);
    const gateway = await gatewayFor(app, attempt);
    const call = gateway.recall(attempt.recipe, attempt.lookup ?? {});
    if (call === undefined) throw nothingToLookFor(attempt, 'none');
    const item = {
      address: attempt.address,
      call,
      answer: chosen ?? 'look',
      signal: AbortSignal.any([AbortSignal.timeout(patience), app.leaving]),
      onProgress: () => undefined,
      onTrouble(error: ErrorInfo): never {
        throw fromErrorInfo(error);
      },
    };
    const { claims, keeper } = app.executor;
    const resolved = await resolveAmbiguous(item, { gateway, ledger: app.ledger, claims }, attempt);
    if (resolved.kind === 'accepted') keeper.give(attempt.id);
    return resolved;
  } finally {
    claim.release();
  }
}

function nothingToLookFor({ id, state }: Attempt, place: LostPlace | undefined): AppError {
  if (place === 'run') {
    const message = say('The run of {id} asks about it.', '{id} 所属的运行正在询问此事。', { id });
    const hint = { en: 'Answer there.', zh: '请在那里回答。' };
    return new AppError('usage.invalid', message, { hint });
  }
  if (place === 'none') {
    const message = say(
      'The gateway cannot list tasks of this kind, so {id} cannot be looked for.',
      '网关无法列出这类任务，因此无法查找 {id}。',
      { id },
    );
    const hint = { en: 'Look into the console of the gateway.', zh: '请到网关的控制台查看。' };
    return new AppError('usage.invalid', message, { hint });
  }
  return new AppError(
    'usage.invalid',
    say('The attempt {id} is {state}; nothing has to be looked for.', '请求 {id} 的状态为 {state}，无需查找。', {
      id,
      state,
    }),
  );
}

/**
 * Drops an attempt: it is never waited for or asked about again.
 * @throws AppError `run.busy` while a run works on it, `disk.full`, `file.write-failed`
 */
export async function forgetTask(app: App, id: string): Promise<Attempt> {
  const found = findAttempt(app, id);
  if (found.state === 'forgotten') return found;
  const claim = app.live.claim(found.address.run);
  try {
    await app.executor.keeper.take(found.id);
    return await app.ledger.record({ id: found.id, state: 'forgotten' }, { sync: true });
  } finally {
    claim.release();
  }
}

/** What is given up when an attempt is forgotten, in one or two sentences. */
export function lossOf({ state, task, price, practice, error }: Attempt): LocalText {
  const cost = practice
    ? { en: '', zh: '' }
    : price === undefined
      ? say(' What it costs is unknown.', '其费用未知。', {})
      : say(' It may cost up to {price}.', '最多可能花费 {price}。', { price: dollars(price.to) });
  switch (state) {
    case 'accepted':
      return say(
        'The result of the task {id} is not waited for and not fetched any more; it may have been billed.{cost}',
        '将不再等待和取回任务 {id} 的结果；它可能已计费。{cost}',
        { id: task?.id ?? '', cost },
      );
    case 'received':
      return say(
        'The gateway has answered, but the result is not here yet and is not fetched any more; it may have been billed.{cost}',
        '网关已答复，但结果尚未取回，之后也不再取回；它可能已计费。{cost}',
        { cost },
      );
    case 'ambiguous':
    case 'intent':
      return say(
        'No answer came; it may have been billed. Nobody looks for it or asks about it any more.{cost}',
        '没有收到答复，可能已计费。之后不再查找，也不再询问。{cost}',
        { cost },
      );
    case 'delivered':
      return {
        en: 'Its result is here and stays in its run; the ledger does not lead to it any more.',
        zh: '结果已在本机，并保留在所属运行中；账本将不再指向它。',
      };
    default:
      return error?.billed === 'yes' || error?.billed === 'maybe'
        ? {
            en: 'It gave nothing and may have been billed; that is not told any more.',
            zh: '它没有结果，但可能已计费；之后不再提示。',
          }
        : { en: 'There is nothing in it that could be lost.', zh: '没有会丢失的内容。' };
  }
}

function isOpen({ state }: Attempt): boolean {
  return state === 'accepted' || state === 'received';
}

/** Until the run that has it has brought it home, or has let go of it. */
async function settledByRun(app: App, { id, address }: Attempt, signal: AbortSignal): Promise<Attempt> {
  for (;;) {
    const attempt = findAttempt(app, id);
    if (!isOpen(attempt) || app.live.handle(address.run) === undefined) return attempt;
    await app.clock.sleep(pause, signal);
  }
}

function outcomeOf(attempt: Attempt): Collected {
  if (attempt.state === 'delivered') return { kind: 'delivered', attempt, outputs: attempt.outputs ?? {} };
  const error =
    attempt.error ??
    new AppError('task.not-found', {
      en: 'It could not be fetched now.',
      zh: '现在无法取回。',
    }).info;
  return { kind: 'failed', error };
}

async function gatewayFor(app: App, attempt: Attempt): Promise<Gateway> {
  const found = await app.gatewayOf(attempt);
  if (found !== undefined && found !== 'gone') return found;
  const message = say(
    'This task was made on {baseUrl}, and no connection leads there now.',
    '此任务是在 {baseUrl} 上创建的，现在没有连接指向那里。',
    { baseUrl: attempt.baseUrl },
  );
  const hint = { en: 'Set the connection up as it was, then fetch it again.', zh: '请恢复原来的连接，然后再取回。' };
  throw new AppError('usage.invalid', message, { hint });
}

async function collectOn(app: App, attempt: Attempt, gateway: Gateway, signal: AbortSignal): Promise<Collected> {
  if (gateway.connection.baseUrl !== attempt.baseUrl && attempt.task !== undefined) {
    const message = say('This task was made on {made}, not on {here}.', '此任务是在 {made} 上创建的，不在 {here}。', {
      made: attempt.baseUrl,
      here: gateway.connection.baseUrl,
    });
    const hint = { en: 'Choose that connection with --connection.', zh: '请选择那个连接。' };
    throw new AppError('usage.invalid', message, { hint });
  }
  const { answers, artifacts, clock, ledger, registry } = app;
  const save = (values: Readonly<Record<string, Value>>) =>
    saveOutputs(typeOutputs(values, collectedTypes(registry, attempt, values)), artifacts);
  return collectAttempt(attempt, { gateway, ledger, answers, artifacts, clock, save }, signal);
}
