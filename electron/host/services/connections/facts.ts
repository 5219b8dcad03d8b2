import { AppError, toAppError } from '#core/errors';
import type { GatewayCatalogue } from '#core/gateway/contract';
import { type AccountFacts, askAccount } from '../../app/connect.ts';

/** How long an answer counts, and for how long a gateway that gave none is not asked again. Milliseconds. */
const freshFor = 60_000;
const failedFor = 5_000;

/** What the account says of models and prices, asked for at most once a minute. */
export interface FactsCache {
  /** @throws AppError `connection.*` */
  get(): Promise<AccountFacts>;
  /** The same, but waits no longer than this for it; the question itself goes on. @throws AppError `connection.*` */
  getWithin(milliseconds: number): Promise<AccountFacts>;
  /** The next question goes to the gateway. */
  forget(): void;
}

/** Remembers the facts of one connection. */
export function createFacts(gateway: GatewayCatalogue, now: () => number): FactsCache {
  let asked: { readonly at: number; readonly facts: Promise<AccountFacts>; failed: boolean } | undefined;

  const get = (): Promise<AccountFacts> => {
    if (asked !== undefined && now() - asked.at < (asked.failed ? failedFor : freshFor)) return asked.facts;
    const entry = { at: now(), facts: askAccount(gateway).catch(asConnectionError), failed: false };
    entry.facts.catch(() => {
      entry.failed = true;
    });
    asked = entry;
    return entry.facts;
  };

  return {
    get,
    async getWithin(milliseconds) {
      const message = { en: 'The gateway has not answered yet.', zh: '网关尚未答复。' };
      const hint = {
        en: 'Models and prices are unknown until it does; everything else works meanwhile.',
        zh: '在此之前模型和价格未知，其他功能照常使用。',
      };
      const late = new AppError('connection.unreachable', message, { hint, retryable: true });
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(late), milliseconds);
      });
      try {
        return await Promise.race([get(), limit]);
      } finally {
        clearTimeout(timer);
      }
    },
    forget() {
      asked = undefined;
    },
  };
}

/** An answer that took too long comes as the reason of a signal, which is no AppError. */
function asConnectionError(thrown: unknown): never {
  if (thrown instanceof DOMException) {
    const message = { en: 'The gateway did not answer in time.', zh: '网关未在时限内答复。' };
    const hint = {
      en: 'Check the network and the address of the connection, then try again.',
      zh: '请检查网络和连接地址，然后重试。',
    };
    throw new AppError('connection.unreachable', message, { hint, retryable: true });
  }
  throw toAppError(thrown);
}
