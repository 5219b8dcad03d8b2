import type { ErrorInfo } from '#core/errors';
import type { EventBody, RunEvent } from '#core/run/event';
import { finishedStates, type ItemRun, type RunPhase, type RunState } from '#core/run/state';
import { hintIn, type LocalText, listed, messageIn, say, wording } from '#core/text';
import { suspendedBy } from './retry.ts';

type Suspension = Extract<EventBody<RunEvent>, { event: 'run-suspend' }>;

/**
 * How a run ends in which nothing more can happen by itself and which nobody cancelled: for good, or suspended with the
 * reason and what has to be done. `trouble` is what concerns the whole run, such as a key that is refused.
 */
export function endingOf(
  state: RunState,
  trouble: ErrorInfo | undefined,
): Suspension | { readonly event: 'run-end'; readonly state: 'done' | 'failed' } {
  const items: ItemRun[] = [];
  for (const node of state.nodes.values()) for (const item of node.items.values()) items.push(item);
  const open = items.filter((item) => !finishedStates.has(item.state));
  if (open.length === 0) {
    return { event: 'run-end', state: items.some((item) => item.state === 'failed') ? 'failed' : 'done' };
  }
  if (trouble !== undefined) return suspendedFor(trouble);
  if (open.some((item) => item.state === 'needs-user')) {
    return suspended('user', { en: 'A node needs an answer.', zh: '有节点等待你决定。' });
  }
  return suspended('tasks', whatIsOpen(open.filter((item) => item.state === 'awaiting').length));
}

function suspendedFor(trouble: ErrorInfo): Suspension {
  const why = suspendedBy(trouble) ?? 'connection';
  const hint = hintIn(trouble);
  const message = messageIn(trouble);
  const whole = hint === undefined ? message : listed([message, hint], { en: ' ', zh: '' });
  return { ...suspended(why, whole), ...(why === 'connection' && { code: trouble.code }) };
}

function suspended(why: Extract<RunPhase, { state: 'suspended' }>['why'], message: LocalText): Suspension {
  return { event: 'run-suspend', why, ...wording(message) };
}

function whatIsOpen(tasks: number): LocalText {
  if (tasks === 0) {
    return {
      en: 'Some requests could not be sent yet, because the gateway is too busy. Nothing of them was billed.',
      zh: '网关过于繁忙，部分请求尚未发出，未产生费用。',
    };
  }
  return tasks === 1
    ? { en: 'One task is still at the gateway.', zh: '有 1 个任务仍在网关处理中。' }
    : say('{tasks} tasks are still at the gateway.', '有 {tasks} 个任务仍在网关处理中。', { tasks });
}

/** Cancels everything that has not ended. A suspended run takes this too. */
export function cancelOpen(state: RunState, emit: (event: EventBody<RunEvent>) => void): void {
  for (const node of state.nodes.values()) {
    for (const [key, item] of [...node.items]) {
      if (finishedStates.has(item.state)) continue;
      const address = {
        path: [...node.path],
        node: node.node,
        item: key === '' ? [] : key.split('.').map(Number),
        attempt: item.attempt,
      };
      if (item.state === 'awaiting') emit({ event: 'node-continue', ...address });
      emit({ event: 'node-cancel', ...address });
    }
  }
}
