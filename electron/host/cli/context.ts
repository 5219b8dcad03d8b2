import { AppError, toAppError } from '#core/errors';
import { type App, openApp } from '../app/app.ts';
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
  let app: App | undefined;
  try {
    app = openApp(context.env);
    context.exit(await work(app));
  } catch (error) {
    reportError(context, error);
  } finally {
    await app?.close().catch((error: unknown) => reportError(context, error));
  }
}

/** A fault of the program itself is the only one that shows where it happened, and only when asked for. */
export function reportError(context: CommandContext, thrown: unknown): void {
  const error = toAppError(thrown);
  printError(context.terminal, error);
  if (error.code === 'internal.bug' && context.env['PATCHBAY_DEBUG'] && thrown instanceof Error) {
    context.terminal.err(`${thrown.stack ?? ''}\n`);
  }
  context.exit(exitCodeOfError(error));
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
