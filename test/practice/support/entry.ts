import { Command } from 'commander';
import { registerPracticeCommand } from '../../../electron/practice/command.ts';

const program = new Command('patchbay');
registerPracticeCommand(program);
await program.parseAsync();
