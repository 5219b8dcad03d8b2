import { AppError, fromErrorInfo } from '#core/errors';
import type { Json } from '#core/value/value';
import type { CallContext } from './call-context.ts';
import { ask, unitsPerDollar } from './catalogue.ts';
import { listPrices, type PriceRow } from './pricing.ts';
import { findAll, findFirst } from './recipe/paths.ts';
import type { SystemAccess } from './settings.ts';

/** What a key may spend. Amounts in US dollars; undefined where the gateway does not tell. */
export interface KeyUsage {
  readonly name: string;
  readonly granted: number | undefined;
  readonly used: number | undefined;
  /** Undefined also when it is unlimited. */
  readonly available: number | undefined;
  readonly unlimited: boolean;
  /** ISO 8601; undefined: never. */
  readonly expires: string | undefined;
  /** The models that it may use; empty: all. */
  readonly models: readonly string[];
}

/** The account behind the keys. Amounts in US dollars. */
export interface AccountUser {
  readonly name: string;
  readonly group: string;
  readonly balance: number | undefined;
  readonly used: number | undefined;
  readonly requests: number | undefined;
}

/** A key of the account, without the key itself. */
export interface AccountToken extends KeyUsage {
  readonly id: number;
  readonly enabled: boolean;
  readonly group: string;
}

/** What a key shall be; absent fields stay as they are, or as the gateway has them. */
export interface TokenWish {
  readonly name?: string | undefined;
  /** US dollars; null: without a limit. */
  readonly limit?: number | null | undefined;
  /** ISO 8601; null: never. */
  readonly expires?: string | null | undefined;
  /** Empty: all. */
  readonly models?: readonly string[] | undefined;
  readonly group?: string | undefined;
}

/** Questions to the account. The first needs the key only, the others the system access token. */
export interface Account {
  /** Whether there is a system access token. */
  readonly hasSystem: () => boolean;
  /** @throws AppError `connection.*`, `gateway.*` */
  usage(signal: AbortSignal): Promise<KeyUsage>;
  /** The prices that anybody may see. */
  prices(signal: AbortSignal): Promise<readonly PriceRow[]>;
  /** @throws AppError `connection.no-key` without a system access token; `connection.*`, `gateway.*` */
  user(signal: AbortSignal): Promise<AccountUser>;
  /** All keys of the account, or those with a word in their name. */
  tokens(signal: AbortSignal, word?: string): Promise<readonly AccountToken[]>;
  createToken(wish: TokenWish & { readonly name: string }, signal: AbortSignal): Promise<AccountToken | undefined>;
  updateToken(id: number, wish: TokenWish, signal: AbortSignal): Promise<AccountToken | undefined>;
  deleteToken(id: number, signal: AbortSignal): Promise<void>;
}

const pageSize = 100;
const mostPages = 50;

/** Asks the account of a connection. Source: PROTOCOL 13. */
export function createAccount(context: CallContext, system: (() => SystemAccess | undefined) | undefined): Account {
  const manage = async (
    path: string,
    signal: AbortSignal,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE' = 'GET',
    body?: Json,
  ) => {
    const access = system?.();
    if (access === undefined) throw noSystem();
    const headers = { authorization: access.token, 'new-api-user': access.user };
    const asked = await ask(path, context, signal, { method, headers, ...(body !== undefined && { body }) });
    if ('refusal' in asked) throw fromErrorInfo(asked.refusal);
    return asked.json;
  };

  /** The first page is 0 on some gateways and 1 on others, and the list is bare or in `items`. */
  const page = async (first: number, signal: AbortSignal): Promise<AccountToken[]> => {
    const json = await manage(`/api/token/?p=${first}&size=${pageSize}`, signal);
    return tokensIn(json);
  };

  const tokens: Account['tokens'] = async (signal, word) => {
    if (word !== undefined) {
      const json = await manage(`/api/token/search?keyword=${encodeURIComponent(word)}&token=`, signal);
      return tokensIn(json);
    }
    const found = new Map<number, AccountToken>();
    for (let number = 0; number < mostPages; number += 1) {
      const rows = await page(number, signal);
      const before = found.size;
      for (const row of rows) found.set(row.id, row);
      // Page 0 and page 1 are the same where counting begins at 1.
      if (rows.length < pageSize || (found.size === before && number > 1)) break;
    }
    return [...found.values()];
  };

  const byId = async (id: number, signal: AbortSignal): Promise<Json> => {
    const json = await manage(`/api/token/${id}`, signal);
    return findFirst(json, ['data']) ?? {};
  };

  return {
    hasSystem: () => system?.() !== undefined,
    async usage(signal) {
      const asked = await ask('/api/usage/token/', context, signal);
      if ('refusal' in asked) throw fromErrorInfo(asked.refusal);
      return readUsage(findFirst(asked.json, ['data']) ?? {});
    },
    async prices(signal) {
      const asked = await ask('/api/pricing', context, signal);
      if ('refusal' in asked) throw fromErrorInfo(asked.refusal);
      return listPrices(asked.json);
    },
    async user(signal) {
      const json = await manage('/api/user/self', signal);
      const [quota, used] = ['data.quota', 'data.used_quota'].map((path) => numberAt(json, path));
      return {
        name: textAt(json, 'data.display_name') || textAt(json, 'data.username'),
        group: textAt(json, 'data.group'),
        balance: dollars(quota),
        used: dollars(used),
        requests: numberAt(json, 'data.request_count'),
      };
    },
    tokens,
    async createToken(wish, signal) {
      const before = new Set((await tokens(signal, wish.name)).map(({ id }) => id));
      const usual = { remain_quota: 0, unlimited_quota: true, expired_time: -1, model_limits_enabled: false };
      await manage('/api/token/', signal, 'POST', {
        ...usual,
        model_limits: '',
        allow_ips: '',
        group: '',
        ...fieldsOf(wish),
      });
      // Older gateways answer without the key that they made, so it is looked for.
      const after = await tokens(signal, wish.name);
      return after.find(({ id, name }) => !before.has(id) && name === wish.name);
    },
    async updateToken(id, wish, signal) {
      const held = await byId(id, signal);
      const fields = typeof held === 'object' && held !== null && !Array.isArray(held) ? held : {};
      // The key itself is not sent back.
      const { key: _key, ...rest } = fields;
      await manage('/api/token/', signal, 'PUT', { ...rest, ...fieldsOf(wish), id });
      return (await tokens(signal)).find((token) => token.id === id);
    },
    async deleteToken(id, signal) {
      await manage(`/api/token/${id}/`, signal, 'DELETE');
    },
  };
}

