import net from 'node:net';
import { systemCode, writeError } from './file-errors.ts';
import type { Home } from './home.ts';
import { listenAsOwner, ownerAddress } from './owner-socket.ts';

/** A conversation between the process that owns a home folder and another one: one JSON object a line. */
export interface Channel {
  /** Messages of one turn of the event loop leave together. */
  send(message: object): void;
  /** Takes what comes, from the first message on; one listener. */
  listen(take: (message: unknown) => void): void;
  /** Resolves when the other side or this one has ended it, in whatever way. */
  readonly closed: Promise<void>;
  /** Ends it when what was sent has left. */
  end(): void;
}

export interface HomeOwnership {
  /** Nobody can come in any more; the home belongs to nobody. Conversations are ended by those who have them. */
  release(): Promise<void>;
}

/** The longest message, in characters of JSON. Longer texts are sent in parts. */
const longestMessage = 16 << 20;

/**
 * Makes this process the owner of a home folder, as long as it lives or until it gives it up; undefined when another
 * process is it. Being the owner keeps no program alive. `onChannel` gets each process that comes to the owner.
 * @throws AppError `file.write-failed` when no socket can be made
 */
export async function acquireHome(
  home: Home,
  onChannel: (channel: Channel) => void,
): Promise<HomeOwnership | undefined> {
  const address = ownerAddress(home);
  const server = net.createServer((socket) => onChannel(channelOf(socket)));
  try {
    if (!(await listenAsOwner(server, address))) return undefined;
  } catch (error) {
    throw writeError(error, address);
  }
  server.unref();
  let released: Promise<void> | undefined;
  return {
    release() {
      // Those who talk keep the server from being closed, but nobody new comes in.
      released ??= new Promise((resolve) => {
        server.close(() => resolve());
        if (!server.listening) resolve();
      });
      return released;
    },
  };
}

/** Goes to the owner of a home folder; undefined when nobody is. */
export function reachOwner(home: Home): Promise<Channel | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect(ownerAddress(home));
    socket.once('connect', () => resolve(channelOf(socket)));
    socket.once('error', (error) => {
      const code = systemCode(error);
      // A full queue is somebody too; whoever asks comes again.
      if (code !== 'EAGAIN' && code !== 'EBUSY') socket.destroy();
      resolve(undefined);
    });
  });
}

function channelOf(socket: net.Socket): Channel {
  let take: ((message: unknown) => void) | undefined;
  let early: unknown[] = [];
  let outgoing = '';
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  readLines(socket, (line) => {
    const message = parse(line);
    if (take === undefined) early.push(message);
    else take(message);
  });
  const flush = (): void => {
    const text = outgoing;
    outgoing = '';
    if (text !== '' && socket.writable) socket.write(text);
  };
  return {
    closed,
    send(message) {
      if (outgoing === '') queueMicrotask(flush);
      outgoing += `${JSON.stringify(message)}\n`;
    },
    listen(next) {
      take = next;
      const messages = early;
      early = [];
      for (const message of messages) next(message);
    },
    end() {
      flush();
      socket.destroySoon();
    },
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readLines(socket: net.Socket, take: (line: string) => void): void {
  // The beginning of a line whose end has not come yet.
  let open: string[] = [];
  let length = 0;
  socket.setEncoding('utf8');
  // The `close` event says all that is needed of an error.
  socket.on('error', () => undefined);
  socket.on('data', (text: string) => {
    const [first = '', ...rest] = text.split('\n');
    open.push(first);
    length += first.length;
    if (rest.length > 0) {
      take(open.join(''));
      const last = rest.pop() ?? '';
      for (const line of rest) take(line);
      open = [last];
      length = last.length;
    }
    if (length > longestMessage) socket.destroy();
  });
}
