import { writeError } from '../../store/file-errors.ts';
import { reportError } from './context.ts';
import { executeFor } from './execute.ts';
import { ownContext } from './own-context.ts';
import { drained, processTerminal } from './terminal.ts';

/** The command. It never calls `process.exit` before its output has left the process. */
async function main(): Promise<void> {
  let lost: Error | undefined;
  const terminal = processTerminal(process.env, (error) => {
    lost ??= error;
  });
  const argv = process.argv.slice(2);
  const context = ownContext(terminal, argv);
  // What nobody caught ends the command with a sentence; what counts is on the disk already.
  process.on('uncaughtException', (error) => {
    reportError(context, error);
    process.exit();
  });
  await executeFor(context, argv);
  await drained();
  if (lost !== undefined) reportError(context, writeError(lost, 'standard output'));
  process.exit();
}

await main();
