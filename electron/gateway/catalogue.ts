import { AppError, type ErrorInfo, fromErrorInfo } from '#core/errors';
import type { PriceTable } from '#core/gateway/contract';
import { say } from '#core/text';
import type { Json } from '#core/value/value';
import { collect } from './answer.ts';
import { type CallContext, toOutgoing } from './call-context.ts';
import { findRefusal } from './errors.ts';
import { tryParseJson } from './json.ts';
import { unreachable } from './network-error.ts';
import { readPrices, unknownPrices } from './pricing.ts';
import { findAll, findFirst } from './recipe/paths.ts';
import type { RequestPlan } from './recipe/request.ts';
import { SendFailure } from './transport.ts';

const longestAnswer = 64 * 1024 ** 2;
/** Quota units in a US dollar. */
export const unitsPerDollar = 500_000;
/** What a key without a limit shows as its limit. */
const unlimited = 100_000_000;

export type Asked = { readonly json: Json } | { readonly refusal: ErrorInfo; readonly page: boolean };

/** How a question differs from a plain one. */
interface AskOptions {
  readonly method?: RequestPlan['method'];
  readonly body?: Json;
  /** Instead of the key. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks about the account, which costs nothing. @throws AppError `connection.unreachable`, or the signal's reason */
export async function ask(
  path: string,
  context: CallContext,
  signal: AbortSignal,
  options: AskOptions = {},
): Promise<Asked> {
  const url = new URL(context.hosts.base);
  const [pathname = '', search = ''] = path.split('?');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${pathname}`;
  url.search = search;
  const { method = 'GET', body, headers } = options;
  const plan = { method, url, accept: 'application/json', body: body === undefined ? undefined : { json: body } };
  const planned = await toOutgoing(plan, context, { signal, patience: 'query', fresh: false });
  const outgoing = headers === undefined ? planned : { ...planned, headers: { ...planned.headers, ...headers } };
  const incoming = await context.transport.send(outgoing).catch((error: unknown) => {
    signal.throwIfAborted();
    throw notReached(url, error instanceof SendFailure ? error.cause : error, context);
  });
  try {
    const received = await collect(incoming, longestAnswer);
    signal.throwIfAborted();
    if (received.cut !== undefined) throw notReached(url, received.cut, context);
    const json = tryParseJson(received.content.toString('utf8'));
    const facts = {
      status: incoming.status,
      headers: incoming.headers,
      contentType: incoming.contentType,
      head: received.head,
      json,
      route: `${method} ${pathname}`,
      keySent: 'authorization' in outgoing.headers,
    };
    const refusal = findRefusal(facts);
    if (refusal !== undefined) {
      return { refusal: context.redactor.error(refusal.error), page: refusal.from === 'page' };
    }
    return json === undefined ? { refusal: noGateway(url, facts.head, context), page: true } : { json };
  } finally {
    await incoming.release();
  }
}

function notReached(url: URL, error: unknown, context: CallContext): AppError {
  return fromErrorInfo(context.redactor.error(unreachable(url.host, error)));
}

function noGateway(url: URL, head: string, context: CallContext): ErrorInfo {
  const message = say('{host} does not answer like an AI gateway.', '{host} 的答复不像 AI 网关。', { host: url.host });
  const error = new AppError('connection.not-a-gateway', message, {
    hint: {
      en: 'Check the base URL: it is the address of the API, often without /v1 at its end.',
      zh: '请检查基础地址：应为 API 的地址，结尾通常不带 /v1。',
    },
    details: { raw: head.slice(0, 2048) },
  });
  return context.redactor.error(error.info);
}

/** The ids that `/v1/models` lists, in its order. @throws AppError `connection.*`, `gateway.*` */
export async function listModels(context: CallContext, signal: AbortSignal): Promise<readonly string[]> {
  const asked = await ask('/v1/models', context, signal);
  if ('refusal' in asked) {
    const { page, refusal } = asked;
    const wrong = page || refusal.code === 'gateway.no-route';
    const raw = refusal.details?.['raw'];
    const info = wrong ? noGateway(context.hosts.base, typeof raw === 'string' ? raw : '', context) : refusal;
    throw fromErrorInfo(info);
  }
  const ids = findAll(asked.json, 'data[*].id').filter((id): id is string => typeof id === 'string');
  if (ids.length === 0 && !Array.isArray(findFirst(asked.json, ['data'])) && findAll(asked.json, 'data').length === 0) {
    const info = noGateway(context.hosts.base, '', context);
    throw fromErrorInfo(info);
  }
  return [...new Set(ids)];
}

/** The prices that the gateway tells; a gateway that keeps them to itself gives a table of unknowns. @throws AppError `connection.unreachable` */
export async function fetchPrices(context: CallContext, signal: AbortSignal): Promise<PriceTable> {
  const asked = await ask('/api/pricing', context, signal);
  return 'json' in asked ? readPrices(asked.json) : unknownPrices;
}

/** What is left of the key or the account in US dollars; undefined when it is unlimited or not told. @throws AppError `connection.*` */
export async function fetchBalance(context: CallContext, signal: AbortSignal): Promise<number | undefined> {
  const usage = await ask('/api/usage/token/', context, signal);
  if ('json' in usage) {
    const available = number(usage.json, 'data.total_available');
    if (findFirst(usage.json, ['data.unlimited_quota']) === true) return undefined;
    if (available !== undefined) return available / unitsPerDollar;
  } else if (usage.refusal.code.startsWith('connection.')) {
    throw fromErrorInfo(usage.refusal);
  }
  const subscription = await ask('/v1/dashboard/billing/subscription', context, signal);
  const limit = 'json' in subscription ? number(subscription.json, 'hard_limit_usd') : undefined;
  if (limit === undefined || limit >= unlimited) return undefined;
  const spent = await ask('/v1/dashboard/billing/usage', context, signal);
  const cents = 'json' in spent ? number(spent.json, 'total_usage') : undefined;
  return cents === undefined ? undefined : limit - cents / 100;
}

function number(json: Json, path: string): number | undefined {
  const found = findAll(json, path)[0];
  return typeof found === 'number' ? found : undefined;
}

/**
 * What Replicate says of a model behind the gateway.
 * @throws AppError `connection.*`, `gateway.*`; `gateway.no-route` where the gateway does not pass the question on
 */
export async function describeModel(model: string, context: CallContext, signal: AbortSignal): Promise<Json> {
  const asked = await ask(`/replicate/v1/models/${model}`, context, signal);
  if ('json' in asked) return asked.json;
  throw fromErrorInfo(asked.refusal);
}
