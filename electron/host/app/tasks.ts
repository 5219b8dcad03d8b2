import path from 'node:path';
import { AppError } from '#core/errors';
import type { Gateway } from '#core/gateway/contract';
import { portType } from '#core/graph/graph';
import { type Collected, collectAttempt } from '../../executor/collect.ts';
import type { Attempt } from '../../executor/services.ts';
import { saveOutputs, typeOutputs } from '../../executor/values.ts';
import type { App } from './app.ts';
import { connect } from './connect.ts';

/**
 * The attempt that a person means by its own id or by the id of its task.
 * @throws AppError `task.not-found`, `usage.invalid` when several tasks have that id
 */
export function findAttempt(app: App, id: string): Attempt {
  const byId = app.ledger.attempt(id);
  if (byId !== undefined) return byId;
  const byTask = app.ledger.attempts().filter((attempt) => attempt.task?.id === id);
  if (byTask.length === 1 && byTask[0] !== undefined) return byTask[0];
  if (byTask.length > 1) {
    throw new AppError('usage.invalid', `Several attempts have a task "${id}".`, {
      hint: `Use one of ${byTask.map((attempt) => attempt.id).join(', ')}.`,
    });
  }
  throw new AppError('task.not-found', `The ledger has no attempt or task "${id}".`, {
    hint: 'The command "tasks" lists them.',
  });
}

/** The newest raw answer of an attempt as text, at most 64 kB; undefined when none was kept or it is no text. */
export function lastAnswer(app: App, attempt: Attempt): string | undefined {
  const { layer, answers } = app.home;
  const number = (name: string): number => Number(/-(\d+)\.[a-z]+$/.exec(name)?.[1] ?? 0);
  const names = layer.list(answers).filter((name) => name.startsWith(`${attempt.id}-`));
  const newestFirst = names.sort((a, b) => number(b) - number(a)).map((name) => path.join(answers, name));
  // A question that was called off has an empty answer.
  const newest = newestFirst.find((file) => (layer.facts(file)?.bytes ?? 0) > 0);
  if (newest === undefined) return undefined;
  const bytes = layer.readFile(newest);
  const text = bytes.subarray(0, 64 * 1024).toString('utf8');
  return text.includes('\0') || text.includes('\uFFFD') ? undefined : text;
}

/** Fetches the result of an attempt on the connection that it was made on. @throws AppError … */
export async function collectTask(app: App, attempt: Attempt, connection: string | undefined): Promise<Collected> {
  const connected = await connect(app, { connection, practice: attempt.practice && connection === undefined });
  try {
    return await collectOn(app, attempt, connected.gateway);
  } finally {
    await connected.close();
  }
}

/** The same on a connection that is open already. @throws AppError … */
export async function collectOn(app: App, attempt: Attempt, gateway: Gateway): Promise<Collected> {
  if (gateway.connection.baseUrl !== attempt.baseUrl && attempt.task !== undefined) {
    throw new AppError(
      'usage.invalid',
      `This task was made on ${attempt.baseUrl}, not on ${gateway.connection.baseUrl}.`,
      { hint: 'Choose that connection with --connection.' },
    );
  }
  const { outputs } = app.registry.portsOf(attempt.nodeType, {});
  const types = Object.fromEntries(Object.entries(outputs).map(([port, output]) => [port, portType(output.type)]));
  return collectAttempt(
    attempt,
    {
      gateway,
      ledger: app.ledger,
      answers: app.answers,
      artifacts: app.artifacts,
      clock: app.clock,
      save: (values) => saveOutputs(typeOutputs(values, types), app.artifacts),
    },
    AbortSignal.timeout(600_000),
  );
}
