import { mkdtempSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import type { AnswerSink, NodeCall, PreparedFile, PreparedMedia, SubmitOutcome } from '#core/gateway/contract';
import { createRegistry, type Registry } from '#core/node/registry';
import type { RecipeSource } from '#core/recipe/schema';
import { createGateway, type GatewayClient } from '#electron/gateway/client';
import type { ConnectionSettings, GatewayOptions } from '#electron/gateway/settings';
import { createDefaultRegistry } from '#nodes/index';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Handler, startServer, type TestServer } from './server.ts';

export const key = 'sk-TestKey0123456789abcdefgh';

export const registry: Registry = createDefaultRegistry();

/** The program's registry with one recipe more. */
export function registryWith(...recipes: RecipeSource[]): Registry {
  return createRegistry(registry.nodes, [...recipes, ...registry.recipes]);
}

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export function onEnd(cleanup: () => Promise<unknown>): void {
  cleanups.push(cleanup);
}

export async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  onEnd(() => server.close());
  return server;
}

/** A folder of the test's own. */
export function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'patchbay-gateway-'));
  onEnd(() => rm(made, { recursive: true, force: true }));
  return made;
}

export interface ClientOptions extends GatewayOptions {
  readonly connection?: Partial<ConnectionSettings>;
  readonly registry?: Registry;
}

/** A client of a base URL, with a key and a clock that need not be waited for. */
export function client(baseUrl: string, options: ClientOptions = {}): GatewayClient {
  const gateway = createGateway(
    { name: 'test', baseUrl, key: () => key, practice: false, keyToUploadHost: true, ...options.connection },
    options.registry ?? registry,
    { clock: new FakeClock(), environment: {}, ...options },
  );
  onEnd(() => gateway.close());
  return gateway;
}

/** A sink that writes a file, as the store's does. */
export async function fileSink(name = 'answer'): Promise<AnswerSink & { closed: () => boolean }> {
  const file = path.join(folder(), name);
  const handle = await open(file, 'w');
  let closed = false;
  onEnd(() => handle.close().catch(() => undefined));
  return {
    name,
    file,
    begin: () => undefined,
    write: async (chunk) => {
      await handle.writeFile(chunk);
    },
    close: async () => {
      if (!closed) await handle.close();
      closed = true;
    },
    closed: () => closed,
  };
}

export const chatCall: NodeCall = { nodeType: 'chat', params: {}, inputs: { prompt: 'Hi' } };
export const imageCall: NodeCall = { nodeType: 'image', params: {}, inputs: { prompt: 'A cat' } };
export const videoCall: NodeCall = { nodeType: 'video', params: {}, inputs: { prompt: 'A cat walks' } };
export const midjourneyCall: NodeCall = { nodeType: 'midjourney', params: {}, inputs: { prompt: 'A cat' } };

interface Submitted {
  readonly outcome: SubmitOutcome;
  readonly deltas: string[];
  readonly thoughts: string[];
  readonly sink: Awaited<ReturnType<typeof fileSink>>;
}

/** Prepares and submits a call. */
export async function submit(
  gateway: GatewayClient,
  call: NodeCall,
  media: PreparedMedia = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Submitted> {
  const sink = await fileSink();
  const deltas: string[] = [];
  const thoughts: string[] = [];
  const outcome = await gateway.submit(gateway.prepare(call), media, {
    sink,
    signal,
    onDelta: (text, port) => (port === 'text' ? deltas : thoughts).push(text),
  });
  return { outcome, deltas, thoughts, sink };
}

export function prepared(form: PreparedFile['form'], content: string, more: Partial<PreparedFile> = {}): PreparedFile {
  return { form, content, mime: 'image/png', name: 'cat.png', bytes: undefined, ...more };
}
