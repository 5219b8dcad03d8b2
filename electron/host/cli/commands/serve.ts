import path from 'node:path';
import type { Command } from 'commander';
import { AppError, bug } from '#core/errors';
import { verbatim } from '#core/text';
import type { App } from '../../app/app.ts';
import { startBrowserHost } from '../../browser/server.ts';
import type { Services } from '../../services/services.ts';
import { type CommandContext, withApp } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { abandonedText, requestsUnderWay, stoppingText } from '../stopping-text.ts';

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
    .action((flags: ServeFlags) =>
      withApp(context, (app, services) => serve(app, services, context, flags), { stays: true }),
    );
}

async function serve(
  app: App,
  services: Services | undefined,
  context: CommandContext,
  flags: ServeFlags,
): Promise<number> {
  const { terminal } = context;
  if (services === undefined) throw bug('the owner of the home folder has no services');
  const files = flags.open === undefined ? [] : [path.resolve(context.folder, flags.open)];
  const host = await startBrowserHost({ app, services, port: parsePort(flags.port), files });
  let signals = 0;
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = context.onSignal(() => {
      signals += 1;
      resolve();
      if (signals === 1) return;
      const text = abandonedText(requestsUnderWay(app));
      if (text !== undefined) terminal.err(`${text}\n`);
      app.live.abortNow();
    });
    // Another process has these parts no more, so its page goes too.
    app.leaving.addEventListener('abort', () => resolve(), { once: true });
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
  if (signals > 0) terminal.err(`${stoppingText(requestsUnderWay(app))}\n`);
  await host.close();
  stop();
  app.leaving.throwIfAborted();
  return exitCodes.done;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new AppError('usage.invalid', verbatim(`--port needs a number from 0 to 65535, not "${text}".`));
}