function noSystem(): AppError {
  return new AppError(
    'connection.no-key',
    {
      en: 'The connection has no system access token, which this needs.',
      zh: '此连接没有系统访问令牌，无法进行该操作。',
    },
    {
      hint: {
        en: 'Make one in the console of the gateway, and give it to the connection with the number of your user.',
        zh: '请在网关控制台生成系统访问令牌，并连同用户编号填入连接。',
      },
    },
  );
}

function fieldsOf(wish: TokenWish): { [key: string]: Json } {
  const { name, limit, expires, models, group } = wish;
  return {
    ...(name !== undefined && { name }),
    ...(limit !== undefined && {
      unlimited_quota: limit === null,
      ...(limit !== null && { remain_quota: Math.round(limit * unitsPerDollar) }),
    }),
    ...(expires !== undefined && { expired_time: expires === null ? -1 : Math.floor(Date.parse(expires) / 1000) }),
    ...(models !== undefined && { model_limits_enabled: models.length > 0, model_limits: models.join(',') }),
    ...(group !== undefined && { group }),
  };
}

function tokensIn(json: Json): AccountToken[] {
  const rows = findFirst(json, ['data.items', 'data.records', 'data']);
  return (Array.isArray(rows) ? rows : []).flatMap((row) => {
    const id = numberAt(row, 'id');
    if (id === undefined) return [];
    return [{ ...readUsage(row), id, enabled: numberAt(row, 'status') !== 2, group: textAt(row, 'group') }];
  });
}

/** The usage of a key, in the words of either of the two routes that tell it. */
function readUsage(row: Json): KeyUsage {
  const unlimited = findFirst(row, ['unlimited_quota']) === true;
  const available = numberAt(row, 'total_available') ?? numberAt(row, 'remain_quota');
  const used = numberAt(row, 'total_used') ?? numberAt(row, 'used_quota');
  const granted = numberAt(row, 'total_granted');
  const expires = numberAt(row, 'expires_at') ?? numberAt(row, 'expired_time');
  const limited = findFirst(row, ['model_limits_enabled']) === true;
  return {
    name: textAt(row, 'name'),
    granted: dollars(granted),
    used: dollars(used),
    available: unlimited ? undefined : dollars(available),
    unlimited,
    expires: expires === undefined || expires <= 0 ? undefined : new Date(expires * 1000).toISOString(),
    models: limited ? modelsOf(findFirst(row, ['model_limits'])) : [],
  };
}

/** A text with commas, a list, or an object by model. */
function modelsOf(limits: Json | undefined): readonly string[] {
  if (typeof limits === 'string') return limits.split(',').filter((model) => model !== '');
  if (Array.isArray(limits)) return limits.filter((model) => typeof model === 'string');
  return typeof limits === 'object' && limits !== null ? Object.keys(limits) : [];
}

function numberAt(json: Json, path: string): number | undefined {
  const found = findAll(json, path)[0];
  return typeof found === 'number' ? found : undefined;
}

function textAt(json: Json, path: string): string {
  const found = findAll(json, path)[0];
  return typeof found === 'string' ? found : '';
}

function dollars(units: number | undefined): number | undefined {
  return units === undefined ? undefined : units / unitsPerDollar;
}
