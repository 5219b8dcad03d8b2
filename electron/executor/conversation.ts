import { createHash } from 'node:crypto';
import { AppError, bug } from '#core/errors';
import type { PreparedCall } from '#core/gateway/contract';
import { answerCall, type Tool, type ToolCall, type ToolResult, toolSchema, type WorkflowCall } from '#core/tool';
import { runCall } from './call.ts';
import type { CallItem, CallResult, CallServices } from './call-types.ts';

/** The functions of a call that answer for themselves; undefined when it has none, or gives its calls out. */
export function answeringTools(call: PreparedCall): readonly Tool[] | undefined {
  const held = call.inputs['tools'];
  if (!Array.isArray(held) || held.length === 0 || call.params['calls_to'] === 'hand-out') return undefined;
  return held.map((tool) => toolSchema.parse(tool));
}

/** How many requests a chat that answers functions makes at most. */
export function mostTurns({ params }: Pick<PreparedCall, 'params'>): number {
  const { max_turns: most } = params;
  return typeof most === 'number' ? most : 1;
}

/**
 * Brings a chat to its end that may call functions. Each request is an attempt of its own in the ledger, told apart by the
 * turn in its address, and the answers follow from what is stored. So after a crash the same turns are gone through again,
 * and only the one that was not bought yet is.
 */
export async function runConversation(
  item: CallItem,
  tools: readonly Tool[],
  services: CallServices,
): Promise<CallResult> {
  const limit = mostTurns(item.call);
  let { call } = item;
  for (let turn = 1; ; turn += 1) {
    // What one turn gave is not what the whole gives, so it has no reuse key.
    const address = turn === 1 ? item.address : { ...item.address, turn };
    const result = await runCall({ ...item, call, address, key: undefined }, services);
    if (result.kind !== 'done') return result;
    const answer = result.ledgerId === undefined ? undefined : services.ledger.attempt(result.ledgerId)?.answer;
    const calls = answer === undefined ? [] : await services.gateway.callsIn(answer);
    if (answer === undefined || calls.length === 0) return result;
    if (turn >= limit) return { kind: 'failed', error: tooMany(limit).info };
    const results: ToolResult[] = [];
    for (const [index, wanted] of calls.entries()) {
      const answered = answerCall(tools, wanted);
      const place = [address.node, address.path, address.item, turn, index];
      results.push('workflow' in answered ? await runFor(wanted, answered, place, item, services) : answered);
    }
    call = await services.gateway.continueCall(call, answer, results);
  }
}

/**
 * Has a workflow answer a call, in a run of its own. Its id follows from the place of the call, so that after a crash or on
 * a retry the same run goes on instead of another one that would buy everything again.
 */
async function runFor(
  call: ToolCall,
  { workflow, inputs }: WorkflowCall,
  place: readonly unknown[],
  item: CallItem,
  services: CallServices,
): Promise<ToolResult> {
  if (services.runWorkflow === undefined) throw bug('a workflow answers a function, but nothing here runs workflows');
  const mark = createHash('sha256').update(JSON.stringify(place)).digest('hex').slice(0, 12);
  const id = `${item.address.run}-${mark}`;
  const { ledger, purse } = services;
  const paid = new Set(ledger.attemptsOf(id).map((attempt) => attempt.id));
  const budget = purse.left;
  const result = await services.runWorkflow({ id, workflow, inputs, budget, signal: item.signal });
  purse.count(ledger.attemptsOf(id).filter((attempt) => !paid.has(attempt.id)));
  const failed = result.kind === 'failed';
  return { id: call.id, name: call.name, value: failed ? result.message : result.value, failed };
}

function tooMany(limit: number): AppError {
  return new AppError(
    'gateway.bad-answer',
    {
      en: `The model still calls functions after ${limit} requests.`,
      zh: `模型在 ${limit} 次请求后仍在调用函数。`,
    },
    {
      hint: {
        en: 'Raise “Requests at most”, or say in the prompt when to stop.',
        zh: '请提高“最多请求次数”，或在提示词中说明何时停止。',
      },
      place: { field: 'max_turns' },
      billed: 'yes',
    },
  );
}
