import { Command } from 'commander';
import packageFile from '../../../package.json' with { type: 'json' };
import { registerPracticeCommand } from '../../practice/command.ts';
import { registerAccount } from './commands/account.ts';
import { registerCatalogue } from './commands/catalogue.ts';
import { registerContinue } from './commands/continue.ts';
import { registerHistory } from './commands/history.ts';
import { registerImport } from './commands/import.ts';
import { registerPlan } from './commands/plan.ts';
import { registerRun } from './commands/run.ts';
import { registerServe } from './commands/serve.ts';
import { registerTasks } from './commands/tasks.ts';
import { registerValidate } from './commands/validate.ts';
import type { CommandContext } from './context.ts';

const exitHelp = `
Exit codes: 0 done · 1 something failed · 2 bad usage or invalid workflow · 3 tasks still at the gateway, resume later ·
4 needs the user · 130 interrupted

Environment: PATCHBAY_HOME, PATCHBAY_BASE_URL, PATCHBAY_UPLOAD_URL, PATCHBAY_API_KEY, PATCHBAY_SYSTEM_TOKEN,
PATCHBAY_SYSTEM_USER, NO_COLOR`;

/** All commands with their options. */
export function createProgram(context: CommandContext): Command {
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
  registerAccount(program, context);
  registerImport(program, context);
  registerServe(program, context);
  registerPracticeCommand(program);
  for (const command of program.commands.flatMap((each) => [each, ...each.commands]))
    command.exitOverride().showHelpAfterError('(--help says more)');
  return program;
}
