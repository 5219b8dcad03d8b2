import { AppError } from '#core/errors';
import type { Home } from '../../store/home.ts';
import { acquireHome, type Channel } from '../../store/home-owner.ts';
import { beatPause, createOwnerMark, homeElsewhere, type OwnerMark } from '../../store/owner-record.ts';
import type { App } from '../app/app.ts';
import type { CommandContext } from '../cli/context.ts';
import type { Services } from '../services/services.ts';
import { type GuestSays, guestContext } from './guest-context.ts';
import { type CommandMessage, guestMessageSchema, type OwnerKind, protocol } from './protocol.ts';

/** What the process that owns a home folder works with. */
export interface OwnerParts {
  readonly app: App;
  /** The services of a program that stays; commands of a terminal have none. */
  readonly services?: Services | undefined;
}

export interface OwnerOptions {
  readonly home: Home;
  readonly kind: OwnerKind;
  /** Runs the command of a guest; it never throws. */
  readonly execute: (context: CommandContext, argv: readonly string[]) => Promise<void>;
  /** Told once of each other machine that begins to own the same folder meanwhile (a synced one). */
  readonly onOther: (error: AppError) => void;
  /** How machines are told from each other; by the home folder itself when absent. */
  readonly mark?: OwnerMark | undefined;
}

/** A home folder that is this process's own. */
export interface OwnedHome {
  /** Guests are served from then on; until then they wait. */
  serve(parts: OwnerParts): void;
  /**
   * Hands the home over: runs are interrupted (requests under way still get their answer), guests go on in the next
   * owner. The parts are closed by `close` after that and before anybody else can own the home.
   */
  leave(close: () => Promise<void>): Promise<void>;
}

/**
 * Makes a home folder this process's own; undefined when another process has it.
 * @throws AppError `file.write-failed`, `home.busy` when another machine has it
 */
export async function ownHome({
  home,
  kind,
  execute,
  onOther,
  mark = createOwnerMark(home),
}: OwnerOptions): Promise<OwnedHome | undefined> {
  const channels = new Set<Channel>();
  const commands = new Set<Promise<void>>();
  let parts: OwnerParts | undefined;
  let isLeaving = false;
  let serving: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    serving = resolve;
  });

  const begin = async (channel: Channel, message: CommandMessage, said: GuestSays): Promise<void> => {
    await ready;
    if (parts === undefined || isLeaving) return channel.end();
    const guest = guestContext(parts, channel, message, said);
    await execute(guest.context, message.argv);
    guest.finish();
  };

  const receive = (channel: Channel): void => {
    if (isLeaving) return channel.end();
    channels.add(channel);
    const said: GuestSays = { signals: new Set(), replies: new Set() };
    let command: Promise<void> | undefined;
    const interrupt = (): void => {
      for (const listener of [...said.signals]) listener();
    };
    void channel.closed.then(() => {
      channels.delete(channel);
      // Its terminal is gone, or the guest was killed: what it had asked for can be gone on with later.
      interrupt();
    });
    channel.send({ kind: 'hello', protocol, owner: kind, pid: process.pid });
    channel.listen((raw) => {
      const message = guestMessageSchema.safeParse(raw);
      if (!message.success) {
        const error = new AppError('usage.invalid', {
          en: 'The owner of the home folder does not know this message.',
          zh: '使用数据文件夹的进程不认识这条消息。',
        });
        channel.send({ kind: 'refused', error: error.info });
        return channel.end();
      }
      switch (message.data.kind) {
        case 'command': {
          if (command !== undefined) return;
          const work = begin(channel, message.data, said).finally(() => commands.delete(work));
          command = work;
          commands.add(work);
          return;
        }
        case 'signal':
          return interrupt();
        case 'reply': {
          const { yes } = message.data;
          for (const take of [...said.replies]) take(yes);
          return;
        }
        case 'yield':
          // A program that stays does not go for another one.
          if (kind === 'terminal') void ready.then(() => parts?.app.leave());
      }
    });
  };

  const ownership = await acquireHome(home, receive);
  if (ownership === undefined) return undefined;
  const elsewhere = mark.other();
  if (elsewhere !== undefined) {
    isLeaving = true;
    const released = ownership.release();
    for (const channel of channels) channel.end();
    await released;
    throw homeElsewhere(elsewhere);
  }
  mark.beat();
  const told = new Set<string>();
  const beating = setInterval(() => {
    const other = mark.other();
    // Written again also when the other one's record has taken its place: so both get to know of each other.
    mark.beat();
    if (other === undefined) return;
    const error = homeElsewhere(other);
    parts?.app.buying.refuse(error);
    if (told.has(other.machine)) return;
    told.add(other.machine);
    onOther(error);
  }, beatPause);
  beating.unref();
  let hasLeft = false;
  return {
    serve(given) {
      parts = given;
      serving();
    },
    async leave(close) {
      isLeaving = true;
      serving();
      const { app } = parts ?? {};
      app?.leave();
      await app?.live.interrupt();
      await Promise.allSettled(commands);
      try {
        await close();
      } finally {
        clearInterval(beating);
        // Asked to leave once more, the record is the next owner's already.
        if (!hasLeft) mark.clear();
        hasLeft = true;
        const released = ownership.release();
        for (const channel of channels) channel.end();
        await released;
      }
    },
  };
}
