import path from 'node:path';
import { AppError, toAppError } from '#core/errors';
import { verbatim } from '#core/text';
import type { App } from '../app/app.ts';
import { HomeLeft } from '../app/leaving.ts';
import type { CommandProgress } from '../owner/protocol.ts';
import type { Services } from '../services/services.ts';
import { exitCodeOfError } from './exit-codes.ts';
import { printError, type Terminal } from './terminal.ts';

/** Work on the opened home folder; `services` are there when its owner is a program that stays. */
export type HomeWork = (app: App, services: Services | undefined) => Promise<number>;

/** What every command gets, whether its own process runs it or the one that owns the home folder. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly folder: string;
  /** How far the command has come, also in a process that is gone. */
  readonly progress: CommandProgress;
  note(change: Partial<CommandProgress>): void;
  /** Ctrl+C, a polite kill, a terminal that is closed. Returns what ends that. */
  onSignal(listener: () => void): () => void;
  /** Ends at once, whatever is under way. */
  abandon(code: number): void;
  /** Sets how the command ends. */
  exit(code: number): void;
  /**
   * Does work where the home folder is owned, and gives the exit code. `stays` for programs that are there until somebody
   * ends them.
   */
  inHome(work: HomeWork, options?: { readonly stays: boolean }): Promise<number>;
  /** The command goes on in another process. */
  moved(): void;
}

/** Runs a command's work on the home folder and turns what it throws into one sentence and an exit code. */
export async function withApp(
  context: CommandContext,
  work: HomeWork,
  options?: { readonly stays: boolean },
): Promise<void> {
  try {
    context.exit(await context.inHome(work, options));
  } catch (error) {
    if (error instanceof HomeLeft) context.moved();
    else reportError(context, error);
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

/** A path as somebody wrote it on the command line: as it is where it works like that, else in full. */
export function fileOf(context: CommandContext, file: string): string {
  return context.folder === process.cwd() ? file : path.resolve(context.folder, file);
}

/** For option values that commander hands over as text. @throws AppError `usage.invalid` */
export function parseNumberOption(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new AppError('usage.invalid', verbatim(`${option} needs a number of 0 or more, not "${text}".`), {
      hint: verbatim(`Write for example ${option} 2.`),
    });
  }
  return value;
}
