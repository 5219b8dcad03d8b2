import { costNothing } from '#core/plan/cost';
import type { RunCostView } from '#core/services/run-views';
import { accountOf } from '../../executor/key.ts';
import { addBalance, readBalance } from '../../store/run-balance.ts';
import type { App } from './app.ts';
import type { AccountFacts, Connected } from './connect.ts';

/** How long an account may take to tell its balance before and after a session, in milliseconds. */
const patience = 2_000;

interface Session {
  others: boolean;
}

/** Sessions under way in this process, by account. */
const underWay = new Map<string, Set<Session>>();

/**
 * Notes the balance of the account before a session of a run, and gives what notes it afterwards. Nothing is asked where
 * nothing is going to be paid: on a practice connection, and where the account was not asked for prices either.
 */
export async function watchBalance(
  app: App,
  run: string,
  connected: Connected | undefined,
  facts: AccountFacts | undefined,
): Promise<() => Promise<void>> {
  if (connected === undefined || facts === undefined || connected.gateway.connection.practice)
    return async () => undefined;
  const { gateway } = connected;
  const account = accountOf(gateway.connection);
  const sessions = underWay.get(account) ?? new Set();
  underWay.set(account, sessions);
  const own: Session = { others: sessions.size > 0 };
  for (const other of sessions) other.others = true;
  sessions.add(own);
  const ask = (): Promise<number | undefined> => gateway.balance(AbortSignal.timeout(patience)).catch(() => undefined);
  const before = await ask();
  return async () => {
    sessions.delete(own);
    const after = before === undefined ? undefined : await ask();
    if (before === undefined || after === undefined) return;
    const at = new Date(app.clock.now()).toISOString();
    addBalance(app.home, run, { before, after, at, others: own.others });
  };
}

/** What a run has cost: expected, by tokens, and by the balance. @throws AppError `run.not-found` */
export function runCost(app: App, run: string): RunCostView {
  const paid = app.ledger.attemptsOf(run).filter((attempt) => !costNothing(attempt));
  const priced = paid.flatMap(({ price }) => (price === undefined ? [] : [price]));
  const told = paid.flatMap(({ cost }) => (cost === undefined ? [] : [cost]));
  const balance = readBalance(app.home, run);
  return {
    practice: paid.some(({ practice }) => practice),
    calls: paid.length,
    expected: sumOf(priced),
    unknown: paid.length - priced.length,
    byTokens: { ...sumOf(told), calls: told.length },
    ...(balance.length > 0 && {
      balance: {
        fell: balance.reduce((sum, { before, after }) => sum + before - after, 0),
        others: balance.some(({ others }) => others),
      },
    }),
  };
}

function sumOf(ranges: readonly { readonly from: number; readonly to: number }[]): { from: number; to: number } {
  return {
    from: ranges.reduce((sum, { from }) => sum + from, 0),
    to: ranges.reduce((sum, { to }) => sum + to, 0),
  };
}
