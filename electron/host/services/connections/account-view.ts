import { type ErrorInfo, toAppError } from '#core/errors';
import type { AccountView, TokenChange } from '#core/services/connection-views';
import type { Account, KeyUsage } from '../../../gateway/account.ts';

/** How long one question may take, in milliseconds. */
const patience = 15_000;

/** Asks for everything that can be known of an account; what is refused is told and the rest is shown. */
export async function viewAccount(account: Account): Promise<AccountView> {
  const errors: ErrorInfo[] = [];
  const tried = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> => {
    try {
      return await work(AbortSignal.timeout(patience));
    } catch (error) {
      errors.push(toAppError(error).info);
      return undefined;
    }
  };
  const hasSystem = account.hasSystem();
  const [key, user, tokens] = await Promise.all([
    tried((signal) => account.usage(signal)),
    hasSystem ? tried((signal) => account.user(signal)) : undefined,
    hasSystem ? tried((signal) => account.tokens(signal)) : undefined,
  ]);
  return {
    ...(key !== undefined && { key: plain(key) }),
    ...(user !== undefined && { account: user }),
    ...(tokens !== undefined && { tokens: tokens.map((token) => ({ ...token, models: [...token.models] })) }),
    errors,
  };
}

function plain(key: KeyUsage): NonNullable<AccountView['key']> {
  return { ...key, models: [...key.models] };
}

/** @throws AppError `connection.no-key` without a system access token; `connection.*`, `gateway.*` */
export async function changeToken(account: Account, change: TokenChange): Promise<void> {
  const signal = AbortSignal.timeout(patience);
  if (change.kind === 'create') await account.createToken(change.wish, signal);
  else if (change.kind === 'update') await account.updateToken(change.id, change.wish, signal);
  else await account.deleteToken(change.id, signal);
}
