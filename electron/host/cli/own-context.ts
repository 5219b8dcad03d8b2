import { openUserHome } from '../app/app.ts';
import { enterHome } from '../owner/enter-home.ts';
import type { CommandProgress } from '../owner/protocol.ts';
import type { CommandContext } from './context.ts';
import { executeFor } from './execute.ts';
import type { Terminal } from './terminal.ts';

/** Ctrl+C, a polite kill, and a terminal that is closed. */
const signalNames = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The surroundings of a command in its own process. */
export function ownContext(terminal: Terminal, argv: readonly string[]): CommandContext {
  const progress: CommandProgress = { seq: -1, codes: [], wrote: false };
  const context: CommandContext = {
    terminal: {
      ...terminal,
      out(text) {
        progress.wrote = true;
        terminal.out(text);
      },
    },
    env: process.env,
    folder: process.cwd(),
    progress,
    note: (change) => Object.assign(progress, change, { wrote: progress.wrote }),
    onSignal(listener) {
      for (const name of signalNames) process.on(name, listener);
      return () => {
        for (const name of signalNames) process.off(name, listener);
      };
    },
    abandon: (code) => process.exit(code),
    exit(code) {
      process.exitCode = code;
    },
    inHome: (work, { stays } = { stays: false }) =>
      enterHome({
        home: openUserHome(process.env),
        kind: stays ? 'serve' : 'terminal',
        context,
        argv,
        work,
        execute: executeFor,
      }),
    moved: () => undefined,
  };
  return context;
}
