import net from 'node:net';
import { z } from 'zod';
import { AppError, type ErrorInfo, errorInfoSchema, toAppError } from '#core/errors';
import { systemCode, writeError } from './file-errors.ts';
import type { Home } from './home.ts';
import { listenAsOwner, ownerAddress } from './owner-socket.ts';

/** What another process can ask of the one that executes a run. */
const ownerMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ping') }),
  z.object({ kind: z.literal('cancel') }),
  z.object({
    kind: z.literal('answer'),
    node: z.string(),
    /** From 0; empty for a node that is not mapped. */
    item: z.array(z.int().nonnegative()),
    choice: z.string(),
  }),
]);
export type OwnerMessage = z.infer<typeof ownerMessageSchema>;

const replySchema = z.object({ ok: z.boolean(), error: errorInfoSchema.optional() });
/** Whether the owner did it, and what hindered it when not. */
export type OwnerReply = { readonly ok: true } | { readonly ok: false; readonly error: ErrorInfo };

export interface OwnerOptions {
  /** Does what is asked; what it throws goes back to the one who asked. A ping is answered without it. */
  onMessage(message: Exclude<OwnerMessage, { kind: 'ping' }>): void | Promise<void>;
}

export type RunOwnership =
  | {
      readonly owned: true;
      /** Gives the run up; replies under way are still sent. */
      release(): Promise<void>;
    }
  | { readonly owned: false };

const longestLine = 64 * 1024;
const replyTimeout = 10_000;

/**
 * Makes this process the owner of a run, as long as it lives or until it gives the run up. Another process then gets
 * `{ owned: false }` and can talk to the owner by `tellOwner`.
 * @throws AppError `file.write-failed` when no socket can be made
 */
export async function acquireRun(home: Home, run: string, options: OwnerOptions): Promise<RunOwnership> {
  const address = ownerAddress(home, run);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveLines(socket, (line) => reply(line, options));
  });
  let isOwner: boolean;
  try {
    isOwner = await listenAsOwner(server, address);
  } catch (error) {
    throw writeError(error, address);
  }
  if (!isOwner) return { owned: false };
  // Owning a run is no reason to keep a program alive.
  server.unref();
  let released: Promise<void> | undefined;
  return {
    owned: true,
    release() {
      released ??= new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroySoon();
      });
      return released;
    },
  };
}

async function reply(line: string, options: OwnerOptions): Promise<OwnerReply> {
  try {
    const message = ownerMessageSchema.safeParse(JSON.parse(line));
    if (!message.success) throw new AppError('usage.invalid', 'The owner of the run does not know this message.');
    if (message.data.kind !== 'ping') await options.onMessage(message.data);
    return { ok: true };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, error: new AppError('usage.invalid', 'Not JSON.').info };
    return { ok: false, error: toAppError(error).info };
  }
}

/** Answers each line of a socket with one line, one after the other. */
function serveLines(socket: net.Socket, answer: (line: string) => Promise<OwnerReply>): void {
  let last: Promise<void> = Promise.resolve();
  readLines(socket, (line) => {
    last = last.then(async () => {
      const text = JSON.stringify(await answer(line));
      if (socket.writable) socket.write(`${text}\n`);
    });
  });
}

function readLines(socket: net.Socket, take: (line: string) => void): void {
  let open = '';
  socket.setEncoding('utf8');
  // The `close` event says all that is needed of an error.
  socket.on('error', () => undefined);
  socket.on('data', (text: string) => {
    const lines = (open + text).split('\n');
    open = lines.pop() ?? '';
    if (open.length > longestLine) socket.destroy();
    for (const line of lines) take(line);
  });
}

/**
 * Sends a message to the process that owns a run; undefined when nobody does.
 * @throws AppError `run.busy` when the owner does not answer
 */
export function tellOwner(home: Home, run: string, message: OwnerMessage): Promise<OwnerReply | undefined> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(ownerAddress(home, run));
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new AppError('run.busy', 'The process that executes this run does not answer.', {
          hint: 'Wait a little and try again, or end that process.',
        }),
      );
    }, replyTimeout);
    const finish = (result: OwnerReply | undefined) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => socket.write(`${JSON.stringify(message)}\n`));
    readLines(socket, (line) => finish(parseReply(line)));
    socket.once('error', (error) => {
      const code = systemCode(error);
      if (code === 'EAGAIN' || code === 'EBUSY') return;
      finish(undefined);
    });
    socket.once('close', () => finish(undefined));
  });
}

function parseReply(line: string): OwnerReply {
  const bad = {
    ok: false,
    error: new AppError('run.busy', 'The owner of the run gave no proper answer.').info,
  } as const;
  try {
    const parsed = replySchema.safeParse(JSON.parse(line));
    if (!parsed.success) return bad;
    if (parsed.data.ok) return { ok: true };
    return parsed.data.error === undefined ? bad : { ok: false, error: parsed.data.error };
  } catch {
    return bad;
  }
}
