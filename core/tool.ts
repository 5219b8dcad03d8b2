import { z } from 'zod';
import type { Json } from './value/value.ts';

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How a function is answered when a model calls it. */
const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), value: z.custom<Json>((value) => value !== undefined) }),
  /** A text with `{{argument}}` in it. */
  z.strictObject({ kind: z.literal('template'), text: z.string() }),
  /** One of the rows: the one named by the argument. */
  z.strictObject({ kind: z.literal('table'), argument: z.string(), rows: z.record(z.string(), z.custom<Json>()) }),
  /** A workflow that runs with the arguments as its inputs; its outputs are the answer. */
  z.strictObject({ kind: z.literal('workflow'), workflow: z.custom<{ [key: string]: Json }>(isRecord) }),
]);

/** A function that a language model may call, as the value that goes from a function's node into a chat. */
export const toolSchema = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'must have 1 to 64 letters, digits, _ or -'),
  description: z.string().default(''),
  /** A JSON schema of an object. */
  parameters: z.looseObject({ type: z.literal('object') }).default({ type: 'object', properties: {} }),
  /** Without it the call is given out, and nothing is answered. */
  answer: answerSchema.optional(),
});
export type Tool = z.infer<typeof toolSchema>;

/** A call that a model asks for. `arguments` is a text when what the model wrote is no JSON. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: Json;
}

/** What goes back to the model: the answer, or why there is none. */
export interface ToolResult {
  readonly id: string;
  readonly name: string;
  readonly value: Json;
  readonly failed: boolean;
}

const slot = /\{\{([\p{L}\p{M}\p{N}_]+)\}\}/gu;

/** How a value looks inside a text. */
function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A call that a workflow answers. */
export interface WorkflowCall {
  readonly workflow: { [key: string]: Json };
  readonly inputs: { [key: string]: Json };
}

/**
 * Answers a call from what its function declares, or says which workflow does. What goes wrong is told to the model, which
 * may do better.
 */
export function answerCall(tools: readonly Tool[], call: ToolCall): ToolResult | WorkflowCall {
  const result = (value: Json, failed = false): ToolResult => ({ id: call.id, name: call.name, value, failed });
  const tool = tools.find(({ name }) => name === call.name);
  if (tool?.answer === undefined) {
    return result(`There is no function "${call.name}". There are: ${tools.map(({ name }) => name).join(', ')}.`, true);
  }
  const args = call.arguments;
  if (typeof args !== 'object' || args === null || Array.isArray(args)) {
    return result('The arguments are not a JSON object.', true);
  }
  const { answer } = tool;
  switch (answer.kind) {
    case 'fixed':
      return result(answer.value);
    case 'template':
      return result(
        answer.text.replace(slot, (whole, name: string) =>
          Object.hasOwn(args, name) ? textOf(args[name] ?? null) : whole,
        ),
      );
    case 'workflow':
      return { workflow: answer.workflow, inputs: args };
    case 'table': {
      const wanted = Object.hasOwn(args, answer.argument) ? textOf(args[answer.argument] ?? null) : '';
      const key = Object.keys(answer.rows).find((row) => row.toLowerCase() === wanted.trim().toLowerCase());
      if (key !== undefined) return result(answer.rows[key] ?? null);
      const known = Object.keys(answer.rows).slice(0, 50).join(', ');
      return result(`Nothing is known about ${answer.argument} "${wanted}". Known: ${known}.`, true);
    }
  }
}
