import type { z } from 'zod';
import { AppError, type ErrorInfo, toAppError } from '#core/errors';
import { type CallName, contract, type Handlers } from '#core/services/contract';
import { hintIn, say, wording } from '#core/text';

/** What a host answers to a call. */
export type DispatchResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorInfo };

/** Calls a handler by its name with input from outside. It never throws: what goes wrong is part of the result. */
export type Dispatch = (name: string, input: unknown) => Promise<DispatchResult>;

/** Makes one function of all handlers. What comes from outside is checked; what handlers give is checked by the tests. */
export function createDispatch(handlers: Handlers): Dispatch {
  return async (name, input) => {
    try {
      if (!isCall(name)) throw unknownCall(name);
      const parsed = contract.calls[name].input.safeParse(input);
      if (!parsed.success) throw badInput(name, parsed.error);
      // The table ties the input of a name to its handler; the compiler cannot follow that through a variable.
      const handler = handlers[name] as (input: unknown) => unknown;
      return { ok: true, value: await handler(parsed.data) };
    } catch (thrown) {
      return { ok: false, error: publicInfo(thrown) };
    }
  };
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(contract.calls, name);
}

function unknownCall(name: string): AppError {
  const message = say('There is no call {name}.', '没有调用 {name}。', { name: JSON.stringify(name.slice(0, 100)) });
  return new AppError('usage.invalid', message);
}

function badInput(name: string, error: z.ZodError): AppError {
  const fault = error.issues[0];
  const field = fault?.path.join('.') ?? '';
  const message = say('The input of {name} does not fit{where}: {fault}.', '{name} 的输入不合格{where}：{fault}。', {
    name,
    where: field === '' ? '' : say(' at {field}', '（{field}）', { field }),
    fault: fault?.message ?? { en: 'unknown', zh: '原因未知' },
  });
  return new AppError('usage.invalid', message, { place: { field } });
}

/** An unknown fault says that it happened, not where: traces and messages of libraries may hold anything. */
function publicInfo(thrown: unknown): ErrorInfo {
  if (thrown instanceof AppError) return thrown.info;
  const { info } = toAppError(thrown);
  const message = { en: 'Something unexpected went wrong.', zh: '发生意外错误。' };
  return { code: info.code, ...wording(message, hintIn(info)), retryable: info.retryable };
}
