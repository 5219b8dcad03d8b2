import { expect } from 'vitest';
import { type ErrorInfo, errorInfoSchema, fromErrorInfo } from '#core/errors';
import {
  type CallInput,
  type CallName,
  type CallOutput,
  contract,
  type PushName,
  type PushPayload,
  pushNames,
} from '#core/services/contract';
import type { Server } from './server.ts';

/** Calls whose output was checked in this process. */
export const checkedCalls = new Set<string>();

/** A push as it came, with its id. */
export type Received = { readonly id: number; readonly name: PushName; readonly payload: unknown };

/** A page of a browser: the browser's cookie and a stream of pushes of its own. */
export interface Client {
  readonly cookie: string;
  /** Another page of the same browser. */
  otherPage(): Client;
  /** All that the server answered and pushed, as text. */
  transcript(): string;
  /** Throws the error of the answer. Every output is checked against its schema. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  failing(name: string, input: unknown): Promise<ErrorInfo>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Opens the stream; gives what closes it. `lastId` as a browser sends it that comes back. */
  listen(take: (push: Received) => void, lastId?: number): Promise<() => void>;
  /** Resolves with the first push of this name that the check accepts. */
  next<N extends PushName>(name: N, check?: (payload: PushPayload<N>) => boolean): Promise<PushPayload<N>>;
}

/** Enters with the token, as the page does. */
export async function enter(server: Server): Promise<Client> {
  const { base, token } = server;
  const own = { origin: base, 'content-type': 'application/json' };
  const entered = await fetch(`${base}/session`, { method: 'POST', headers: own, body: JSON.stringify({ token }) });
  expect(entered.status).toBe(200);
  return openPage(server, entered.headers.get('set-cookie')?.split(';')[0] ?? '', 1);
}

function openPage(server: Server, cookie: string, number: number): Client {
  const { base } = server;
  const own = { origin: base, 'content-type': 'application/json', 'x-patchbay-page': `page-${number}` };
  let transcript = '';

  const ask = async (name: string, input: unknown): Promise<{ ok: boolean; value?: unknown; error?: unknown }> => {
    const init = { method: 'POST', headers: { ...own, cookie }, body: JSON.stringify(input) };
    const text = await (await fetch(`${base}/call/${name}`, init)).text();
    transcript += text;
    return JSON.parse(text) as { ok: boolean };
  };

  const listen: Client['listen'] = async (take, lastId) => {
    const stop = new AbortController();
    const headers = {
      cookie,
      'x-patchbay-page': `page-${number}`,
      ...(lastId !== undefined && { 'last-event-id': String(lastId) }),
    };
    const response = await fetch(`${base}/events`, { headers, signal: stop.signal });
    expect(response.status).toBe(200);
    const read = async (): Promise<void> => {
      const decoder = new TextDecoder();
      let open = '';
      for await (const chunk of response.body ?? []) {
        const blocks = (open + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
        open = blocks.pop() ?? '';
        for (const block of blocks) {
          transcript += block;
          const push = parsePush(block);
          if (push !== undefined) take(push);
        }
      }
    };
    read().catch(() => undefined);
    return () => stop.abort();
  };

  return {
    cookie,
    otherPage: () => openPage(server, cookie, number + 1),
    transcript: () => transcript,
    async call<N extends CallName>(name: N, input: CallInput<N>) {
      const result = await ask(name, input);
      if (!result.ok) throw fromErrorInfo(errorInfoSchema.parse(result.error));
      checkedCalls.add(name);
      return contract.calls[name].output.parse(result.value) as CallOutput<N>;
    },
    async failing(name, input) {
      const result = await ask(name, input);
      expect(result.ok).toBe(false);
      return errorInfoSchema.parse(result.error);
    },
    fetch: (path, init = {}) =>
      fetch(base + path, { ...init, headers: { origin: base, cookie, ...(init.headers as Record<string, string>) } }),
    listen,
    next(name, check = () => true) {
      return new Promise((resolve, reject) => {
        let close: (() => void) | undefined;
        listen((push) => {
          const payload = push.payload as PushPayload<typeof name>;
          if (push.name !== name || !check(payload)) return;
          close?.();
          resolve(payload);
        }).then((stop) => {
          close = stop;
        }, reject);
      });
    },
  };
}

function parsePush(block: string): Received | undefined {
  const field = (name: string): string | undefined =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const name = pushNames.find((known) => known === field('event'));
  if (name === undefined) return undefined;
  const payload = contract.pushes[name].parse(JSON.parse(field('data') ?? ''));
  return { id: Number(field('id')), name, payload };
}

/** Waits until a check holds; the last answer is given. */
export async function until<T>(ask: () => Promise<T>, check: (value: T) => boolean, milliseconds = 20_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await ask();
    if (check(value)) return value;
    if (Date.now() > end) throw new Error(`it did not come to that: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
