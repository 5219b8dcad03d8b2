import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#core/errors';
import type { App } from '../../app/app.ts';
import { startBrowserHost } from '../../browser/server.ts';
import { type CommandContext, withApp } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';

interface ServeFlags {
  readonly port: string;
  readonly open?: string;
  readonly json: boolean;
}

/** `patchbay serve`: the editor in a browser of this machine. */
export function registerServe(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('serve the editor to a browser of this machine')
    .option('--port <N>', 'port to listen on, 0 for any', '0')
    .option('--open <FILE>', 'a workflow file to open')
    .option('--json', 'print {"url"} as JSON', false)
    .action((flags: ServeFlags) => withApp(context, (app) => serve(app, context, flags)));
}

async function serve(app: App, { terminal }: CommandContext, flags: ServeFlags): Promise<number> {
  const files = flags.open === undefined ? [] : [path.resolve(flags.open)];
  const host = await startBrowserHost({ app, port: parsePort(flags.port), files });
  let signals = 0;
  const stopped = new Promise<void>((resolve) => {
    const onSignal = (): void => {
      signals += 1;
      resolve();
      if (signals > 1) host.abortNow();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
  if (flags.json) terminal.out(`${JSON.stringify({ url: host.url })}\n`);
  else {
    terminal.out(`${host.url}\n`);
    terminal.err(
      'Open this address in a browser. It is a key to this account: keep it to yourself. Stop with Ctrl+C.\n',
    );
    terminal.err('Keys that are typed in stay in memory until then.\n');
  }
  await stopped;
  terminal.err('Stopping: requests under way still get their answer (press again not to wait) …\n');
  await host.close();
  return exitCodes.done;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new AppError('usage.invalid', `--port needs a number from 0 to 65535, not "${text}".`);
}
