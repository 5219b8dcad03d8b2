import type { ConnectionIdentity } from '#core/gateway/contract';
import { frameMultipart } from './multipart.ts';
import type { Hosts, RequestPlan } from './recipe/request.ts';
import type { Redactor } from './redact.ts';
import type { ConnectionSettings, GatewayClock } from './settings.ts';
import type { Outgoing, Transport } from './transport.ts';

/** What every call of one connection shares. */
export interface CallContext {
  readonly identity: ConnectionIdentity;
  readonly hosts: Hosts;
  readonly transport: Transport;
  readonly clock: GatewayClock;
  readonly redactor: Redactor;
  readonly access: Access;
}

/** Decides which hosts see the key. */
export interface Access {
  /** The headers that let a request in: the key for the connection's own origins, nothing for any other. */
  headersFor(url: URL): Readonly<Record<string, string>>;
  /** Whether an origin is one of the connection's own. */
  isOwn(url: URL): boolean;
}

/** @param settings their `key` is asked for anew each time, and held nowhere */
export function createAccess(settings: ConnectionSettings, hosts: Hosts): Access {
  const mayHaveKey = (url: URL): boolean =>
    url.origin === hosts.base.origin || (settings.keyToUploadHost && url.origin === hosts.upload.origin);
  return {
    headersFor(url) {
      const key = mayHaveKey(url) ? settings.key?.()?.trim() : undefined;
      return key === undefined || key === '' ? {} : { authorization: `Bearer ${key}` };
    },
    isOwn: (url) => url.origin === hosts.base.origin || url.origin === hosts.upload.origin,
  };
}

/** `POST /v1/images/generations`, for people: no query, as it may hold an id. */
export function routeOf(plan: Pick<RequestPlan, 'method' | 'url'>): string {
  return `${plan.method} ${plan.url.pathname}`;
}

/** A planned request as bytes, with the key where it may go. Throws what the file system throws. */
export async function toOutgoing(
  plan: RequestPlan,
  context: CallContext,
  how: Pick<Outgoing, 'signal' | 'patience' | 'fresh' | 'beforeLast'>,
): Promise<Outgoing> {
  const headers: Record<string, string> = {
    ...plan.headers,
    accept: plan.accept,
    'accept-encoding': 'identity',
    'user-agent': 'Patchbay',
    ...context.access.headersFor(plan.url),
  };
  const base = { method: plan.method, url: plan.url, ...how };
  if (plan.body === undefined) return { ...base, headers };
  if ('json' in plan.body) {
    headers['content-type'] = 'application/json';
    return { ...base, headers, body: JSON.stringify(plan.body.json) };
  }
  const body = await frameMultipart(plan.body.parts);
  headers['content-type'] = body.contentType;
  headers['content-length'] = String(body.length);
  return { ...base, headers, body: () => body.stream() };
}
