import { AppError, fromErrorInfo } from '#core/errors';
import { readConnections } from '../../store/connections.ts';
import type { Home } from '../../store/home.ts';
import { type Channel, reachOwner } from '../../store/home-owner.ts';
import type { Environment } from '../app/app.ts';
import type { CommandContext } from '../cli/context.ts';
import { type OwnerKind, ownerMessageSchema, protocol } from './protocol.ts';

/** How long the owner may take to say that it is there, in milliseconds. */
const patience = 10_000;

/** The owner of a home folder, at the other end of a channel. */
export interface Owner {
  readonly kind: OwnerKind;
  readonly pid: number;
  readonly channel: Channel;
}

/**
 * The process that owns a home folder; undefined when nobody does, or when it is just going.
 * @throws AppError `home.busy` when it does not answer or is of another version
 */
export async function findOwner(home: Home): Promise<Owner | undefined> {
  const channel = await reachOwner(home);
  if (channel === undefined) return undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      new Promise<Owner>((resolve, reject) => {
        channel.listen((raw) => {
          const message = ownerMessageSchema.safeParse(raw);
          const hello = message.success && message.data.kind === 'hello' ? message.data : undefined;
          if (hello?.protocol === protocol) resolve({ kind: hello.owner, pid: hello.pid, channel });
          else reject(otherVersion());
        });
      }),
      channel.closed.then(() => undefined),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(doesNotAnswer()), patience);
      }),
    ]);
  } catch (error) {
    channel.end();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Lets the owner run a command of this process's terminal. Gives its exit code; undefined when the owner went away before
 * the end: then the command goes on elsewhere from where its progress says.
 * @throws AppError what the owner refuses
 */
export function askOwner(
  home: Home,
  { channel }: Owner,
  context: CommandContext,
  argv: readonly string[],
): Promise<number | undefined> {
  const { terminal } = context;
  const ended = new AbortController();
  void channel.closed.then(() => ended.abort());
  const stop = context.onSignal(() => channel.send({ kind: 'signal' }));
  return new Promise<number | undefined>((resolve, reject) => {
    channel.listen((raw) => {
      const parsed = ownerMessageSchema.safeParse(raw);
      if (!parsed.success) return reject(otherVersion());
      const message = parsed.data;
      switch (message.kind) {
        case 'out':
          return terminal.out(message.text);
        case 'err':
          return terminal.err(message.text);
        case 'confirm':
          void terminal
            .confirm?.(message.question, ended.signal)
            .then((yes) => ended.signal.aborted || channel.send({ kind: 'reply', yes }), reject);
          return;
        case 'progress':
          return context.note(message.progress);
        case 'exit':
          return resolve(message.code);
        case 'refused':
          return reject(fromErrorInfo(message.error));
      }
    });
    void channel.closed.then(() => resolve(undefined));
    channel.send({
      kind: 'command',
      argv,
      folder: context.folder,
      env: sharedEnvironment(home, context.env),
      terminal: {
        interactive: terminal.interactive,
        colour: terminal.colour,
        columns: terminal.columns,
        confirms: terminal.confirm !== undefined,
      },
      progress: context.progress,
    });
  }).finally(() => {
    stop();
    channel.end();
  });
}

/** What the owner needs of this process's environment: where gateways are, and their keys. */
function sharedEnvironment(home: Home, env: Environment): Record<string, string> {
  const named = new Set(['NO_COLOR', 'TERM', ...keyVariables(home)]);
  const entries = Object.entries(env).filter(([name]) => name.startsWith('PATCHBAY_') || named.has(name));
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

/** The variables in which connections have their keys. */
function keyVariables(home: Home): string[] {
  try {
    return readConnections(home).connections.flatMap(({ key }) => (key === 'keyring' ? [] : key.slice('env:'.length)));
  } catch {
    // The command itself says what is wrong with the file.
    return [];
  }
}

function doesNotAnswer(): AppError {
  const message = {
    en: 'The process that works on the home folder does not answer.',
    zh: '使用数据文件夹的进程没有响应。',
  };
  const hint = { en: 'Wait a little and try again, or end that process.', zh: '请稍后重试，或结束该进程。' };
  return new AppError('home.busy', message, { hint });
}

function otherVersion(): AppError {
  const message = {
    en: 'Another version of Patchbay works on the home folder.',
    zh: '另一个版本的 Patchbay 正在使用数据文件夹。',
  };
  return new AppError('home.busy', message, { hint: { en: 'Close it, then try again.', zh: '请关闭它后重试。' } });
}
