import type { Command } from 'commander';
import { isError } from '#core/issue';
import { prepareFile } from '../../app/prepare.ts';
import { type CommandContext, fileOf, withApp } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatJson, printIssue } from '../terminal.ts';

/** `patchbay validate FILE`. */
export function registerValidate(program: Command, context: CommandContext): void {
  program
    .command('validate <FILE>')
    .description('say what is wrong with a workflow')
    .option('--json', 'print the issues as JSON', false)
    .action((file: string, flags: { json: boolean }) =>
      withApp(context, async (app) => {
        const { issues } = await prepareFile(
          app,
          fileOf(context, file),
          { set: [], input: [], folder: context.folder },
          {},
        );
        const errors = issues.filter(isError).length;
        if (flags.json) {
          context.terminal.out(`${formatJson({ valid: errors === 0, issues }, 2)}\n`);
        } else {
          for (const issue of issues) printIssue(context.terminal, issue);
          const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
          context.terminal.out(`${count(errors, 'error')}, ${count(issues.length - errors, 'warning')}\n`);
        }
        return errors === 0 ? exitCodes.done : exitCodes.usage;
      }),
    );
}
