import { AppError } from '#core/errors';
import { type LocalText, say } from '#core/text';

/** A connection as it is set up: where the gateway is and how it is spoken to. */
export interface ConnectionSettings {
  readonly name: string;
  /** http(s) address of the gateway; may have a path. */
  readonly baseUrl: string;
  /** http(s) address of the upload host; the base URL when absent. */
  readonly uploadUrl?: string | undefined;
  /** The key of the moment, asked for before each request; undefined sends none. */
  readonly key?: (() => string | undefined) | undefined;
  /** Who the account's own questions are asked as; undefined asks none of them. */
  readonly system?: (() => SystemAccess | undefined) | undefined;
  readonly practice: boolean;
  /** Whether the upload host gets the key too. */
  readonly keyToUploadHost: boolean;
}

/** The account's system access token with the number of its user: another credential than the key. Source: PROTOCOL 13.1. */
export interface SystemAccess {
  readonly user: string;
  readonly token: string;
}

/** Time limits by phase, in milliseconds. */
export interface TimeLimits {
  /** Name, connection and TLS, until the first byte of the request can leave. */
  readonly connect: number;
  /** From the request to the answer's headers, for calls that make something while one waits. */
  readonly createHeaders: number;
  /** The same for polls, the catalogue and downloads. */
  readonly queryHeaders: number;
  /** Silence inside a body. */
  readonly bodyIdle: number;
}

export const defaultLimits: TimeLimits = {
  connect: 15_000,
  createHeaders: 600_000,
  queryHeaders: 60_000,
  bodyIdle: 120_000,
};

/** Time, so that tests need not wait. */
export interface GatewayClock {
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** What a test or a host may replace. */
export interface GatewayOptions {
  readonly limits?: Partial<TimeLimits>;
  readonly clock?: GatewayClock;
  /** Where the proxy variables are looked up; `process.env` when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Names to addresses; the system's resolver when absent. */
  readonly resolve?: Resolve;
  /** The largest result that is fetched, in bytes. */
  readonly maxDownloadBytes?: number;
}

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** Four GiB: no model makes more, and a disk must not fill up because of a wrong link. */
export const defaultMaxDownloadBytes = 4 * 1024 ** 3;

/**
 * Reads an address of a connection; slashes at the end go.
 * @throws AppError `connection.missing` when it is no http(s) address or carries a password
 */
export function parseHost(address: string, what: LocalText): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new AppError('connection.missing', say('The {what} is not an address.', '{what}不是有效的网址。', { what }), {
      hint: { en: 'It looks like https://api.example.com.', zh: '格式如 https://api.example.com。' },
    });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    const message = say('The {what} must begin with https:// or http://.', '{what}必须以 https:// 或 http:// 开头。', {
      what,
    });
    throw new AppError('connection.missing', message);
  }
  if (url.username !== '' || url.password !== '') {
    const message = say('The {what} must not contain a name or password.', '{what}不能包含用户名或密码。', { what });
    throw new AppError('connection.missing', message);
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  url.search = '';
  url.hash = '';
  return url;
}

/** The address as people write it, without a slash at the end. */
export function hostText(url: URL): string {
  return url.href.replace(/\/+$/, '');
}

export const systemClock: GatewayClock = {
  now: () => Date.now(),
  sleep(milliseconds, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', stop, { once: true });
    });
  },
};
