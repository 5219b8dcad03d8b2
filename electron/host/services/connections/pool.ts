import { AppError } from '#core/errors';
import type { Settings } from '#core/services/document-views';
import { messageIn } from '#core/text';
import { createGateway, type GatewayClient } from '../../../gateway/client.ts';
import { type Connection, resolveConnection } from '../../../store/connections.ts';
import type { App } from '../../app/app.ts';
import type { Connected } from '../../app/connect.ts';
import { createFacts, type FactsCache } from './facts.ts';

/** The names of connections that are not in `connections.json`. */
export const practiceName = 'practice';
export const environmentName = 'environment';

/** A connection that all who use it share. */
export interface OpenConnection {
  readonly gateway: GatewayClient;
  readonly facts: FactsCache;
  /** For what wants to close it: the pool does that. */
  readonly connected: Connected;
}

export interface ConnectionPool {
  /** The name of the connection that runs use now; undefined: the environment's or the only one. */
  chosen(): string | undefined;
  /**
   * Opens a connection by name, or the chosen one. Practice is started when it is asked for by its name.
   * @throws AppError `connection.missing`, `connection.no-key`, `connection.unreachable`, `usage.invalid`
   */
  open(name: string | undefined, options?: { readonly needsKey?: boolean }): Promise<OpenConnection>;
  /** What was asked of accounts is asked anew. */
  forgetFacts(): void;
  close(): Promise<void>;
}

/** One gateway client for each connection as it is set up; a key that changes serves from the next request on. */
export function createPool(app: App, settings: () => Settings): ConnectionPool {
  const { keys, practice } = app;
  const clients = new Map<string, OpenConnection>();

  const resolve = (name: string | undefined, needsKey: boolean): Connection => {
    const connection = name === environmentName ? undefined : name;
    return resolveConnection({ home: app.home, env: app.env, connection, needsKey, keyring: keys.read });
  };

  const keyOf = (name: string): string | undefined => {
    try {
      return resolve(name, false).key();
    } catch {
      // It was removed while something still used it.
      return undefined;
    }
  };

  const systemOf = (name: string): ReturnType<Connection['system']> => {
    try {
      return resolve(name, false).system();
    } catch {
      return undefined;
    }
  };

  const clientOf = (connection: Connection): OpenConnection => {
    const { name, baseUrl, uploadUrl, practice: isPractice, keyToUploadHost } = connection;
    const id = JSON.stringify([name, baseUrl, uploadUrl, isPractice, keyToUploadHost]);
    const known = clients.get(id);
    if (known !== undefined) return known;
    const key = isPractice ? undefined : () => keyOf(name);
    const system = isPractice ? connection.system : () => systemOf(name);
    const identity = { name, baseUrl, uploadUrl, practice: isPractice, keyToUploadHost, key, system };
    const gateway = createGateway(identity, app.registry);
    const opened: OpenConnection = {
      gateway,
      facts: createFacts(gateway, app.clock.now),
      connected: { gateway, close: async () => undefined },
    };
    clients.set(id, opened);
    return opened;
  };

  const openPractice = async (): Promise<OpenConnection> => {
    const { url, uploadUrl } = await practice.open();
    return clientOf(
      resolveConnection({ home: app.home, env: app.env, practiceUrls: { baseUrl: url, uploadUrl }, needsKey: false }),
    );
  };

  const chosen = (): string | undefined => settings().connection;

  return {
    chosen,
    async open(name, options = {}) {
      const wanted = name ?? chosen();
      if (wanted === practiceName) return openPractice();
      try {
        return clientOf(resolve(wanted, options.needsKey ?? true));
      } catch (error) {
        throw forTheScreen(error);
      }
    },
    forgetFacts() {
      for (const { facts } of clients.values()) facts.forget();
    },
    async close() {
      await Promise.all([...clients.values()].map(({ gateway }) => gateway.close()));
      clients.clear();
    },
  };
}

/** The same errors, with what a person at the screen can do instead of options of the command. */
function forTheScreen(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  if (error.code === 'connection.missing') {
    const hint = {
      en: 'Add a connection in the settings, or choose practice.',
      zh: '请在设置中添加连接，或选择练习。',
    };
    return new AppError(error.code, messageIn(error.info), { ...error.info, hint });
  }
  if (error.code === 'connection.no-key') {
    const hint = { en: 'Enter the key in the settings of the connection.', zh: '请在连接设置中填写密钥。' };
    return new AppError(error.code, messageIn(error.info), { ...error.info, hint });
  }
  return error;
}
