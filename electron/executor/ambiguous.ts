import { AppError, type ErrorInfo } from '#core/errors';
import type { ListedTask } from '#core/gateway/contract';
import type { Address } from '#core/run/address';
import type { Question } from '#core/run/event';
import { type LocalText, messageIn, say, wording } from '#core/text';
import type { CallItem, CallServices } from './call-types.ts';
import { lookWindow, matchTasks } from './look.ts';
import type { Attempt } from './services.ts';

/** What came of an answer to the question about a request that may have been billed. */
export type Resolved =
  /** Its task was found and is waited for. */
  | { readonly kind: 'accepted'; readonly attempt: Attempt }
  | { readonly kind: 'send-again' }
  | { readonly kind: 'given-up'; readonly error: ErrorInfo }
  | { readonly kind: 'question'; readonly question: Question };

type LostItem = Pick<CallItem, 'call' | 'answer' | 'signal' | 'onProgress' | 'onTrouble'> & {
  readonly address: Pick<Address, 'attempt'>;
};
type LookServices = Pick<CallServices, 'gateway' | 'ledger' | 'claims'>;

/** Given up by the user: whether it was billed stays open. */
export function gaveUp(why: LocalText): AppError {
  const message = say('Given up: {why}, and it may have been billed.', '已放弃：{why}，可能已计费。', { why });
  const hint = { en: 'Retry the run to send it again.', zh: '重试运行即可重新发送。' };
  return new AppError('run.gave-up', message, { hint, billed: 'maybe' });
}

export const noAnswerCame: LocalText = { en: 'no answer came', zh: '没有收到答复' };

/** Does what the user chose for an ambiguous attempt; without an answer it asks. Never sends anything by itself. */
export async function resolveAmbiguous(item: LostItem, services: LookServices, attempt: Attempt): Promise<Resolved> {
  switch (item.answer) {
    case undefined:
    case 'allow':
      return { kind: 'question', question: questionOf(item, attempt) };
    case 'send-again':
      // The answer was given for an earlier request: this one has been sent since, and the journal has lost that.
      if (attempt.address.attempt >= item.address.attempt) {
        return { kind: 'question', question: questionOf(item, attempt) };
      }
      await services.ledger.record({ id: attempt.id, state: 'resent' }, { sync: true });
      return { kind: 'send-again' };
    case 'give-up':
      await services.ledger.record({ id: attempt.id, state: 'given-up' }, { sync: true });
      return { kind: 'given-up', error: gaveUp(noAnswerCame).info };
    case 'look':
      return lookFor(item, services, attempt);
    default:
      return take(item, services, attempt, item.answer, attempt.createdAt);
  }
}

/** Looking is offered only where the gateway can list tasks. */
function choicesOf(item: LostItem): Question['choices'] {
  const canLook = item.call.recipe.task?.list !== undefined;
  return canLook ? ['look', 'send-again', 'give-up'] : ['send-again', 'give-up'];
}

function questionOf(item: LostItem, attempt: Attempt): Question {
  const message =
    attempt.error === undefined
      ? { en: 'No answer came; it may have been billed.', zh: '没有收到答复，可能已计费。' }
      : messageIn(attempt.error);
  return { kind: 'ambiguous', ...wording(message), choices: choicesOf(item) };
}

async function lookFor(item: LostItem, services: LookServices, attempt: Attempt): Promise<Resolved> {
  const { gateway, claims } = services;
  const ask = (message: LocalText, tasks: readonly ListedTask[] = []): Resolved => ({
    kind: 'question',
    question: {
      kind: 'ambiguous',
      ...wording(message),
      choices: choicesOf(item),
      ...(tasks.length > 0 && { candidates: tasks.map(candidateOf) }),
    },
  });
  item.onProgress(undefined, { en: 'Looking for the task at the gateway.', zh: '正在网关查找该任务。' });
  const looked = await gateway.look(item.call, { ...lookWindow(attempt), mark: attempt.id, signal: item.signal });
  if (looked.kind === 'no-answer') {
    if (looked.error.code === 'connection.key-refused') item.onTrouble(looked.error);
    return ask(
      say(
        'The gateway could not be asked: {error} The request may have been billed.',
        '无法向网关查询：{error}这次请求可能已计费。',
        { error: messageIn(looked.error) },
      ),
    );
  }
  const free = looked.tasks.filter((task) => !claims.isHeld(attempt.baseUrl, task.id));
  const match = matchTasks(attempt, free);
  switch (match.kind) {
    case 'found':
      return take(item, services, attempt, match.task.id, match.task.createdAt ?? attempt.createdAt);
    case 'candidates':
      return ask(
        match.tasks.length === 1
          ? {
              en: 'The gateway has one task of that time that may be this one; choose it, or decide without it.',
              zh: '网关上有 1 个时间相符的任务，可能就是它；请选择它，或直接决定。',
            }
          : say(
              'The gateway has {count} tasks of that time that may be this one; choose one, or decide without them.',
              '网关上有 {count} 个时间相符的任务；请选择其中一个，或直接决定。',
              { count: match.tasks.length },
            ),
        match.tasks,
      );
    case 'none':
      return ask({
        en: 'The gateway lists no task that could be this one. It probably never arrived, but it may have been billed.',
        zh: '网关的任务列表中没有相符的任务。请求很可能没有到达，但仍可能已计费。',
      });
  }
}

/** Makes a task the one of this attempt, unless another attempt has it. */
async function take(
  item: LostItem,
  services: LookServices,
  attempt: Attempt,
  id: string,
  createdAt: string,
): Promise<Resolved> {
  if (!services.claims.claim(attempt.baseUrl, id)) {
    const message = say(
      'The task {id} belongs to another request. This one may have been billed.',
      '任务 {id} 属于另一个请求。这次请求可能已计费。',
      { id },
    );
    return { kind: 'question', question: { kind: 'ambiguous', ...wording(message), choices: choicesOf(item) } };
  }
  const task = services.gateway.referTo(item.call, id, createdAt);
  return {
    kind: 'accepted',
    attempt: await services.ledger.record({ id: attempt.id, state: 'accepted', task }, { sync: true }),
  };
}

function candidateOf(task: ListedTask): NonNullable<Question['candidates']>[number] {
  const { id, createdAt, model, prompt, status } = task;
  return {
    id,
    ...(createdAt !== undefined && { createdAt }),
    ...(model !== undefined && { model }),
    ...(prompt !== undefined && { prompt: prompt.slice(0, 200) }),
    ...(status !== undefined && { status }),
  };
}
