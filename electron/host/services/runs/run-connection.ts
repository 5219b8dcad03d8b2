import { AppError } from '#core/errors';
import type { RunState } from '#core/run/state';
import { say } from '#core/text';
import type { AccountFacts } from '../../app/connect.ts';
import type { openStoredRun } from '../../app/run.ts';
import type { RunOptions } from '../../app/run-options.ts';
import { environmentName, type OpenConnection, practiceName } from '../connections/pool.ts';
import { viewConnections } from '../connections/views.ts';
import type { ServicesContext } from '../context.ts';

/** How the connection of a new run is written down with it, so that going on with it finds the same one. */
export function storedConnection(opened: OpenConnection | undefined): Pick<RunOptions, 'connection' | 'practice'> {
  const name = opened?.gateway.connection.name;
  if (name === undefined || name === environmentName) return { practice: false };
  return name === practiceName ? { practice: true } : { connection: name, practice: false };
}

/**
 * The connection on which a run was made, whatever its name is now.
 * @throws AppError `usage.invalid` when none leads there, `connection.*`
 */
export async function connectionOfRun(
  { app, keys, pool }: ServicesContext,
  state: RunState | undefined,
  options: ReturnType<typeof openStoredRun>['options'],
): Promise<OpenConnection> {
  const before = state?.connection;
  if (before === undefined) return pool.open(options.practice ? practiceName : options.connection);
  const isPractice = before.practice && before.name === practiceName;
  // Practice is the same wherever it listens; what the last one still worked on ended with it.
  if (isPractice) return pool.open(practiceName);
  for (const { name, practice } of viewConnections(app, keys)) {
    if (practice && name === practiceName) continue;
    const { gateway } = await pool.open(name, { needsKey: false });
    if (gateway.connection.baseUrl === before.baseUrl) return pool.open(name);
  }
  throw madeElsewhere(before.baseUrl);
}

function madeElsewhere(baseUrl: string): AppError {
  const message = say(
    'This run was made on {baseUrl}, and no connection leads there now.',
    '此运行是在 {baseUrl} 上进行的，现在没有连接指向那里。',
    { baseUrl },
  );
  const hint = {
    en: 'Set the connection up as it was; what is at the gateway can only be fetched there.',
    zh: '请恢复原来的连接；网关上的结果只能从那里取回。',
  };
  return new AppError('usage.invalid', message, { hint });
}

/**
 * What the account says, before anything is paid. Without a network a run may start nevertheless: it does what works
 * here and waits for the rest.
 * @throws AppError `connection.*` but `connection.unreachable`
 */
export async function factsForRun(opened: OpenConnection): Promise<AccountFacts | undefined> {
  try {
    return await opened.facts.get();
  } catch (error) {
    if (error instanceof AppError && error.code === 'connection.unreachable') return undefined;
    throw error;
  }
}
