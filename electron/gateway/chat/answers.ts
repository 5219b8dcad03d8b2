import type { Answer, PreparedCall } from '#core/gateway/contract';
import type { ToolCall, ToolResult } from '#core/tool';
import type { Json } from '#core/value/value';
import { readStoredChat } from '../answer.ts';
import { asText } from '../recipe/mapping.ts';
import { findFirst } from '../recipe/paths.ts';
import { isObject, objectsIn, textOf } from './dialect.ts';
import type { DialectName } from './message.ts';

/** The functions that a stored answer of a chat wants called. */
export async function callsIn(answer: Answer): Promise<readonly ToolCall[]> {
  const completion = await readStoredChat(answer);
  const calls = completion === undefined ? undefined : findFirst(completion, ['choices[0].message.calls']);
  return objectsIn(calls).map(({ id, name, arguments: args }) => ({
    id: textOf(id),
    name: textOf(name),
    arguments: args ?? null,
  }));
}

/** The next request of a conversation: the model's own turn and the answers to its calls come behind what was sent. */
export async function continueCall(
  call: PreparedCall,
  answer: Answer,
  results: readonly ToolResult[],
): Promise<PreparedCall> {
  const completion = (await readStoredChat(answer)) ?? null;
  const turn = findFirst(completion, ['choices[0].message.turn']) ?? null;
  const dialect = isObject(completion) ? completion['dialect'] : undefined;
  const answers = write[(dialect as DialectName | undefined) ?? 'openai'](results);
  const turns = [...(call.turns ?? []), ...(Array.isArray(turn) ? turn : [turn]), ...answers];
  // What must be called once must not be called again and again.
  const { tool_choice: choice, ...rest } = call.params;
  const params = choice === undefined || choice === 'none' ? call.params : { ...rest, tool_choice: 'auto' };
  return { ...call, params, turns };
}

/** How each dialect writes the answers to calls. */
const write: Readonly<Record<DialectName, (results: readonly ToolResult[]) => Json[]>> = {
  openai: (results) => results.map(({ id, value }) => ({ role: 'tool', tool_call_id: id, content: asText(value) })),
  responses: (results) =>
    results.map(({ id, value }) => ({ type: 'function_call_output', call_id: id, output: asText(value) })),
  claude: (results) => [
    {
      role: 'user',
      content: results.map(({ id, value, failed }) => ({
        type: 'tool_result',
        tool_use_id: id,
        content: asText(value),
        ...(failed && { is_error: true }),
      })),
    },
  ],
  gemini: (results) => [
    {
      role: 'user',
      parts: results.map(({ id, name, value, failed }) => ({
        // Ids that the model did not give itself are not given back.
        functionResponse: {
          ...(!/^call-\d+$/.test(id) && { id }),
          name,
          response: failed ? { error: value } : isObject(value) ? value : { result: value },
        },
      })),
    },
  ],
};
