import { AppError } from '#core/errors';
import type { LocalText } from '#core/text';
import { toolSchema } from '#core/tool';
import type { Json, Value } from '#core/value/value';

/** Checks the functions that a call offers to its model, before anything is paid. @throws AppError `input.invalid` */
export function checkTools(
  inputs: Readonly<Record<string, Value | undefined>>,
  params: Readonly<Record<string, Json>>,
): void {
  const held = inputs['tools'];
  if (!Array.isArray(held)) return;
  const names = new Set<string>();
  for (const [index, raw] of held.entries()) {
    const tool = toolSchema.safeParse(raw);
    if (!tool.success) {
      throw refuse({
        en: `What is wired to “tools” as number ${index + 1} is no function.`,
        zh: `接入“tools”的第 ${index + 1} 项不是函数。`,
      });
    }
    const { name, answer } = tool.data;
    if (names.has(name)) {
      throw refuse({ en: `Two functions are called "${name}".`, zh: `有两个函数都叫“${name}”。` });
    }
    names.add(name);
    if (answer === undefined && params['calls_to'] !== 'hand-out') {
      throw refuse(
        { en: `The function "${name}" has no answer.`, zh: `函数“${name}”没有回答。` },
        {
          en: 'Give it one, or let the chat give its calls out.',
          zh: '请为它提供回答，或让“对话”直接输出函数调用。',
        },
      );
    }
  }
}

function refuse(message: LocalText, hint?: LocalText): AppError {
  return new AppError('input.invalid', message, { place: { field: 'tools' }, hint, billed: 'no' });
}
