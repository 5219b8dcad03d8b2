import type { PushName, PushPayload } from '#core/services/contract';

/** One screen that talks to the services: a window, or a browser with its cookie. */
export interface ClientSession {
  readonly id: string;
  /** What shows it. A browser may ask for less than the window. */
  readonly host: 'desktop' | 'browser';
  /** Brings a push to the screen; lost when nobody listens, as whoever comes back asks anew. */
  push<N extends PushName>(name: N, payload: PushPayload<N>): void;
  /** Whether somebody listens at this moment. */
  isConnected(): boolean;
}

/** All screens. */
export interface Sessions {
  add(session: ClientSession): void;
  remove(session: ClientSession): void;
  broadcast<N extends PushName>(name: N, payload: PushPayload<N>): void;
  /** The same for all but one. */
  others<N extends PushName>(one: ClientSession, name: N, payload: PushPayload<N>): void;
}

export function createSessions(): Sessions {
  const sessions = new Set<ClientSession>();
  return {
    add: (session) => sessions.add(session),
    remove: (session) => sessions.delete(session),
    broadcast(name, payload) {
      for (const session of sessions) session.push(name, payload);
    },
    others(one, name, payload) {
      for (const session of sessions) if (session !== one) session.push(name, payload);
    },
  };
}
