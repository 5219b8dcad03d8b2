import { AppError } from '#core/errors';
import type { Gateway, GatewayCatalogue, PriceTable } from '#core/gateway/contract';
import { createGateway } from '../../gateway/client.ts';
import { resolveConnection } from '../../store/connections.ts';
import type { App } from './app.ts';
import { startPracticeProcess } from './practice-process.ts';

/** Which connection a command asks for. */
export interface ConnectionChoice {
  readonly connection?: string | undefined;
  readonly practice?: boolean | undefined;
}

/** A gateway that is ready to be used, and how to let go of it. */
export interface Connected {
  readonly gateway: Gateway & GatewayCatalogue;
  close(): Promise<void>;
}

/**
 * Opens the chosen connection; `--practice` starts the practice gateway beside this process when none answers yet.
 * @throws AppError `connection.missing`, `connection.no-key`, `usage.invalid`
 */
export async function connect(app: App, choice: ConnectionChoice): Promise<Connected> {
  const practice = choice.practice === true ? await startPracticeProcess() : undefined;
  const connection = resolveConnection({
    home: app.home,
    env: app.env,
    connection: choice.connection,
    practiceUrls: practice && { baseUrl: practice.url, uploadUrl: practice.uploadUrl },
  });
  const gateway = createGateway(connection, app.registry);
  return {
    gateway,
    async close() {
      await gateway.close();
      await practice?.stop();
    },
  };
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
