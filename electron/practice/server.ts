import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Clock, systemClock } from './clock.ts';
import { createFaultBook } from './faults/book.ts';
import type { FaultRule } from './faults/rule.ts';
import { createFileStore } from './files.ts';
import { createIds, type Gateway } from './gateway.ts';
import { GatewayError } from './http/errors.ts';
import { answerRequest, type Host } from './http/exchange.ts';
import { createLog } from './log.ts';
import { gatewayRoutes, uploadHostRoutes } from './routes/all.ts';

/** How a practice gateway is started; times in milliseconds. */
export interface PracticeOptions {
  /** Port of the gateway on 127.0.0.1; 0 (default) takes a free one. */
  readonly port?: number;
  /** Port of the upload host, always another one; 0 (default) takes a free one. */
  readonly uploadPort?: number;
  /** The key to ask for; without it any key or none will do. */
  readonly key?: string;
  /** How long a task takes at least; default 4000. */
  readonly taskMs?: number;
  /** A wait before every answer; default 0. */
  readonly latencyMs?: number;
  /** The pause between two words of streamed chat; default 15. */
  readonly wordMs?: number;
  /** Rules by which it misbehaves from the start; see `faultRule`. */
  readonly faults?: readonly FaultRule[];
  /** Another seed gives other pictures and answers; default 0. */
  readonly seed?: number;
  /** The token that the routes under `/practice/` then want in `x-practice-token`. */
  readonly controlToken?: string;
  /** It ends with the process that started it, so others should not count on it; told at `GET /practice`. */
  readonly withParent?: boolean;
  /** Where it gets the time from; default the machine's clock. */
  readonly clock?: Clock;
}

/** A running practice gateway. */
export interface PracticeServer {
  /** Base address, such as `http://127.0.0.1:4100`. */
  readonly url: string;
  /** Base address of the upload host; the route there is `/api/upload`. */
  readonly uploadUrl: string;
  /** Stops listening, ends open connections and removes the files. */
  close(): Promise<void>;
}

/**
 * Starts a gateway for practice on the loopback: it speaks the real one's protocol, costs nothing and makes real files.
 * Throws a ZodError for a wrong fault rule, and the system's error when a port is taken.
 */
export async function startPractice(options: PracticeOptions = {}): Promise<PracticeServer> {
  const clock = options.clock ?? systemClock;
  const faults = createFaultBook(options.faults ?? []);
  const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-practice-'));
  const folders = { files: path.join(folder, 'files'), uploads: path.join(folder, 'uploads') };
  await Promise.all(Object.values(folders).map((each) => mkdir(each)));
  const seed = options.seed ?? 0;
  const gateway: Gateway = {
    settings: {
      taskMs: options.taskMs ?? 4000,
      latencyMs: options.latencyMs ?? 0,
      wordMs: options.wordMs ?? 15,
      seed,
      withParent: options.withParent ?? false,
      ...(options.key === undefined ? {} : { key: options.key }),
      ...(options.controlToken === undefined ? {} : { controlToken: options.controlToken }),
    },
    clock,
    faults,
    log: createLog(clock),
    files: createFileStore(folders.files),
    uploads: createFileStore(folders.uploads),
    tasks: new Map(),
    films: new Map(),
    addresses: { gateway: '', upload: '' },
    ...createIds(seed, clock),
  };
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(servers.map(stop));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const authorize = (route: string, request: IncomingMessage) => authorizeRequest(gateway, route, request);
    const main: Host = { name: 'gateway', gateway, folder, routes: gatewayRoutes(gateway), authorize };
    const upload: Host = {
      name: 'upload',
      gateway,
      folder,
      routes: uploadHostRoutes(gateway),
      authorize: () => undefined,
    };
    gateway.addresses.gateway = await listen(main, options.port ?? 0, servers);
    gateway.addresses.upload = await listen(upload, options.uploadPort ?? 0, servers);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: gateway.addresses.gateway, uploadUrl: gateway.addresses.upload, close };
}

async function listen(host: Host, port: number, servers: Server[]): Promise<string> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    request.on('error', () => undefined);
    answerRequest(host, request, response).catch(() => response.destroy());
  });
  server.requestTimeout = 0;
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return `http://127.0.0.1:${isAddress(address) ? address.port : port}`;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** Where a route takes the key from another header too. */
const otherCarriers: readonly (readonly [RegExp, string])[] = [
  [/\/mj\//, 'mj-api-secret'],
  [/^\/v1\/messages$/, 'x-api-key'],
  [/^\/v1beta\//, 'x-goog-api-key'],
];

/** Routes under `/v1`, `/v1beta`, `/mj`, `/volc`, `/kling` and the token's usage want the key, with or without `sk-`; prices, status and files do not (PROTOCOL 1.1, 13.3). */
function authorizeRequest(gateway: Gateway, route: string, request: IncomingMessage): void {
  const { key } = gateway.settings;
  const guarded = /^\/(v1|v1beta|volc|kling|mj|mj-(fast|relax|turbo))\//.test(route) || route.startsWith('/api/usage/');
  if (key === undefined || !guarded) return;
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const other = otherCarriers.find(([path]) => path.test(route))?.[1];
  const secret = other === undefined ? undefined : request.headers[other];
  const given = bearer ?? (typeof secret === 'string' ? secret : undefined);
  if (given !== undefined && bare(given) === bare(key)) return;
  const message = given === undefined ? '未提供令牌' : '无效的令牌';
  throw new GatewayError({ status: 401, message, type: 'new_api_error', code: '' });
}

function bare(key: string): string {
  return key.replace(/^sk-/, '');
}
