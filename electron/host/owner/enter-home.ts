import { AppError } from '#core/errors';
import { say } from '#core/text';
import type { Home } from '../../store/home.ts';
import { type App, openApp } from '../app/app.ts';
import { HomeLeft } from '../app/leaving.ts';
import type { CommandContext, HomeWork } from '../cli/context.ts';
import { abandonedText, requestsUnderWay, stoppingText } from '../cli/stopping-text.ts';
import { formatError } from '../cli/terminal.ts';
import { createServices } from '../services/services.ts';
import { askOwner, findOwner, type Owner } from './ask-owner.ts';
import type { OwnerOptions } from './own-home.ts';
import { type OwnedHome, ownHome } from './own-home.ts';

interface EnterOptions {
  readonly home: Home;
  readonly kind: 'terminal' | 'serve';
  readonly context: CommandContext;
  /** The command line, for the process that owns the home. */
  readonly argv: readonly string[];
  readonly work: HomeWork;
  readonly execute: OwnerOptions['execute'];
}

/** Milliseconds between two looks at who owns the home, and before somebody is told that others are waited for. */
const pause = 25;
const silence = 1_500;

/**
 * Does work as the owner of the home folder, or has its owner do it. When the home changes hands meanwhile, or the owner
 * dies, the work goes on with the next one from where the context's progress says.
 * @throws AppError `home.busy`, `file.write-failed`, and what the work throws
 */
export async function enterHome(options: EnterOptions): Promise<number> {
  const { home, kind, context, argv } = options;
  for (;;) {
    const onOther = (error: AppError): void => context.terminal.err(`warning: ${formatError(error.info)}\n`);
    const found = await ownOrFind({ home, kind, execute: options.execute, onOther });
    const code =
      'owned' in found ? await workAsOwner(options, found.owned) : await askOwner(home, found.owner, context, argv);
    if (code !== undefined) return code;
    if ('owned' in found) continue;
    const { run, wrote } = context.progress;
    if (run !== undefined) context.terminal.err('The process that executed this run has ended; it goes on here.\n');
    else if (wrote) throw ownerEnded();
  }
}

/**
 * Owns the home folder for a program that stays and needs it for itself; commands of terminals make room.
 * @throws AppError `home.busy` when another program that stays has it, `file.write-failed`
 */
export async function takeHome(options: OwnerOptions): Promise<OwnedHome> {
  const found = await ownOrFind(options);
  if ('owned' in found) return found.owned;
  const { pid, channel } = found.owner;
  channel.end();
  const message = say(
    'Patchbay is open in a browser already: "serve" (process {pid}) has the home folder.',
    'Patchbay 已在浏览器中打开：“serve”（进程 {pid}）正在使用数据文件夹。',
    { pid },
  );
  const hint = {
    en: 'Go on there, or stop it and start this program again.',
    zh: '请在那里继续，或停止它后重新启动本程序。',
  };
  throw new AppError('home.busy', message, { hint });
}

/** Owns the home, or finds who does. A program that stays does not give way to a command; a command does to it. */
async function ownOrFind(options: OwnerOptions): Promise<{ readonly owned: OwnedHome } | { readonly owner: Owner }> {
  for (;;) {
    const owned = await ownHome(options);
    if (owned !== undefined) return { owned };
    const owner = await findOwner(options.home);
    if (owner === undefined) {
      await new Promise((resolve) => setTimeout(resolve, pause));
    } else if (options.kind !== 'terminal' && owner.kind === 'terminal') {
      owner.channel.send({ kind: 'yield' });
      await owner.channel.closed;
    } else {
      return { owner };
    }
  }
}

/** Undefined when the home was handed over before the work was done. */
async function workAsOwner({ home, kind, context, work }: EnterOptions, owned: OwnedHome): Promise<number | undefined> {
  let close = async (): Promise<void> => undefined;
  try {
    const app = openApp(context.env, home);
    close = () => app.close();
    const services = kind === 'serve' ? createServices(app) : undefined;
    if (services !== undefined) {
      close = async () => {
        await services.close();
        await app.close();
      };
    }
    owned.serve({ app, services });
    try {
      return await work(app, services);
    } catch (error) {
      if (error instanceof HomeLeft) return undefined;
      throw error;
    } finally {
      const stop = context.onSignal(() => {
        const text = abandonedText(requestsUnderWay(app));
        if (text !== undefined) context.terminal.err(`${text}\n`);
        app.live.abortNow();
      });
      await sayWhenSlow(context, app, () => owned.leave(close)).finally(stop);
    }
  } finally {
    // Does nothing when it has left already.
    await owned.leave(close);
  }
}

async function sayWhenSlow(context: CommandContext, app: App, work: () => Promise<void>): Promise<void> {
  const timer = setTimeout(() => {
    const requests = requestsUnderWay(app);
    if (requests.length > 0) context.terminal.err(`${stoppingText(requests)}\n`);
  }, silence);
  try {
    await work();
  } finally {
    clearTimeout(timer);
  }
}

function ownerEnded(): AppError {
  const message = {
    en: 'The process that worked on the home folder has ended before it had told everything.',
    zh: '使用数据文件夹的进程在说完之前就结束了。',
  };
  return new AppError('home.busy', message, { hint: { en: 'Try again.', zh: '请重试。' } });
}
