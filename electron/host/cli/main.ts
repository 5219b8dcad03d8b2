import { Command, CommanderError } from 'commander';
import packageFile from '../../../package.json' with { type: 'json' };
import { registerPracticeCommand } from '../../practice/command.ts';
import { writeError } from '../../store/file-errors.ts';
import { registerCatalogue } from './commands/catalogue.ts';
import { registerContinue } from './commands/continue.ts';
import { registerHistory } from './commands/history.ts';
import { registerPlan } from './commands/plan.ts';
import { registerRun } from './commands/run.ts';
import { registerServe } from './commands/serve.ts';
import { registerTasks } from './commands/tasks.ts';
import { registerValidate } from './commands/validate.ts';
import { type CommandContext, reportError } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { drained, processTerminal } from './terminal.ts';

const exitHelp = `
Exit codes: 0 done · 1 something failed · 2 bad usage or invalid workflow · 3 tasks still at the gateway, resume later ·
4 needs the user · 130 interrupted

Environment: PATCHBAY_HOME, PATCHBAY_BASE_URL, PATCHBAY_UPLOAD_URL, PATCHBAY_API_KEY, NO_COLOR`;

function createProgram(context: CommandContext): Command {
  const program = new Command('patchbay')
    .description('Runs workflows of AI nodes on your gateway account and keeps every result.')
    .version(packageFile.version)
    .addHelpText('after', exitHelp)
    .exitOverride();
  registerRun(program, context);
  registerPlan(program, context);
  registerValidate(program, context);
  registerHistory(program, context);
  registerContinue(program, context);
  registerTasks(program, context);
  registerCatalogue(program, context);
  registerServe(program, context);
  registerPracticeCommand(program);
  for (const command of program.commands) command.exitOverride().showHelpAfterError('(--help says more)');
  return program;
}

/** The command. It never calls `process.exit` before its output has left the process. */
async function main(): Promise<void> {
  let lost: Error | undefined;
  const context: CommandContext = {
    terminal: processTerminal(process.env, (error) => {
      lost ??= error;
    }),
    env: process.env,
    exit: (code) => {
      process.exitCode = code;
    },
  };
  // What nobody caught ends the command with a sentence; what counts is on the disk already.
  process.on('uncaughtException', (error) => {
    reportError(context, error);
    process.exit();
  });
  try {
    await createProgram(context).parseAsync(process.argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) reportError(context, error);
    // Commander has printed what was wrong; asking for help is no fault.
    else process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  await drained();
  if (lost !== undefined) reportError(context, writeError(lost, 'standard output'));
  process.exit();
}

await main();
