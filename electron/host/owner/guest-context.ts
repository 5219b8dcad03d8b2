import { Writable } from 'node:stream';
import type { Channel } from '../../store/home-owner.ts';
import type { CommandContext } from '../cli/context.ts';
import type { Terminal } from '../cli/terminal.ts';
import type { OwnerParts } from './own-home.ts';
import type { CommandMessage } from './protocol.ts';

/** The longest text in one message. */
const longestText = 1 << 20;

/** Who is told of what the guest says while its command is under way. */
export interface GuestSays {
  readonly signals: Set<() => void>;
  readonly replies: Set<(yes: boolean) => void>;
}

/** The command of a guest on this side. */
interface Guest {
  readonly context: CommandContext;
  /** Tells the guest how its command ended. When it goes on in another process nothing is told but the end. */
  finish(): void;
}

/** What a command of another process gets: its own surroundings, this process's parts. */
export function guestContext(
  { app, services }: OwnerParts,
  channel: Channel,
  message: CommandMessage,
  said: GuestSays,
): Guest {
  let code: number | undefined;
  let hasMoved = false;
  const terminal = guestTerminal(channel, message, said);
  const progress = { ...message.progress, codes: [...message.progress.codes] };
  const context: CommandContext = {
    terminal,
    env: message.env,
    folder: message.folder,
    progress,
    note(change) {
      Object.assign(progress, change);
      channel.send({ kind: 'progress', progress });
    },
    onSignal(listener) {
      said.signals.add(listener);
      return () => said.signals.delete(listener);
    },
    abandon: () => channel.end(),
    exit(given) {
      code = given;
    },
    // Typed keys and everything that runs share are this process's, the rest is the guest's.
    inHome: (work) => work({ ...app, env: message.env }, services),
    moved() {
      hasMoved = true;
    },
  };
  return {
    context,
    finish() {
      if (!hasMoved) channel.send({ kind: 'exit', code: code ?? 0 });
      channel.end();
    },
  };
}

function guestTerminal(channel: Channel, { terminal: seen }: CommandMessage, { replies }: GuestSays): Terminal {
  const send = (kind: 'out' | 'err', text: string): void => {
    for (let at = 0; at < text.length; at += longestText) {
      channel.send({ kind, text: text.slice(at, at + longestText) });
    }
  };
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      send('err', String(chunk));
      done();
    },
  });
  const confirm = (question: string): Promise<boolean> =>
    new Promise((resolve) => {
      const take = (yes: boolean): void => {
        replies.delete(take);
        resolve(yes);
      };
      replies.add(take);
      void channel.closed.then(() => take(false));
      channel.send({ kind: 'confirm', question });
    });
  return {
    confirm: seen.confirms ? confirm : undefined,
    out: (text) => send('out', text),
    err: (text) => send('err', text),
    interactive: seen.interactive,
    colour: seen.colour,
    columns: seen.columns,
    stream: Object.assign(stream, { isTTY: seen.interactive, columns: seen.columns }),
  };
}
