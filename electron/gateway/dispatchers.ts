import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { isLoopback, isPrivateAddress } from './address.ts';
import type { Resolve } from './settings.ts';

/** Thrown inside a connection attempt when a name leads to an address that is not of the public internet. */
export class PrivateAddressError extends Error {
  constructor(readonly host: string) {
    super(`${host} is not a public address`);
  }
}

export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * A lookup by a resolver; a guarded one refuses private addresses. The connection is made to the addresses that it
 * returns, so a name cannot lead elsewhere after the check.
 */
function lookupBy(resolve: Resolve, guarded: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const first = addresses[0];
        if (first === undefined || (guarded && addresses.some(({ address }) => isPrivateAddress(address)))) {
          callback(new PrivateAddressError(hostname), '', 0);
        } else if (options.all === true) {
          callback(null, [...addresses]);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}

interface ProxySettings {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  readonly noProxy?: string;
}

/** The proxy variables in the order that the common tools know them; undefined without any. */
export function proxySettings(environment: Readonly<Record<string, string | undefined>>): ProxySettings | undefined {
  const first = (...names: string[]) =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  const all = first('all_proxy', 'ALL_PROXY');
  const httpProxy = first('http_proxy', 'HTTP_PROXY') ?? all;
  const httpsProxy = first('https_proxy', 'HTTPS_PROXY') ?? all;
  if (httpProxy === undefined && httpsProxy === undefined) return undefined;
  // The other variable must not be looked up once more behind our back, so both are always given.
  return {
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: first('no_proxy', 'NO_PROXY') ?? '',
  };
}

interface DispatcherOptions {
  readonly connectTimeout: number;
  readonly proxy: ProxySettings | undefined;
  readonly resolve: Resolve;
}

/** Which connection a request goes over. */
export interface Route {
  readonly url: URL;
  /** A connection of its own, closed after the answer. */
  readonly fresh: boolean;
  /** Private addresses are refused. */
  readonly guarded: boolean;
}

export interface Dispatchers {
  /** The dispatcher, and what to do when the answer has been read. */
  open(route: Route): { dispatcher: Dispatcher; release: () => Promise<void> };
  close(): Promise<void>;
}

/** Connections that are kept for polls, downloads and the catalogue, and fresh ones for requests that may cost. */
export function createDispatchers(options: DispatcherOptions): Dispatchers {
  const kept = new Map<string, Dispatcher>();

  const create = (proxied: boolean, guarded: boolean, fresh: boolean): Dispatcher => {
    const connect = {
      timeout: options.connectTimeout,
      ...((guarded || options.resolve !== systemResolve) && !proxied && { lookup: lookupBy(options.resolve, guarded) }),
    };
    const common = { connect, ...(fresh ? { pipelining: 0 } : { keepAliveTimeout: 30_000 }) };
    return proxied && options.proxy !== undefined
      ? new EnvHttpProxyAgent({ ...common, ...options.proxy })
      : new Agent(common);
  };

  return {
    open({ url, fresh, guarded }) {
      // A proxy looks names up itself, so through one only addresses that are written out can be judged.
      if (
        guarded &&
        isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0 &&
        isPrivateAddress(url.hostname.replace(/^\[|\]$/g, ''))
      ) {
        throw new PrivateAddressError(url.hostname);
      }
      if (guarded && isLoopback(url)) throw new PrivateAddressError(url.hostname);
      const proxied = options.proxy !== undefined && !isLoopback(url);
      if (fresh) {
        const dispatcher = create(proxied, guarded, true);
        return { dispatcher, release: () => dispatcher.destroy() };
      }
      const name = `${proxied} ${guarded}`;
      const dispatcher = kept.get(name) ?? create(proxied, guarded, false);
      kept.set(name, dispatcher);
      return { dispatcher, release: () => Promise.resolve() };
    },
    async close() {
      await Promise.all([...kept.values()].map((dispatcher) => dispatcher.destroy()));
      kept.clear();
    },
  };
}
