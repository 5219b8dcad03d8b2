import { CommanderError } from 'commander';
import { type CommandContext, reportError } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';

/** Runs a command line. It never throws: what goes wrong is said in the terminal and sets the exit code. */
export async function executeFor(context: CommandContext, argv: readonly string[]): Promise<void> {
  try {
    await createProgram(context).parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) reportError(context, error);
    // Commander has printed what was wrong; asking for help is no fault.
    else context.exit(error.exitCode === 0 ? exitCodes.done : exitCodes.usage);
  }
}
