import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { LocalText } from '#core/text';

/** Why a request is refused: the status and one sentence. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 421;
  readonly message: LocalText;
}

const onlyOwnPage = { en: 'Only the page of this server may ask for that.', zh: '只有本服务的页面可以这样请求。' };

/** The names by which this server may be called. */
function isOwnHost(host: string | undefined, port: number): host is string {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/**
 * Refuses requests that do not come from our own page: a foreign Host (a name that somebody points at this machine), a
 * foreign Origin, another site's page. `needsOrigin` is for whatever changes something.
 */
export function refuseSender(
  request: IncomingMessage,
  port: number,
  needsOrigin: 'required' | 'when-given',
): Refusal | undefined {
  const { host, origin } = request.headers;
  if (!isOwnHost(host, port))
    return {
      status: 421,
      message: { en: 'This server does not answer under that name.', zh: '本服务不以这个名称应答。' },
    };
  const isOwn = origin === `http://${host}`;
  if (origin === undefined ? needsOrigin === 'required' : !isOwn) {
    return { status: 403, message: onlyOwnPage };
  }
  const site = request.headers['sec-fetch-site'];
  // A person may follow a link or type the address; everything else comes from our page.
  const isVisit = request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET';
  if (site !== undefined && site !== 'same-origin' && !isVisit) {
    return { status: 403, message: onlyOwnPage };
  }
  return undefined;
}

/** Whether two secrets are the same, in a time that tells nothing. */
export function isSameSecret(one: string, other: string): boolean {
  const left = Buffer.from(one);
  const right = Buffer.from(other);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The value of a cookie; undefined when there is none. */
export function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
