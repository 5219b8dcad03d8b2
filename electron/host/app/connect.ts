import { AppError } from '#core/errors';
import type { Gateway, GatewayCatalogue, PriceTable } from '#core/gateway/contract';
import { createGateway, type GatewayClient } from '../../gateway/client.ts';
import { type Connection, readConnections, resolveConnection } from '../../store/connections.ts';
import type { App } from './app.ts';

/** Which connection a command asks for. */
export interface ConnectionChoice {
  readonly connection?: string | undefined;
  readonly practice?: boolean | undefined;
}

/** A gateway that is ready to be used, and how to let go of it. */
export interface Connected {
  readonly gateway: Gateway & GatewayCatalogue & Pick<GatewayClient, 'account' | 'describe'>;
  close(): Promise<void>;
}

/**
 * Opens the chosen connection; practice is started when it is asked for and none answers yet. A key that this process has
 * for the same gateway (the window's) wins over the one of the environment.
 * @throws AppError `connection.missing`, `connection.no-key`, `usage.invalid`
 */
export async function connect(app: App, choice: ConnectionChoice): Promise<Connected> {
  const practice = choice.practice === true ? await app.practice.open() : undefined;
  const options = {
    home: app.home,
    env: app.env,
    connection: choice.connection,
    practiceUrls: practice && { baseUrl: practice.url, uploadUrl: practice.uploadUrl },
    keyring: app.keys.read,
  };
  const found = resolveConnection({ ...options, needsKey: false });
  const typed = found.practice ? undefined : ownKey(app, found.baseUrl);
  const connection = typed === undefined ? resolveConnection(options) : withKey(found, typed);
  const key = connection.key();
  if (key !== undefined) app.keys.lend(connection.baseUrl, key);
  const gateway = createGateway(connection, app.registry);
  return { gateway, close: () => gateway.close() };
}

/** A key that was typed here for this gateway, under whatever name. */
function ownKey(app: App, baseUrl: string): string | undefined {
  for (const { name } of readConnections(app.home).connections) {
    const key = app.keys.read(name);
    if (key === undefined) continue;
    const saved = resolveConnection({ home: app.home, env: {}, connection: name, needsKey: false });
    if (saved.baseUrl === baseUrl) return key;
  }
  return undefined;
}

function withKey(connection: Connection, key: string): Connection {
  const { system } = connection;
  return Object.defineProperties(
    { ...connection, key: () => key, system },
    { key: { enumerable: false }, system: { enumerable: false } },
  );
}

/** What the account says of models and prices; undefined for what it does not say. */
export interface AccountFacts {
  readonly models: readonly string[] | undefined;
  readonly prices: PriceTable | undefined;
}

/** How long the gateway may take to answer these questions, in milliseconds. */
const patience = 10_000;

/**
 * Asks for models and prices at once. A gateway may leave out either; but a refused key, a base URL that is no gateway or
 * no network is said before anything is started.
 * @throws AppError `connection.*`
 */
export async function askAccount(gateway: GatewayCatalogue): Promise<AccountFacts> {
  const signal = AbortSignal.timeout(patience);
  const [models, prices] = await Promise.all([
    gateway.models(signal).catch((error: unknown) => {
      if (error instanceof AppError && error.code.startsWith('connection.')) throw error;
      return undefined;
    }),
    gateway.prices(signal).catch(() => undefined),
  ]);
  return { models, prices };
}
