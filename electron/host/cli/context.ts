import { AppError, toAppError } from '#core/errors';
import { type App, openApp, openUserHome } from '../app/app.ts';
import { type OwnedRun, ownRun } from '../app/own.ts';
import { exitCodeOfError } from './exit-codes.ts';
import { printError, type Terminal } from './terminal.ts';

/** What every command gets. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sets how the process ends. */
  exit(code: number): void;
}

/** Runs a command's work on the opened home folder and turns what it throws into one sentence and an exit code. */
export async function withApp(context: CommandContext, work: (app: App) => Promise<number>): Promise<void> {
  try {
    const home = openUserHome(context.env);
    context.exit(await usingApp(openApp(context.env, home), work));
  } catch (error) {
    reportError(context, error);
  }
}

/**
 * Does work on a run that nobody else changes meanwhile. Runs and ledger are read after the run was taken.
 * @throws AppError `run.busy`, `run.not-found`, and what the work throws
 */
export async function withOwnedRun(
  context: CommandContext,
  id: string,
  work: (app: App, owned: OwnedRun) => Promise<number>,
): Promise<number> {
  const home = openUserHome(context.env);
  const owned = await ownRun(home, id);
  try {
    return await usingApp(openApp(context.env, home), (app) => work(app, owned));
  } finally {
    await owned.release();
  }
}

async function usingApp(app: App, work: (app: App) => Promise<number>): Promise<number> {
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** Says what is wrong, sets the exit code and gives it. Only a fault of the program itself shows where it happened, when asked for. */
export function reportError(context: CommandContext, thrown: unknown): number {
  const error = toAppError(thrown);
  printError(context.terminal, error);
  if (error.code === 'internal.bug' && context.env['PATCHBAY_DEBUG'] && thrown instanceof Error) {
    context.terminal.err(`${thrown.stack ?? ''}\n`);
  }
  const code = exitCodeOfError(error);
  context.exit(code);
  return code;
}

/** For option values that commander hands over as text. @throws AppError `usage.invalid` */
export function parseNumberOption(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new AppError('usage.invalid', `${option} needs a number of 0 or more, not "${text}".`, {
      hint: `Write for example ${option} 2.`,
    });
  }
  return value;
}
