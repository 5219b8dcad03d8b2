import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Services } from '../services/services.ts';
import { isSameSecret, readCookie } from './gate.ts';
import { type BrowserPages, createBrowserPages } from './pages.ts';

/** How many browsers may be connected at once; the one that was quiet for longest goes. */
const mostSessions = 32;

/** One browser: its pages share the cookie, and with it the session. */
export interface BrowserSession {
  readonly cookie: string;
  /** Part of the addresses of media, known to this session only. */
  readonly mediaKey: string;
  readonly pages: BrowserPages;
}

export interface BrowserSessions {
  readonly cookieName: string;
  find(request: IncomingMessage): BrowserSession | undefined;
  /** The session of a browser that knows the token; undefined when it does not. */
  enter(request: IncomingMessage, token: string): BrowserSession | undefined;
  close(): void;
}

/** `port` is part of the cookie's name: browsers share cookies between all ports of a machine. */
export function createBrowserSessions(services: Services, token: string, port: () => number): BrowserSessions {
  const sessions = new Map<string, BrowserSession>();
  const secret = randomBytes(32);
  const cookieName = (): string => `patchbay-${port()}`;

  const find = (request: IncomingMessage): BrowserSession | undefined => {
    const cookie = readCookie(request, cookieName());
    const session = cookie === undefined ? undefined : sessions.get(cookie);
    if (session === undefined) return undefined;
    // The one that was used last stands last.
    sessions.delete(session.cookie);
    sessions.set(session.cookie, session);
    return session;
  };

  const create = (): BrowserSession => {
    const cookie = randomBytes(32).toString('base64url');
    const mediaKey = createHmac('sha256', secret).update(cookie).digest('base64url');
    const session = { cookie, mediaKey, pages: createBrowserPages(services, mediaKey) };
    sessions.set(cookie, session);
    return session;
  };

  const drop = (session: BrowserSession): void => {
    sessions.delete(session.cookie);
    session.pages.close();
  };

  return {
    get cookieName() {
      return cookieName();
    },
    find,
    enter(request, given) {
      if (!isSameSecret(given, token)) return undefined;
      // Another page of the same browser.
      const known = find(request);
      if (known !== undefined) return known;
      const quiet = [...sessions.values()].find(({ pages }) => !pages.isOpen());
      if (sessions.size >= mostSessions && quiet !== undefined) drop(quiet);
      return create();
    },
    close() {
      for (const session of [...sessions.values()]) drop(session);
    },
  };
}
