import { AppError, type ErrorInfo } from '#core/errors';
import type { Recipe } from '#core/recipe/schema';
import { type LocalText, say } from '#core/text';
import type { Json } from '#core/value/value';
import { type AnswerFacts, changeContent } from './errors.ts';
import { findReason, ownReason } from './normalise.ts';
import { noResult } from './recipe/read.ts';
import { meaningOf } from './words.ts';

export function failure(json: Json, facts: AnswerFacts, recipe: Recipe): ErrorInfo {
  const reason = findReason(json, recipe.task?.reason ?? [])?.slice(0, 500);
  if (reason === undefined) {
    const message = { en: 'The task failed; the gateway does not say why.', zh: '任务失败，网关没有说明原因。' };
    return taskFailed(message, facts);
  }
  return (
    refusedContent(reason, facts) ??
    taskFailed(say('The task failed: {reason}', '任务失败：{reason}', { reason }), facts)
  );
}

/** When the reason is that the content is not allowed. */
function refusedContent(reason: string, facts: AnswerFacts): ErrorInfo | undefined {
  if (meaningOf('task', undefined, reason) !== 'content') return undefined;
  const message = say('The gateway refused the content: {reason}', '网关拒绝了内容：{reason}', { reason });
  return new AppError('gateway.refused-content', message, {
    hint: changeContent,
    billed: 'maybe',
    details: { status: facts.status, raw: facts.head.slice(0, 2048) },
  }).info;
}

export function taskFailed(message: LocalText, facts: AnswerFacts, hint?: LocalText): ErrorInfo {
  return new AppError('task.failed', message, {
    hint: hint ?? {
      en: 'Most gateways pay failed tasks back; run the node again or change its input.',
      zh: '多数网关会退还失败任务的费用；请重新运行节点或修改输入。',
    },
    billed: 'maybe',
    details: { status: facts.status, raw: facts.head.slice(0, 2048) },
  }).info;
}

/** A finished task without a result: said to have failed when the answer tells why. */
export function emptyResult(json: Json | undefined, facts: AnswerFacts, recipe: Recipe): ErrorInfo {
  const details = { status: facts.status, raw: facts.head.slice(0, 2048) };
  if (json !== undefined) {
    const refusal = noResult(recipe, '', json, facts.head);
    if (refusal.code === 'gateway.refused-content') return refusal.info;
    const reason = recipe.task?.reason.length === 0 ? undefined : ownReason(json, recipe.task?.reason ?? []);
    if (reason !== undefined) {
      const values = { reason: reason.slice(0, 500) };
      return (
        refusedContent(values.reason, facts) ??
        taskFailed(say('The task ended without a result: {reason}', '任务结束但没有结果：{reason}', values), facts)
      );
    }
  }
  const message = {
    en: 'The task is finished, but the gateway gives no result.',
    zh: '任务已完成，但网关没有给出结果。',
  };
  return new AppError('gateway.bad-answer', message, {
    hint: {
      en: 'The raw answer is kept; ask the operator of the gateway with the id of the task.',
      zh: '原始答复已保留；请凭任务 id 联系网关运营方。',
    },
    billed: 'yes',
    details,
  }).info;
}

export function unreadable(facts: AnswerFacts): ErrorInfo {
  const message = { en: 'The answer to the question about the task cannot be read.', zh: '无法读取任务查询的答复。' };
  return new AppError('gateway.bad-answer', message, {
    retryable: true,
    details: { status: facts.status, route: facts.route, raw: facts.head.slice(0, 2048) },
  }).info;
}
