import type { Gateway } from '#core/gateway/contract';
import type { GatewayOf } from '../../executor/task-keeper.ts';
import { createGateway, type GatewayClient } from '../../gateway/client.ts';
import { readConnections, resolveConnection } from '../../store/connections.ts';
import type { App } from './app.ts';
import { isPracticeAt } from './practice.ts';

/** Gateways for what the ledger has, found by the base URL on which it was bought. */
export interface TaskGateways {
  readonly find: GatewayOf;
  close(): Promise<void>;
}

type Parts = Pick<App, 'home' | 'env' | 'registry' | 'keys'>;

/** One client for each base URL; a key that changes serves from the next request on. */
export function createTaskGateways(app: Parts): TaskGateways {
  const clients = new Map<string, GatewayClient>();

  const clientOf = (baseUrl: string, practice: boolean): Gateway => {
    const known = clients.get(baseUrl);
    if (known !== undefined) return known;
    const found = practice ? undefined : findConnection(app, baseUrl);
    const client = createGateway(
      {
        name: found?.name ?? 'practice',
        baseUrl,
        uploadUrl: found?.uploadUrl,
        practice,
        keyToUploadHost: found?.keyToUploadHost ?? true,
        key: practice ? undefined : () => findConnection(app, baseUrl)?.key,
      },
      app.registry,
    );
    clients.set(baseUrl, client);
    return client;
  };

  return {
    async find({ baseUrl, practice }) {
      // The tasks of a practice gateway end with it.
      if (practice) return (await isPracticeAt(baseUrl)) ? clientOf(baseUrl, true) : 'gone';
      return findConnection(app, baseUrl)?.key === undefined ? undefined : clientOf(baseUrl, false);
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

interface Found {
  readonly name: string;
  readonly uploadUrl: string | undefined;
  readonly keyToUploadHost: boolean;
  readonly key: string | undefined;
}

/** The connection that leads to a base URL and has a key; else one without, whose key somebody lent. */
function findConnection(app: Parts, baseUrl: string): Found | undefined {
  let found: Found | undefined;
  for (const name of [undefined, ...namesOf(app)]) {
    const connection = resolve(app, name);
    if (connection?.baseUrl !== baseUrl) continue;
    const key = connection.key() ?? app.keys.lent(baseUrl);
    found = { ...connection, key };
    if (key !== undefined) return found;
  }
  const key = app.keys.lent(baseUrl);
  return found ?? (key === undefined ? undefined : { name: baseUrl, uploadUrl: undefined, keyToUploadHost: true, key });
}

function namesOf({ home }: Parts): string[] {
  try {
    return readConnections(home).connections.map(({ name }) => name);
  } catch {
    // Whoever uses the connections is told what is wrong with the file.
    return [];
  }
}

function resolve({ home, env, keys }: Parts, connection: string | undefined) {
  try {
    return resolveConnection({ home, env, connection, needsKey: false, keyring: keys.read });
  } catch {
    return undefined;
  }
}
